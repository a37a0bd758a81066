package dev.thaw.practice.programs;

import dev.thaw.machine.OutputListener;
import dev.thaw.practice.programs.ShellText.Kind;
import dev.thaw.practice.programs.ShellText.Operator;
import dev.thaw.practice.programs.ShellText.Piece;
import dev.thaw.practice.programs.ShellText.Token;
import dev.thaw.practice.programs.ShellText.Word;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run of the shell: where it stands, and its variables. */
final class ShellRun {
  private static final int NO_SUCH_THING = 2;
  private static final Set<String> KEYWORDS =
      Set.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "for",
          "do",
          "done",
          "while",
          "until",
          "case",
          "esac",
          "function",
          "{",
          "}",
          "!",
          "[[",
          "select",
          "time");
  private Invocation invocation;
  private final List<String> parameters;
  private final Map<String, String> variables;
  private int status;

  ShellRun(Invocation invocation, List<String> parameters) {
    this.invocation = invocation;
    this.parameters = parameters;
    this.variables = new HashMap<>(invocation.environment());
  }

  int lines(String text) {
    List<Token> command = new ArrayList<>();
    String before = ";";
    for (Token token : ShellText.read(text)) {
      if (token instanceof Operator(String operator)
          && List.of(";", "\n", "&&", "||", "&").contains(operator)) {
        if (operator.equals("&")) {
          throw new ShellText.Unreadable("background jobs (&)");
        }
        after(before, command);
        // A line that ends in && goes on in the next one.
        before = operator.equals("\n") && command.isEmpty() ? before : operator;
        command = new ArrayList<>();
      } else {
        command.add(token);
      }
    }
    after(before, command);
    return status;
  }

  private void after(String operator, List<Token> command) {
    boolean skipped = operator.equals("&&") && status != 0 || operator.equals("||") && status == 0;
    if (!command.isEmpty() && !skipped) {
      status = pipeline(command);
    }
  }

  private int pipeline(List<Token> tokens) {
    var parts = new ArrayList<List<Token>>();
    parts.add(new ArrayList<>());
    for (Token token : tokens) {
      if (token instanceof Operator(String text) && text.equals("|")) {
        parts.add(new ArrayList<>());
      } else {
        parts.getLast().add(token);
      }
    }
    byte[] input = invocation.stdin();
    int last = 0;
    for (int i = 0; i < parts.size(); i++) {
      boolean end = i == parts.size() - 1;
      var pipe = new ByteArrayOutputStream();
      OutputListener to = end ? invocation.output() : new Into(pipe, invocation.output());
      last = simple(parts.get(i), input, to);
      input = pipe.toByteArray();
    }
    return last;
  }

  /** Standard output to a buffer, standard error where it always goes. */
  private record Into(ByteArrayOutputStream buffer, OutputListener rest) implements OutputListener {
    @Override
    public void out(byte[] bytes, int length) {
      buffer.write(bytes, 0, length);
    }

    @Override
    public void err(byte[] bytes, int length) {
      rest.err(bytes, length);
    }
  }

  private int simple(List<Token> tokens, byte[] input, OutputListener to) {
    var words = new ArrayList<String>();
    var redirections = new ShellOutput(invocation);
    byte[] stdin = input;
    var assigned = new HashMap<String, String>();
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i)) {
        case Word word -> {
          String plain = word.plain();
          if (words.isEmpty() && KEYWORDS.contains(plain)) {
            throw new ShellText.Unreadable("'" + plain + "'");
          }
          if (words.isEmpty() && isAssignment(word)) {
            String[] pair = String.join("", expand(word)).split("=", 2);
            assigned.put(pair[0], pair[1]);
          } else {
            words.addAll(expand(word));
          }
        }
        case Operator(String text) when text.equals("2>&1") || text.equals(">&2") ->
            redirections.join(text);
        case Operator(String text) -> {
          i++;
          if (i >= tokens.size() || !(tokens.get(i) instanceof Word target)) {
            throw new ShellText.Unreadable("'" + text + "' without a file");
          }
          String path = String.join(" ", expand(target));
          try {
            if (text.equals("<")) {
              stdin = invocation.namespace().content(invocation.absolute(path)).read();
            } else {
              redirections.open(text, path);
            }
          } catch (Errno e) {
            String tried = text.equals("<") ? "open" : "create";
            return invocation.fail(
                NO_SUCH_THING,
                "sh: 1: cannot "
                    + tried
                    + " "
                    + path
                    + ": "
                    + (e.getMessage().startsWith("No such file")
                        ? text.equals("<") ? "No such file" : "Directory nonexistent"
                        : e.getMessage()));
          }
        }
      }
    }
    if (words.isEmpty()) {
      variables.putAll(assigned);
      return redirections.close();
    }
    int result = run(words, assigned, stdin, redirections.over(to));
    int written = redirections.close();
    return written == 0 ? result : written;
  }

  private static boolean isAssignment(Word word) {
    Piece first = word.pieces().getFirst();
    return first.kind() == Kind.TEXT
        && !first.quoted()
        && first.text().matches("[A-Za-z_][A-Za-z_0-9]*=.*");
  }

  private int run(
      List<String> words, Map<String, String> assigned, byte[] stdin, OutputListener to) {
    switch (words.getFirst()) {
      case "cd" -> {
        String target = words.size() > 1 ? words.get(1) : "/root";
        MountNamespace.Spot spot;
        try {
          spot = invocation.namespace().spot(invocation.absolute(target), true);
        } catch (Errno e) {
          return invocation.fail(2, "sh: 1: cd: can't cd to " + target);
        }
        if (!invocation.namespace().isDirectory(spot.path())) {
          return invocation.fail(2, "sh: 1: cd: can't cd to " + target);
        }
        invocation = invocation.in(spot.path());
        return 0;
      }
      case "exit" -> throw new Sh.Exit(words.size() > 1 ? Integer.parseInt(words.get(1)) : status);
      case "export", "set", "umask", "unset" -> {
        for (String word : words.subList(1, words.size())) {
          if (word.contains("=")) {
            variables.put(word.split("=")[0], word.substring(word.indexOf('=') + 1));
          }
        }
        return 0;
      }
      default -> {
        boolean exec = words.getFirst().equals("exec") || words.getFirst().equals("command");
        List<String> argv = exec ? words.subList(1, words.size()) : words;
        var all = new HashMap<>(variables);
        all.putAll(assigned);
        if (argv.isEmpty()) {
          return 0;
        }
        return invocation.calling(argv).with(all).reading(stdin).printing(to).run();
      }
    }
  }

  /** The words that a word becomes. */
  private List<String> expand(Word word) {
    if (word.pieces().stream().anyMatch(p -> p.kind() == Kind.VARIABLE && p.text().equals("@"))) {
      return parameters.subList(1, parameters.size());
    }
    var words = new ArrayList<String>();
    var current = new StringBuilder();
    var glob = new StringBuilder();
    boolean any = false;
    for (Piece piece : word.pieces()) {
      String text =
          switch (piece.kind()) {
            case TEXT -> piece.text();
            case VARIABLE -> variable(piece.text());
            case COMMAND -> substituted(piece.text());
          };
      if (piece.quoted() || piece.kind() == Kind.TEXT) {
        current.append(text);
        glob.append(piece.quoted() ? text.replaceAll("[*?\\[]", "\u0001") : text);
        any |= piece.quoted() || !text.isEmpty();
      } else {
        String[] split = text.strip().split("\\s+");
        for (int i = 0; i < split.length; i++) {
          if (i > 0) {
            words.add(current.toString());
            current.setLength(0);
            glob.setLength(0);
          }
          current.append(split[i]);
          glob.append(split[i]);
          any |= !split[i].isEmpty();
        }
      }
    }
    if (any) {
      words.addAll(globbed(current.toString(), glob.toString()));
    }
    return words;
  }

  private List<String> globbed(String word, String pattern) {
    if (!Glob.is(pattern)) {
      return List.of(word);
    }
    List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
    for (String part : pattern.split("/")) {
      if (part.isEmpty()) {
        continue;
      }
      var next = new ArrayList<String>();
      for (String base : found) {
        String folder = base.isEmpty() ? "." : base;
        if (!Glob.is(part)) {
          next.add(base + part + "/");
        } else if (invocation.namespace().isDirectory(invocation.absolute(folder))) {
          for (String name : invocation.namespace().list(invocation.absolute(folder))) {
            if (Glob.pattern(part).matcher(name).matches()
                && (!name.startsWith(".") || part.startsWith("."))) {
              next.add(base + name + "/");
            }
          }
        }
      }
      found = next;
    }
    List<String> there =
        found.stream()
            .map(path -> path.substring(0, path.length() - 1))
            .filter(path -> invocation.namespace().findLink(invocation.absolute(path)).isPresent())
            .toList();
    return there.isEmpty() ? List.of(word) : there;
  }

  private String variable(String name) {
    return switch (name) {
      case "?" -> Integer.toString(status);
      case "#" -> Integer.toString(parameters.size() - 1);
      case "*" -> String.join(" ", parameters.subList(1, parameters.size()));
      case "$" -> "4711";
      default -> {
        if (name.matches("\\d+")) {
          int at = Integer.parseInt(name);
          yield at < parameters.size() ? parameters.get(at) : "";
        }
        yield variables.getOrDefault(name, "");
      }
    };
  }

  private String substituted(String text) {
    var kept = new ByteArrayOutputStream();
    var inner = new ShellRun(invocation.printing(new Into(kept, invocation.output())), parameters);
    inner.variables.putAll(variables);
    status = inner.lines(text);
    return kept.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
