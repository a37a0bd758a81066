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
  public static int cat(Invocation call) {
    Options options = Options.of(call.arguments(), "");
    if (options.rest().isEmpty()) {
      call.print(call.stdin());
      return 0;
    }
    return each(call, options, path -> call.print(call.view().content(path).read()), "");
  }

  /** {@code head}: prints the beginning of files. */
  public static int head(Invocation call) {
    Options options = Options.of(call.arguments(), "n= c= q");
    return part(call, options, true);
  }

  /** {@code tail}: prints the end of files. */
  public static int tail(Invocation call) {
    Options options = Options.of(call.arguments(), "n= c= q");
    return part(call, options, false);
  }

  private static int part(Invocation call, Options options, boolean first) {
    if (options.rest().isEmpty()) {
      call.print(cut(call.stdin(), options, first));
      return 0;
    }
    return each(
        call,
        options,
        path -> call.print(cut(call.view().content(path).read(), options, first)),
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
  public static int mkdir(Invocation call) {
    Options options = Options.of(call.arguments(), "p parents m= v");
    return each(
        call,
        options,
        path -> {
          if (options.has("p", "parents")) {
            call.view().mkdirs(path);
          } else {
            call.view().mkdir(path);
          }
        },
        "cannot create directory ‘%s’");
  }

  /** {@code rmdir}: takes empty directories away. */
  public static int rmdir(Invocation call) {
    Options options = Options.of(call.arguments(), "p v");
    return each(
        call,
        options,
        path -> {
          if (!call.view().list(path).isEmpty()) {
            throw Errno.notEmpty();
          }
          call.view().remove(path);
        },
        "failed to remove '%s'");
  }

  /** {@code rm}: takes files away, with {@code -r} directories too. */
  public static int rm(Invocation call) {
    Options options = Options.of(call.arguments(), "r R recursive f force v");
    boolean force = options.has("f", "force");
    return each(
        call,
        options,
        path -> {
          Optional<Node> node = call.view().findLink(path);
          if (node.isEmpty() && force) {
            return;
          }
          if (node.map(Node::isDirectory).orElse(false) && !options.has("r", "R", "recursive")) {
            throw Errno.isADirectory();
          }
          call.view().remove(path);
        },
        "cannot remove '%s'");
  }

  /** {@code touch}: makes empty files. */
  public static int touch(Invocation call) {
    Options options = Options.of(call.arguments(), "c h d=");
    String date = options.value("d").orElse("");
    return each(
        call,
        options,
        path -> {
          Optional<Node> link = call.view().findLink(path).filter(Node::isLink);
          if (options.has("h") && link.isPresent() && date.matches("@\\d+")) {
            call.view()
                .put(path, Node.link(link.get().target(), Long.parseLong(date.substring(1))));
          } else if (call.view().find(path).isEmpty()) {
            call.view().write(path, Content.Text.EMPTY, 0644);
          }
        },
        "cannot touch '%s'");
  }

  /** {@code ln -s}: makes links. */
  public static int ln(Invocation call) {
    Options options = Options.of(call.arguments(), "s f n T v");
    List<String> rest = options.rest();
    if (!options.has("s") || rest.size() != 2) {
      return call.fail(
          1, "ln: the practice machine's ln makes symbolic links only: ln -s TARGET LINK");
    }
    String link = call.absolute(rest.get(1));
    if (call.view().isDirectory(link) && !options.has("n", "T")) {
      link += "/" + MountNamespace.name(rest.get(0));
    }
    if (call.view().findLink(link).isPresent() && !options.has("f")) {
      return call.fail(1, "ln: failed to create symbolic link '" + rest.get(1) + "': File exists");
    }
    call.view().put(link, Node.link(rest.get(0), call.computer().now()));
    return 0;
  }

  /** {@code chmod}: changes permissions given in octal. */
  public static int chmod(Invocation call) {
    Options options = Options.of(call.arguments(), "R v");
    String mode = options.rest().getFirst();
    if (!mode.matches("[0-7]{3,4}")) {
      return call.fail(1, "chmod: the practice machine's chmod knows octal modes only");
    }
    for (String name : options.rest().subList(1, options.rest().size())) {
      String path = call.absolute(name);
      call.view().put(path, call.view().node(path).mode(Integer.parseInt(mode, 8)));
    }
    return 0;
  }

  /** {@code readlink}: where links lead. */
  public static int readlink(Invocation call) {
    Options options = Options.of(call.arguments(), "f e m n");
    int status = 0;
    for (String name : options.rest()) {
      String path = call.absolute(name);
      if (options.has("f", "e", "m")) {
        try {
          call.line(call.view().spot(path, true).path());
        } catch (Errno e) {
          status = 1;
        }
      } else {
        Optional<Node> node = call.view().findLink(path).filter(Node::isLink);
        node.ifPresent(n -> call.line(n.target()));
        status = node.isPresent() ? status : 1;
      }
    }
    return status;
  }

  /** {@code test} and {@code [}: what a shell asks of files and texts. */
  public static int test(Invocation call) {
    List<String> words = new ArrayList<>(call.arguments());
    if (call.name().equals("[")) {
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
          case 2 -> unary(call, words.get(0), words.get(1));
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

  private static boolean unary(Invocation call, String operator, String operand) {
    String path = call.absolute(operand);
    Optional<Node> node = call.view().find(path);
    return switch (operator) {
      case "-e" -> node.isPresent();
      case "-f" -> node.map(Node::isFile).orElse(false);
      case "-d" -> node.map(Node::isDirectory).orElse(false);
      case "-L", "-h" -> call.view().findLink(path).map(Node::isLink).orElse(false);
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
  private static int each(Invocation call, Options options, Action action, String complaint) {
    int status = 0;
    if (options.rest().isEmpty()) {
      return call.fail(1, call.name() + ": missing operand");
    }
    for (String name : options.rest()) {
      try {
        action.on(call.absolute(name));
      } catch (Errno e) {
        String what = complaint.isEmpty() ? name : complaint.formatted(name);
        status = call.fail(1, call.name() + ": " + what + ": " + e.getMessage());
      }
    }
    return status;
  }
}
