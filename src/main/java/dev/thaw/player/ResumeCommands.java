package dev.thaw.player;

import dev.thaw.machine.Clean;
import dev.thaw.machine.ShellQuoting;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines with which a person goes on after a play, as they can be typed at their shell.
 *
 * @param reach the options that reach the machine again, after {@code --on}
 * @param machine the machine's name
 * @param arguments what this start was given
 */
public record ResumeCommands(List<String> reach, String machine, List<String> arguments) {

  /** As what the program was started: the script that starts it tells. */
  private static final String PROGRAM = System.getProperty("thaw.program", "thaw");

  /** Copies the lists. */
  public ResumeCommands {
    reach = List.copyOf(reach);
    arguments = List.copyOf(arguments);
  }

  /** Goes on with this play. */
  public String resume() {
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
    return Clean.line(ShellQuoting.quote(line));
  }

  /** Leaves the machine as it has to be before it restarts. */
  public String leave() {
    var line = new ArrayList<String>(List.of(PROGRAM, "eval", "--on", machine));
    line.addAll(reach);
    line.add("leave()");
    return Clean.line(ShellQuoting.quote(line));
  }
}
