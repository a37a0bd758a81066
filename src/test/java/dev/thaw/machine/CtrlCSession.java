package dev.thaw.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/** What {@link TerminalTest} presses Ctrl-C in: a prompt's way to end a command. */
final class CtrlCSession {

  private CtrlCSession() {}

  /** Arguments: an address, an identity file, a known_hosts file, and a time to sleep. */
  public static void main(String[] args) throws IOException {
    var options =
        new SshOptions(
            Optional.of(Path.of(args[1])),
            List.of("UserKnownHostsFile=" + args[2], "GlobalKnownHostsFile=/dev/null"),
            Optional.empty());
    Thread main = Thread.currentThread();
    try (var terminal = TerminalBuilder.builder().system(true).build();
        Machine machine =
            Machines.open(
                (MachineAddress.Real) MachineAddress.parse(args[0]),
                options,
                FakePerson.nobody())) {
      terminal.handle(Signal.INT, _ -> main.interrupt());
      Command who = Command.looks("see the connection", "sh", "-c", "echo \"[$SSH_CLIENT]\"");
      String before = machine.run(who).text();
      // Said by the far end, so that it is running when Ctrl-C is pressed.
      String script = "echo ready; exec sleep \"$1\"";
      var ready =
          new OutputListener() {
            @Override
            public void out(byte[] bytes, int length) {
              System.out.write(bytes, 0, length);
              System.out.flush();
            }

            @Override
            public void err(byte[] bytes, int length) {}
          };
      try {
        machine.run(Command.looks("sleep", "sh", "-c", script, "sh", args[3]), ready);
      } catch (Trouble e) {
        System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
      }
      System.out.println("same connection " + machine.run(who).text().equals(before));
    }
  }
}
