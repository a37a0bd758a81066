package dev.thaw.practice.programs;

import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.util.List;
import java.util.Optional;

/** {@code cp} and {@code mv}. */
public final class CopyTools {

  private CopyTools() {}

  /** {@code cp}: copies files, with {@code -r} or {@code -a} directories too. */
  public static int cp(Invocation call) {
    Options options = Options.of(call.arguments(), "a archive r R recursive p f v L d T");
    return transfer(call, options, false);
  }

  /** {@code mv}: moves files and directories. */
  public static int mv(Invocation call) {
    Options options = Options.of(call.arguments(), "f v n T");
    return transfer(call, options, true);
  }

  private static int transfer(Invocation call, Options options, boolean move) {
    List<String> rest = options.rest();
    if (rest.size() < 2) {
      return call.fail(1, call.name() + ": missing file operand");
    }
    String to = call.absolute(rest.getLast());
    int status = 0;
    for (String name : rest.subList(0, rest.size() - 1)) {
      String from = call.absolute(name);
      String target = call.view().isDirectory(to) ? to + "/" + MountNamespace.name(from) : to;
      Optional<Node> node = call.view().findLink(from);
      if (node.isEmpty()) {
        status =
            call.fail(1, call.name() + ": cannot stat '" + name + "': No such file or directory");
        continue;
      }
      if (node.get().isDirectory()
          && !move
          && !options.has("a", "archive", "r", "R", "recursive")) {
        status = call.fail(1, "cp: -r not specified; omitting directory '" + name + "'");
        continue;
      }
      try {
        boolean keep = move || options.has("a", "archive", "p");
        boolean follow = !keep && !options.has("r", "R", "recursive", "d");
        copy(call, from, target, keep, follow);
        if (move) {
          call.view().remove(from);
        }
      } catch (Errno e) {
        status =
            call.fail(
                1,
                move
                    ? "mv: cannot move '"
                        + name
                        + "' to '"
                        + rest.getLast()
                        + "': "
                        + e.getMessage()
                    : "cp: cannot create regular file '" + rest.getLast() + "': " + e.getMessage());
      }
    }
    return status;
  }

  private static void copy(Invocation call, String from, String to, boolean keep, boolean follow) {
    MountNamespace view = call.view();
    Node node = follow ? view.node(from) : view.findLink(from).orElseThrow(Errno::notFound);
    if (node.isDirectory()) {
      if (!view.isDirectory(to)) {
        view.mkdir(to);
      }
      for (String name : view.list(from)) {
        copy(call, from + "/" + name, to + "/" + name, keep, follow);
      }
    } else if (node.isLink()) {
      view.put(to, node);
    } else if (view.isFile(to) && !keep) {
      view.write(to, node.content(), node.mode());
    } else {
      Node copy = keep ? node : Node.file(node.content(), node.mode(), call.computer().now());
      view.put(to, copy);
    }
  }
}
