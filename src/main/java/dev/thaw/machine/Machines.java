package dev.thaw.machine;

/** Finds the machine that an address names. */
public final class Machines {

  private Machines() {}

  /**
   * The machine at {@code address}; a connection is opened by its first command.
   *
   * @param options for ssh; nothing else uses them
   * @throws Trouble.NotNow for a practice machine, which is not to be reached but made
   */
  public static Machine open(MachineAddress address, SshOptions options, UserInteraction person) {
    return switch (address) {
      case MachineAddress.Local _ -> new LocalMachine(person);
      case MachineAddress.Ssh ssh -> new SshMachine(ssh, options, person);
      case MachineAddress.Practice practice ->
          throw new Trouble.NotNow(
              "There is no practice machine in this version: " + practice.text() + ".",
              "Name a real machine: --on ssh://root@HOST, or --on local on the live image itself.");
    };
  }
}
