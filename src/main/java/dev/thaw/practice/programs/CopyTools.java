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
  public static int cp(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "a archive r R recursive p f v L d T");
    return transfer(invocation, options, false);
  }

  /** {@code mv}: moves files and directories. */
  public static int mv(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "f v n T");
    return transfer(invocation, options, true);
  }

  private static int transfer(Invocation invocation, Options options, boolean move) {
    List<String> rest = options.rest();
    if (rest.size() < 2) {
      return invocation.fail(1, invocation.name() + ": missing file operand");
    }
    String to = invocation.absolute(rest.getLast());
    int status = 0;
    for (String name : rest.subList(0, rest.size() - 1)) {
      String from = invocation.absolute(name);
      String target =
          invocation.namespace().isDirectory(to) ? to + "/" + MountNamespace.name(from) : to;
      Optional<Node> node = invocation.namespace().findLink(from);
      if (node.isEmpty()) {
        status =
            invocation.fail(
                1, invocation.name() + ": cannot stat '" + name + "': No such file or directory");
        continue;
      }
      if (node.get().isDirectory()
          && !move
          && !options.has("a", "archive", "r", "R", "recursive")) {
        status = invocation.fail(1, "cp: -r not specified; omitting directory '" + name + "'");
        continue;
      }
      try {
        boolean keep = move || options.has("a", "archive", "p");
        boolean follow = !keep && !options.has("r", "R", "recursive", "d");
        copy(invocation, from, target, keep, follow);
        if (move) {
          invocation.namespace().remove(from);
        }
      } catch (Errno e) {
        status =
            invocation.fail(
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

  private static void copy(
      Invocation invocation, String from, String to, boolean keep, boolean follow) {
    MountNamespace namespace = invocation.namespace();
    Node node =
        follow ? namespace.node(from) : namespace.findLink(from).orElseThrow(Errno::notFound);
    if (node.isDirectory()) {
      if (!namespace.isDirectory(to)) {
        namespace.mkdir(to);
      }
      for (String name : namespace.list(from)) {
        copy(invocation, from + "/" + name, to + "/" + name, keep, follow);
      }
    } else if (node.isLink()) {
      namespace.put(to, node);
    } else if (namespace.isFile(to) && !keep) {
      namespace.write(to, node.content(), node.mode());
    } else {
      Node copy = keep ? node : Node.file(node.content(), node.mode(), invocation.state().now());
      namespace.put(to, copy);
    }
  }
}
