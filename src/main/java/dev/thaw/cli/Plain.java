package dev.thaw.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/**
 * Command lines without a single option: what they ask for is plain. They are the usual ones, and
 * run at once; picocli needs half as long again to get ready to read them. All others are its own.
 */
final class Plain {

  /** What the script says that Jupyter starts, before the connection file. */
  private static final List<String> JUPYTER = List.of("kernel", "run", "-f");

  private Plain() {}

  /**
   * Runs {@code thaw}, {@code thaw eval CODE}, or what Jupyter starts.
   *
   * @return the exit status; empty when it is another command line, of which nothing was run
   */
  static OptionalInt run(String... arguments) {
    var common = new Common();
    List<String> words = List.of(arguments);
    if (words.isEmpty()) {
      return run(common, "thaw", () -> Main.withoutCommand(common));
    }
    List<String> before = words.subList(0, words.size() - 1);
    String last = words.getLast();
    if (last.startsWith("-")) {
      // An option, or standard input.
      return OptionalInt.empty();
    }
    if (before.equals(List.of("eval"))) {
      return run(common, "thaw eval", () -> Eval.evaluate(common, last));
    }
    if (before.equals(JUPYTER)) {
      return run(common, "thaw kernel run", () -> KernelCommand.serve(Path.of(last), common));
    }
    return OptionalInt.empty();
  }

  private static OptionalInt run(Common common, String name, Callable<Integer> command) {
    try {
      return OptionalInt.of(command.call());
    } catch (Misuse misuse) {
      return OptionalInt.of(Misuse.say(misuse.getMessage(), name));
    } catch (Exception e) {
      return OptionalInt.of(Main.unexpected(e, common));
    }
  }
}
