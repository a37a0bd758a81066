package dev.thaw.practice.programs;

import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The small programs that look for files and in them. */
public final class TextTools {

  private TextTools() {}

  /** {@code grep}: prints the lines that match. */
  public static int grep(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "i v F E q n c r R l o h e= H a s color=");
    List<String> rest = new ArrayList<>(options.rest());
    String text = options.value("e").orElseGet(() -> rest.isEmpty() ? "" : rest.removeFirst());
    int letters = options.has("i") ? Pattern.CASE_INSENSITIVE : 0;
    Pattern pattern =
        options.has("F")
            ? Pattern.compile(Pattern.quote(text), letters)
            : Regex.of(text, options.has("E"), letters);
    var inputs = new ArrayList<String[]>();
    int status = 1;
    if (rest.isEmpty()) {
      inputs.add(new String[] {"", new String(invocation.stdin(), StandardCharsets.UTF_8)});
    }
    for (String name : rest) {
      String path = invocation.absolute(name);
      if (invocation.namespace().isDirectory(path) && options.has("r", "R")) {
        below(invocation, name)
            .forEach(file ->
                inputs.add(
                    new String[] {file, invocation.namespace().text(invocation.absolute(file))}));
      } else if (invocation.namespace().isFile(path)) {
        inputs.add(new String[] {name, invocation.namespace().text(path)});
      } else {
        status = invocation.fail(2, "grep: " + name + ": No such file or directory");
      }
    }
    boolean titled = (inputs.size() > 1 || options.has("H")) && !options.has("h");
    for (String[] input : inputs) {
      int number = 0;
      int count = 0;
      for (String line : input[1].lines().toList()) {
        number++;
        if (pattern.matcher(line).find() != options.has("v")) {
          count++;
          if (!options.has("q", "c", "l")) {
            invocation.line(
                (titled ? input[0] + ":" : "") + (options.has("n") ? number + ":" : "") + line);
          }
        }
      }
      if (options.has("c")) {
        invocation.line((titled ? input[0] + ":" : "") + count);
      }
      if (options.has("l") && count > 0) {
        invocation.line(input[0]);
      }
      status = count > 0 && status == 1 ? 0 : status;
    }
    return status;
  }

  private static List<String> below(Invocation invocation, String folder) {
    var files = new ArrayList<String>();
    for (String name : invocation.namespace().list(invocation.absolute(folder))) {
      String path = folder + "/" + name;
      Optional<Node> node = invocation.namespace().findLink(invocation.absolute(path));
      if (node.map(Node::isDirectory).orElse(false)) {
        files.addAll(below(invocation, path));
      } else if (node.map(Node::isFile).orElse(false)) {
        files.add(path);
      }
    }
    return files;
  }

  /** {@code wc}: counts lines, words and bytes. */
  public static int wc(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "l c w");
    byte[] bytes =
        options.rest().isEmpty()
            ? invocation.stdin()
            : invocation.namespace().content(invocation.absolute(options.rest().getFirst())).read();
    String text = new String(bytes, StandardCharsets.UTF_8);
    long lines = text.chars().filter(c -> c == '\n').count();
    long words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
    invocation.line(
        options.has("l")
            ? Long.toString(lines)
            : options.has("c")
                ? Integer.toString(bytes.length)
                : options.has("w")
                    ? Long.toString(words)
                    : lines + " " + words + " " + bytes.length);
    return 0;
  }

  /** {@code sort}. */
  public static int sort(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "u r n");
    String text = new String(invocation.stdin(), StandardCharsets.UTF_8);
    var lines = new ArrayList<>(text.lines().sorted().toList());
    if (options.has("r")) {
      java.util.Collections.reverse(lines);
    }
    lines.stream().distinct().forEach(invocation::line);
    return 0;
  }

  /** {@code echo}. */
  public static int echo(Invocation invocation) {
    List<String> words = invocation.arguments();
    boolean bare = !words.isEmpty() && words.getFirst().equals("-n");
    invocation.print(
        String.join(" ", bare ? words.subList(1, words.size()) : words) + (bare ? "" : "\n"));
    return 0;
  }

  /** {@code printf}, with {@code %s} and the usual escapes only. */
  public static int printf(Invocation invocation) {
    List<String> words = invocation.arguments();
    String format = words.getFirst().replace("\\n", "\n").replace("\\t", "\t");
    List<String> values = words.subList(1, words.size());
    int at = 0;
    do {
      String text = format;
      while (text.contains("%s")) {
        String value = at < values.size() ? values.get(at) : "";
        at++;
        text = text.replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(value));
      }
      invocation.print(text);
    } while (at > 0 && at < values.size());
    return 0;
  }

  /** {@code find}: the files below directories; knows -name, -type and -maxdepth. */
  public static int find(Invocation invocation) {
    var folders = new ArrayList<String>();
    String name = "*";
    String type = "";
    int depth = Integer.MAX_VALUE;
    List<String> words = invocation.arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "-name" -> name = words.get(++i);
        case "-type" -> type = words.get(++i);
        case "-maxdepth" -> depth = Integer.parseInt(words.get(++i));
        case "-print", "-xdev" -> {}
        default -> {
          if (word.startsWith("-")) {
            throw new Options.Unknown(word);
          }
          folders.add(word);
        }
      }
    }
    int status = 0;
    for (String folder : folders.isEmpty() ? List.of(".") : folders) {
      if (invocation.namespace().findLink(invocation.absolute(folder)).isEmpty()) {
        status = invocation.fail(1, "find: '" + folder + "': No such file or directory");
      } else {
        walk(invocation, folder, Glob.pattern(name), type, depth);
      }
    }
    return status;
  }

  private static void walk(
      Invocation invocation, String path, Pattern name, String type, int depth) {
    Node node =
        invocation.namespace().findLink(invocation.absolute(path)).orElseThrow(Errno::notFound);
    boolean typed = type.isEmpty() || type.charAt(0) == node.kind();
    if (typed && name.matcher(MountNamespace.name(path)).matches()) {
      invocation.line(path);
    }
    if (node.isDirectory() && depth > 0) {
      for (String child : invocation.namespace().list(invocation.absolute(path))) {
        walk(invocation, path + (path.endsWith("/") ? "" : "/") + child, name, type, depth - 1);
      }
    }
  }

  /** {@code stat -c FORMAT}: knows %n %s %a %u %g %F %Y. */
  public static int stat(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "c= L f t");
    Optional<String> format = options.value("c");
    if (format.isEmpty() || options.has("f")) {
      return invocation.fail(1, "stat: the practice machine's stat needs -c FORMAT");
    }
    int status = 0;
    for (String name : options.rest()) {
      Optional<Node> found =
          options.has("L")
              ? invocation.namespace().find(invocation.absolute(name))
              : invocation.namespace().findLink(invocation.absolute(name));
      if (found.isEmpty()) {
        status = invocation.fail(1, "stat: cannot statx '" + name + "': No such file or directory");
        continue;
      }
      Node node = found.get();
      invocation.line(
          format
              .get()
              .replace("%n", name)
              .replace("%s", Long.toString(node.size()))
              .replace("%a", Integer.toOctalString(node.mode()))
              .replace("%u", Integer.toString(node.uid()))
              .replace("%g", Integer.toString(node.gid()))
              .replace("%Y", Long.toString(node.time()))
              .replace("%F", kind(node)));
    }
    return status;
  }

  private static String kind(Node node) {
    return switch (node.kind()) {
      case 'd' -> "directory";
      case 'l' -> "symbolic link";
      case 'b' -> "block special file";
      default -> node.size() == 0 ? "regular empty file" : "regular file";
    };
  }
}
