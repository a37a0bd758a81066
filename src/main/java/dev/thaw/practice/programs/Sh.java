package dev.thaw.practice.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code sh} and {@code bash}: a small shell. It has words, quotes, variables, {@code $(…)},
 * patterns, pipes, {@code ;}, {@code &&}, {@code ||} and redirections; what it has not it says.
 * Thaw's own scripts are known by their names and answered in Java.
 */
public final class Sh implements Program {

  private static final int NO_SUCH_THING = 2;

  @Override
  public int run(Invocation invocation) {
    List<String> arguments = new ArrayList<>(invocation.arguments());
    arguments.removeIf(argument -> argument.equals("--login") || argument.equals("-l"));
    if (arguments.size() < 2 || !arguments.getFirst().matches("-[eux]*c")) {
      return invocation.fail(
          NO_SUCH_THING,
          invocation.name() + ": the practice machine's shell runs lines only: sh -c 'LINE'");
    }
    String text = arguments.get(1);
    List<String> rest = arguments.subList(2, arguments.size());
    Optional<Program> script =
        rest.isEmpty() ? Optional.empty() : invocation.programs().script(rest.getFirst());
    if (script.isPresent()) {
      return script.get().run(invocation.calling(rest));
    }
    try {
      return new ShellRun(invocation, rest.isEmpty() ? List.of(invocation.name()) : rest)
          .lines(text);
    } catch (ShellText.Unreadable e) {
      return invocation.fail(
          NO_SUCH_THING,
          invocation.name() + ": the practice machine's shell has no " + e.getMessage() + ".");
    } catch (Exit e) {
      return e.status;
    }
  }

  /** {@code exit}. */
  static final class Exit extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    Exit(int status) {
      super("exit", null, false, false);
      this.status = status;
    }
  }
}
