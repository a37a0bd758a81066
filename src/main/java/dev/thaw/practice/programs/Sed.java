package dev.thaw.practice.programs;

import dev.thaw.practice.state.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sed}: what is used on configurations. Knows {@code s}, {@code d} and {@code p}, each for
 * all lines or those that a number, {@code $}, an expression or two of them with a comma name.
 */
public final class Sed implements Program {

  /** Which line: its number, the last one, or those that match. */
  private sealed interface Address {
    record Number(int number) implements Address {}

    record Last() implements Address {}

    record Matching(Pattern pattern) implements Address {}
  }

  private sealed interface Action {
    record Delete() implements Action {}

    record Print() implements Action {}

    record Replace(Pattern pattern, String by, boolean all, boolean print) implements Action {}
  }

  private static final class Step {
    private final List<Address> addresses;
    private final boolean others;
    private final Action action;
    private boolean inside;

    Step(List<Address> addresses, boolean others, Action action) {
      this.addresses = addresses;
      this.others = others;
      this.action = action;
    }

    /** Whether a line is meant; to be asked once for each, in order. */
    boolean means(String line, int number, boolean last) {
      return chosen(line, number, last) != others;
    }

    private boolean chosen(String line, int number, boolean last) {
      if (addresses.isEmpty()) {
        return true;
      }
      if (addresses.size() == 1) {
        return isAt(addresses.getFirst(), line, number, last);
      }
      Address end = addresses.getLast();
      if (inside) {
        inside = !isAt(end, line, number, last);
        return true;
      }
      boolean begins = isAt(addresses.getFirst(), line, number, last);
      inside = begins && !(end instanceof Address.Number(int to) && to <= number);
      return begins;
    }

    private static boolean isAt(Address address, String line, int number, boolean last) {
      return switch (address) {
        case Address.Number(int meant) -> meant == number;
        case Address.Last() -> last;
        case Address.Matching(Pattern pattern) -> pattern.matcher(line).find();
      };
    }
  }

