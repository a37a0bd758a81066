package dev.thaw.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call that is all of a cell, on one line, with single words as arguments; by its text alone.
 *
 * @param source the call without its semicolon
 * @param offset where it begins in the cell
 * @param name what is called
 * @param arguments the arguments without a name, as written
 * @param options those with a name, as written
 */
record WrittenCall(
    String source, int offset, String name, List<String> arguments, Map<String, String> options) {

  /** Nobody writes a longer one; the patterns below are for short texts. */
  private static final int LONGEST = 400;

  /** A name, a number, or a string that Java and this program read alike. */
  private static final String WORD = "(?:\\w+|\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[btnfrs\"'\\\\])*\")";

  private static final String ARGUMENT = "(?:(\\w+) *= *)?(" + WORD + ")";

  private static final Pattern CALL =
      Pattern.compile(
          "\\s*((\\w+) *\\( *((?:ARGUMENT(?: *, *ARGUMENT)*)?) *\\)) *;?\\s*"
              .replace("ARGUMENT", "(?:\\w+ *= *)?" + WORD));

  private static final Pattern EACH = Pattern.compile(ARGUMENT + " *(?:, *|$)");

  /** Reads a cell; empty when it is anything else. */
  static Optional<WrittenCall> in(String cell) {
    Matcher call = CALL.matcher(cell);
    if (cell.length() > LONGEST || !call.matches()) {
      return Optional.empty();
    }
    var arguments = new ArrayList<String>();
    var options = new LinkedHashMap<String, String>();
    Matcher each = EACH.matcher(call.group(3));
    while (each.find()) {
      boolean named = each.group(1) != null;
      if (!named && !options.isEmpty()
          || named && options.put(each.group(1), each.group(2)) != null) {
        return Optional.empty();
      }
      if (!named) {
        arguments.add(each.group(2));
      }
    }
    return Optional.of(
        new WrittenCall(call.group(1), call.start(1), call.group(2), arguments, options));
  }
}
