package dev.thaw.rescue;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A way in which a rebuild is known to fail.
 *
 * @param id its name in the list of failures, which never changes
 * @param sign what it prints
 * @param meaning what that means, a sentence
 * @param next what to do, a sentence
 */
record KnownFailure(String id, Pattern sign, String meaning, String next) {

  /** Colours, as they are and as they look when made harmless. */
  private static final Pattern PAINT =
      Pattern.compile("(?:\033|\\\\x1b)(?:\\[[0-?]*[ -/]*[@-~]|\\(B)");

  /**
   * Lines about what did not make it fail: nix went on, or tries again; and those in which a
   * program says once more that another one failed, which has said why.
   */
  private static final Pattern WENT_ON =
      Pattern.compile(
          "(?i)^\\W*(?:(?:evaluation )?warning|note|trace|error \\(ignored\\))\\s*:.*"
              + "|^\\W*(?:error:\\s*)?some substitutes .*failed.*"
              + "|.*efibootmgr failed to register the boot entry.*"
              + "|.*Could not read from remote repository.*"
              + "|.*: installation of GRUB .* failed.*"
              + "|.*CalledProcessError: Command .*/bin/(?:bootctl|efibootmgr)'.*");

  /** What ended it stands at the end; a longer text is only looked at from there. */
  private static final int LONGEST = 1 << 16;

  /**
   * The known failure that shows in what a rebuild printed: of several the last, which ended it;
   * and what was only warned of only if nothing else is known.
   */
  static Optional<KnownFailure> in(String printed) {
    String end = printed.substring(Math.max(0, printed.length() - LONGEST));
    String plain = PAINT.matcher(end).replaceAll("");
    String errors =
        plain
            .lines()
            .filter(line -> !WENT_ON.matcher(line).matches())
            .collect(Collectors.joining("\n"));
    return last(errors).or(() -> last(plain));
  }

  private static Optional<KnownFailure> last(String text) {
    record Shown(KnownFailure failure, int line) {}
    return KnownFailures.ALL.stream()
        .flatMap(failure ->
            failure
                .sign
                .matcher(text)
                .results()
                .reduce((_, later) -> later)
                .map(match -> new Shown(failure, line(text, match)))
                .stream())
        // The first of those that are equal stays.
        .reduce((a, b) -> Comparator.comparingInt(Shown::line).compare(a, b) >= 0 ? a : b)
        .map(Shown::failure);
  }

  private static int line(String text, MatchResult match) {
    return (int) text.substring(0, match.end()).lines().count();
  }
}