  @Override
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "n i E r e= quiet silent in-place");
    var files = new ArrayList<>(options.rest());
    String script = options.value("e").orElseGet(() -> files.isEmpty() ? "" : files.removeFirst());
    var reader = new Reader(script, options.has("E", "r"));
    boolean quiet = options.has("n", "quiet", "silent");
    boolean inPlace = options.has("i", "in-place");
    if (files.isEmpty()) {
      invocation.print(
          edited(reader, new String(invocation.stdin(), StandardCharsets.UTF_8), quiet));
    }
    int status = 0;
    for (String file : files) {
      String path = invocation.absolute(file);
      if (!invocation.namespace().isFile(path)) {
        status = invocation.fail(2, "sed: can't read " + file + ": No such file or directory");
        continue;
      }
      String text = edited(reader, invocation.namespace().text(path), quiet);
      if (inPlace) {
        invocation.namespace().write(path, new Content.Text(text), 0);
      } else {
        invocation.print(text);
      }
    }
    return status;
  }

  private static String edited(Reader script, String text, boolean quiet) {
    List<Step> steps = script.steps();
    var out = new StringBuilder();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean kept = true;
      for (Step step : steps) {
        if (kept && step.means(line, i + 1, i == lines.size() - 1)) {
          switch (step.action) {
            case Action.Delete() -> kept = false;
            case Action.Print() -> out.append(line).append('\n');
            case Action.Replace(Pattern pattern, String by, boolean all, boolean print) -> {
              Matcher matcher = pattern.matcher(line);
              boolean found = matcher.find();
              line = all ? matcher.replaceAll(by) : matcher.replaceFirst(by);
              if (found && print) {
                out.append(line).append('\n');
              }
            }
          }
        }
      }
      if (kept && !quiet) {
        out.append(line).append('\n');
      }
    }
    boolean whole = text.isEmpty() || text.endsWith("\n");
    return whole || out.isEmpty() ? out.toString() : out.substring(0, out.length() - 1);
  }

  /** Reads a script. */
  private static final class Reader {
    private final String script;
    private final boolean extended;
    private int at;

    Reader(String script, boolean extended) {
      this.script = script;
      this.extended = extended;
    }

    List<Step> steps() {
      at = 0;
      var steps = new ArrayList<Step>();
      while (true) {
        while (at < script.length() && "; \n".indexOf(script.charAt(at)) >= 0) {
          at++;
        }
        if (at == script.length()) {
          return steps;
        }
        var addresses = new ArrayList<Address>();
        while (Character.isDigit(peek()) || peek() == '$' || peek() == '/') {
          addresses.add(address());
          if (addresses.size() == 2 || peek() != ',') {
            break;
          }
          at++;
        }
        boolean others = peek() == '!';
        at += others ? 1 : 0;
        while (peek() == ' ') {
          at++;
        }
        steps.add(new Step(addresses, others, action()));
      }
    }

    private char peek() {
      return at < script.length() ? script.charAt(at) : '\0';
    }

    private Address address() {
      if (peek() == '$') {
        at++;
        return new Address.Last();
      }
      if (peek() == '/') {
        at++;
        return new Address.Matching(Regex.of(until('/'), extended, 0));
      }
      int from = at;
      while (Character.isDigit(peek())) {
        at++;
      }
      String number = script.substring(from, at);
      if (number.length() > 9) {
        throw unknown(number);
      }
      return new Address.Number(Integer.parseInt(number));
    }

    private Action action() {
      char command = peek();
      at++;
      return switch (command) {
        case 'd' -> new Action.Delete();
        case 'p' -> new Action.Print();
        case 's' -> replace();
        default -> throw unknown(command == '\0' ? "an address without a command" : "" + command);
      };
    }

    private Options.Unknown unknown(String what) {
      return new Options.Unknown("“" + what + "” in “" + script + "”");
    }

    private Action replace() {
      char border = peek();
      at++;
      String expression = until(border);
      String by = until(border);
      int from = at;
      while (Character.isLetterOrDigit(peek())) {
        at++;
      }
      String flags = script.substring(from, at);
      if (!flags.matches("[giIp]*")) {
        throw unknown(flags);
      }
      int letters = flags.matches(".*[iI].*") ? Pattern.CASE_INSENSITIVE : 0;
      Pattern pattern = Regex.of(expression, extended, letters);
      return new Action.Replace(
          pattern,
          replacement(by, pattern.matcher("").groupCount()),
          flags.contains("g"),
          flags.contains("p"));
    }

    /** The text up to a border, which a backslash takes for itself. */
    private String until(char border) {
      var text = new StringBuilder();
      while (at < script.length() && script.charAt(at) != border) {
        if (script.charAt(at) == '\\' && at + 1 < script.length()) {
          at++;
          text.append(script.charAt(at) == border ? "" : "\\");
        }
        text.append(script.charAt(at));
        at++;
      }
      if (at == script.length()) {
        throw new Options.Unknown("“" + script + "”: it has no end");
      }
      at++;
      return text.toString();
    }

    /** What a match of so many groups is replaced by, as Java's {@link Matcher} takes it. */
    private String replacement(String by, int groups) {
      var java = new StringBuilder();
      for (int i = 0; i < by.length(); i++) {
        char c = by.charAt(i);
        if (c == '&') {
          java.append("$0");
        } else if (c == '\\' && i + 1 < by.length()) {
          i++;
          char next = by.charAt(i);
          if (Character.isDigit(next) && next - '0' > groups) {
            throw unknown("\\" + next);
          }
          java.append(Character.isDigit(next) ? "$" + next : next == 'n' ? "\n" : "\\" + next);
        } else {
          java.append(c == '$' ? "\\$" : c);
        }
      }
      return java.toString();
    }
  }
}
