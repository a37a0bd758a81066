package dev.thaw.cli;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Shell;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines with which a person goes on after a play, as they can be typed at their shell.
 *
 * @param common the options of this start
 * @param machine the machine's name
 * @param arguments what this start was given
 */
record Onward(Common common, String machine, List<String> arguments) {

  /** As what the program was started: the script that starts it tells. */
  private static final String PROGRAM = System.getProperty("thaw.program", "thaw");

  /** Copies the list. */
  Onward {
    arguments = List.copyOf(arguments);
  }

  /** Goes on with this play. */
  String resume() {
    var line = new ArrayList<String>(List.of(PROGRAM));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--from")) {
        i++;
      } else if (!argument.startsWith("--from=")
          && !argument.equals("--afresh")
          && !argument.equals("--resume")) {
        line.add(argument);
      }
    }
    line.add("--resume");
    return Clean.line(Shell.quote(line));
  }

  /** Leaves the machine as it has to be before it restarts. */
  String leave() {
    var line = new ArrayList<String>(List.of(PROGRAM, "eval", "--on", machine));
    if (common.identity != null) {
      line.addAll(List.of("--identity", common.identity.toString()));
    }
    common.sshOptions.forEach(option -> line.addAll(List.of("--ssh-option", option)));
    if (common.hostKey != null) {
      line.addAll(List.of("--host-key", common.hostKey));
    }
    line.add("leave()");
    return Clean.line(Shell.quote(line));
  }
}
