package dev.thaw.practice.programs;

import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The small programs that read and change files. */
public final class FileTools {

  private FileTools() {}

  /** {@code cat}: prints files. */
  public static int cat(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "");
    if (options.rest().isEmpty()) {
      invocation.print(invocation.stdin());
      return 0;
    }
    return each(
        invocation,
        options,
        path -> invocation.print(invocation.namespace().content(path).read()),
        "");
  }

  /** {@code head}: prints the beginning of files. */
  public static int head(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "n= c= q");
    return part(invocation, options, true);
  }

  /** {@code tail}: prints the end of files. */
  public static int tail(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "n= c= q");
    return part(invocation, options, false);
  }

  private static int part(Invocation invocation, Options options, boolean first) {
    if (options.rest().isEmpty()) {
      invocation.print(cut(invocation.stdin(), options, first));
      return 0;
    }
    return each(
        invocation,
        options,
        path -> invocation.print(cut(invocation.namespace().content(path).read(), options, first)),
        "cannot open '%s' for reading");
  }

  private static byte[] cut(byte[] bytes, Options options, boolean first) {
    if (options.value("c").isPresent()) {
      int count = Math.min(bytes.length, Integer.parseInt(options.value("c").get()));
      return first
          ? Arrays.copyOf(bytes, count)
          : Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
    }
    List<String> lines =
        new String(bytes, java.nio.charset.StandardCharsets.UTF_8).lines().toList();
    int count = Math.min(lines.size(), Integer.parseInt(options.value("n").orElse("10")));
    List<String> some =
        first ? lines.subList(0, count) : lines.subList(lines.size() - count, lines.size());
    return some.stream()
        .map(line -> line + "\n")
        .reduce("", String::concat)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** {@code mkdir}: makes directories. */
  public static int mkdir(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "p parents m= v");
    return each(
        invocation,
        options,
        path -> {
          if (options.has("p", "parents")) {
            invocation.namespace().mkdirs(path);
          } else {
            invocation.namespace().mkdir(path);
          }
        },
        "cannot create directory ‘%s’");
  }

  /** {@code rmdir}: takes empty directories away. */
  public static int rmdir(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "p v");
    return each(
        invocation,
        options,
        path -> {
          if (!invocation.namespace().list(path).isEmpty()) {
            throw Errno.notEmpty();
          }
          invocation.namespace().remove(path);
        },
        "failed to remove '%s'");
  }

  /** {@code rm}: takes files away, with {@code -r} directories too. */
  public static int rm(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "r R recursive f force v");
    boolean force = options.has("f", "force");
    return each(
        invocation,
        options,
        path -> {
          Optional<Node> node = invocation.namespace().findLink(path);
          if (node.isEmpty() && force) {
            return;
          }
          if (node.map(Node::isDirectory).orElse(false) && !options.has("r", "R", "recursive")) {
            throw Errno.isADirectory();
          }
          invocation.namespace().remove(path);
        },
        "cannot remove '%s'");
  }

  /** {@code touch}: makes empty files. */
  public static int touch(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "c h d=");
    String date = options.value("d").orElse("");
    return each(
        invocation,
        options,
        path -> {
          Optional<Node> link = invocation.namespace().findLink(path).filter(Node::isLink);
          if (options.has("h") && link.isPresent() && date.matches("@\\d+")) {
            invocation
                .namespace()
                .put(path, Node.link(link.get().target(), Long.parseLong(date.substring(1))));
          } else if (invocation.namespace().find(path).isEmpty()) {
            invocation.namespace().write(path, Content.Text.EMPTY, 0644);
          }
        },
        "cannot touch '%s'");
  }

  /** {@code ln -s}: makes links. */
  public static int ln(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "s f n T v");
    List<String> rest = options.rest();
    if (!options.has("s") || rest.size() != 2) {
      return invocation.fail(
          1, "ln: the practice machine's ln makes symbolic links only: ln -s TARGET LINK");
    }
    String link = invocation.absolute(rest.get(1));
    if (invocation.namespace().isDirectory(link) && !options.has("n", "T")) {
      link += "/" + MountNamespace.name(rest.get(0));
    }
    if (invocation.namespace().findLink(link).isPresent() && !options.has("f")) {
      return invocation.fail(
          1, "ln: failed to create symbolic link '" + rest.get(1) + "': File exists");
    }
    invocation.namespace().put(link, Node.link(rest.get(0), invocation.state().now()));
    return 0;
  }

  /** {@code chmod}: changes permissions given in octal. */
  public static int chmod(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "R v");
    String mode = options.rest().getFirst();
    if (!mode.matches("[0-7]{3,4}")) {
      return invocation.fail(1, "chmod: the practice machine's chmod knows octal modes only");
    }
    for (String name : options.rest().subList(1, options.rest().size())) {
      String path = invocation.absolute(name);
      invocation
          .namespace()
          .put(path, invocation.namespace().node(path).mode(Integer.parseInt(mode, 8)));
    }
    return 0;
  }

  /** {@code readlink}: where links lead. */
  public static int readlink(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "f e m n");
    int status = 0;
    for (String name : options.rest()) {
      String path = invocation.absolute(name);
      if (options.has("f", "e", "m")) {
        try {
          invocation.line(invocation.namespace().spot(path, true).path());
        } catch (Errno e) {
          status = 1;
        }
      } else {
        Optional<Node> node = invocation.namespace().findLink(path).filter(Node::isLink);
        node.ifPresent(n -> invocation.line(n.target()));
        status = node.isPresent() ? status : 1;
      }
    }
    return status;
  }

  /** {@code test} and {@code [}: what a shell asks of files and texts. */
  public static int test(Invocation invocation) {
    List<String> words = new ArrayList<>(invocation.arguments());
    if (invocation.name().equals("[")) {
      words.removeLast();
    }
    boolean not = !words.isEmpty() && words.getFirst().equals("!");
    if (not) {
      words.removeFirst();
    }
    boolean holds =
        switch (words.size()) {
          case 0 -> false;
          case 1 -> !words.getFirst().isEmpty();
          case 2 -> unary(invocation, words.get(0), words.get(1));
          default ->
              switch (words.get(1)) {
                case "=", "==" -> words.get(0).equals(words.get(2));
                case "!=" -> !words.get(0).equals(words.get(2));
                case "-eq" -> Long.parseLong(words.get(0)) == Long.parseLong(words.get(2));
                case "-gt" -> Long.parseLong(words.get(0)) > Long.parseLong(words.get(2));
                case "-lt" -> Long.parseLong(words.get(0)) < Long.parseLong(words.get(2));
                default -> throw new Options.Unknown(words.get(1));
              };
        };
    return holds != not ? 0 : 1;
  }

  private static boolean unary(Invocation invocation, String operator, String operand) {
    String path = invocation.absolute(operand);
    Optional<Node> node = invocation.namespace().find(path);
    return switch (operator) {
      case "-e" -> node.isPresent();
      case "-f" -> node.map(Node::isFile).orElse(false);
      case "-d" -> node.map(Node::isDirectory).orElse(false);
      case "-L", "-h" -> invocation.namespace().findLink(path).map(Node::isLink).orElse(false);
      case "-b" -> node.map(n -> n.kind() == 'b').orElse(false);
      case "-s" -> node.map(n -> n.size() > 0).orElse(false);
      case "-r", "-w" -> node.isPresent();
      case "-x" -> node.map(n -> (n.mode() & 0111) != 0).orElse(false);
      case "-n" -> !operand.isEmpty();
      case "-z" -> operand.isEmpty();
      default -> throw new Options.Unknown(operator);
    };
  }

  private interface Action {
    void on(String path);
  }

  /**
   * Does something with each named path.
   *
   * @param complaint what stands between the program's name and the error; {@code %s} is the name,
   *     which stands there alone when it is empty
   */
  private static int each(Invocation invocation, Options options, Action action, String complaint) {
    int status = 0;
    if (options.rest().isEmpty()) {
      return invocation.fail(1, invocation.name() + ": missing operand");
    }
    for (String name : options.rest()) {
      try {
        action.on(invocation.absolute(name));
      } catch (Errno e) {
        String what = complaint.isEmpty() ? name : complaint.formatted(name);
        status = invocation.fail(1, invocation.name() + ": " + what + ": " + e.getMessage());
      }
    }
    return status;
  }
}
