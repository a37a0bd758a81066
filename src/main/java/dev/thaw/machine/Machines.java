package dev.thaw.machine;

/** Finds the machine that an address names. */
public final class Machines {

  private Machines() {}

  /**
   * The machine at {@code address}; a connection is opened by its first command.
   *
   * @param options for ssh; nothing else uses them
   */
  public static Machine open(
      MachineAddress.Real address, SshOptions options, UserInteraction interaction) {
    return switch (address) {
      case MachineAddress.Local _ -> new LocalMachine(interaction);
      case MachineAddress.Ssh ssh -> new SshMachine(ssh, options, interaction);
    };
  }
}
