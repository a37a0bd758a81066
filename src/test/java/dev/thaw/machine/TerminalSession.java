package dev.thaw.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@link TerminalTest} runs on a terminal: a program of its own, with a person at it. */
final class TerminalSession {

  private TerminalSession() {}

  /** Arguments: an address, an identity file or "", a known_hosts file, and the command to run. */
  public static void main(String[] args) {
    var person =
        new UserInteraction() {
          @Override
          public void tell(String text) {
            System.out.println(text);
          }

          @Override
          public boolean approves(String question) {
            return true;
          }

          @Override
          public Optional<Secret> secret(String prompt) {
            return Optional.empty();
          }

          @Override
          public boolean hasTerminal() {
            return true;
          }
        };
    var options =
        new SshOptions(
            Optional.of(args[1]).filter(file -> !file.isEmpty()).map(Path::of),
            List.of("UserKnownHostsFile=" + args[2], "GlobalKnownHostsFile=/dev/null"),
            Optional.empty());
    List<String> argv = List.of(args).subList(3, args.length);
    try (Machine machine =
        Machines.open((MachineAddress.Real) MachineAddress.parse(args[0]), options, person)) {
      CommandResult result = machine.run(Command.looks("use the terminal", argv).onTerminal());
      System.out.println("status " + result.status());
      System.out.print(machine.run(Command.looks("use no terminal", argv)).text());
    } catch (Trouble e) {
      System.out.println(e.getMessage() + " " + e.next());
    }
  }
}
