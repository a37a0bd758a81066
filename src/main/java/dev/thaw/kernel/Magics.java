package dev.thaw.kernel;

import dev.thaw.boot.FailurePage;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.SourcePosition;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What IPython's and IJava's users type out of habit: understood, or answered by what to type. */
final class Magics {

  /** How a cell is meant. */
  sealed interface Meant {
    /**
     * Java to run.
     *
     * @param timed whether to say how long it took
     */
    record Cell(String code, boolean timed) implements Meant {}

    /** A helper or a failure to explain beside the notebook. */
    record Page(String name) implements Meant {}

    /** The front end is to end, and the kernel with it. */
    record Leave() implements Meant {}

    /** Nothing that means anything here. */
    record Refused(CompileError why) implements Meant {}
  }

  private static final Pattern HELP = Pattern.compile("\\s*(?:\\?+([\\w-]+)|([\\w-]+)\\?+)\\s*");

  private static final Pattern LINE =
      Pattern.compile("\\s*(%{1,2}|!)[ \\t]*([\\w.]*)[ \\t]*([^\\n]*)(.*)", Pattern.DOTALL);

  private static final Set<String> LEAVE = Set.of("exit", "quit", "exit()", "quit()");

  private static final Map<String, String> INSTEAD =
      Map.of(
          "load", "Cells of a file are run by `thaw eval FILE.jsh` in a terminal.",
          "maven", "This kernel takes no more libraries: the helpers and Java itself are here.",
          "jars", "This kernel takes no more libraries: the helpers and Java itself are here.",
          "classpath", "This kernel takes no more libraries: the helpers and Java itself are here.",
          "cd", "Cells run on this computer, helpers on the machine: sh(\"cd /mnt && ls\").",
          "env", "The kernel's environment: System.getenv(\"NAME\").",
          "who", "The variables are offered by the Tab key.",
          "history", "history() tells what was done on the machine.");

  private final HelperCatalogue helpers = HelperCatalogue.of(Helpers.class);

  /** What a cell means. */
  Meant read(String code) {
    Matcher help = HELP.matcher(code);
    if (help.matches()) {
      String name = help.group(1) == null ? help.group(2) : help.group(1);
      if (helpers.find(name).isPresent() || FailurePage.titles().containsKey(name)) {
        return new Meant.Page(name);
      }
    }
    if (LEAVE.contains(code.strip())) {
      return new Meant.Leave();
    }
    Matcher line = LINE.matcher(code);
    if (!line.matches()) {
      return new Meant.Cell(code, false);
    }
    String word = line.group(2);
    if (line.group(1).startsWith("%") && word.matches("timeit|time")) {
      // As many lines as before: a failure is shown at its line.
      return new Meant.Cell(line.group(3) + line.group(4), true);
    }
    boolean shell = line.group(1).equals("!") || word.matches("sh|bash|system");
    String next =
        shell
            ? "A line for the machine's shell: sh(\"…\"); one that only looks: sh(\"…\","
                + " looks=true)."
            : INSTEAD.getOrDefault(word, "help() lists what there is.");
    var place = new SourcePosition(1, 1, code.stripLeading().lines().findFirst().orElse(""));
    String what =
        shell ? "Shell lines are not Java." : "There is no magic %" + word + " in this kernel.";
    return new Meant.Refused(new CompileError(place, what, next));
  }
}
