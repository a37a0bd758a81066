package dev.thaw.practice.probes;

import dev.thaw.machine.NulText;
import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code room.sh}, {@code make-room.sh}, {@code put-back.sh}, and a build without its menu. */
final class RoomScripts {

  private RoomScripts() {}

  /** What room there is, and what refers to what. */
  static int room(Invocation call) {
    var answer = new Answer(call);
    List<String> words = call.arguments();
    MountNamespace inside = call.view().chroot(words.getFirst().replaceFirst("/$", ""));
    for (int n = 1; n < words.size(); n++) {
      String folder = inside.leads(words.get(n)).path();
      if (!inside.isDirectory(folder)) {
        continue;
      }
      MountNamespace.Spot spot = inside.spot(folder, true);
      Volume volume = call.computer().volume(spot.mount().volume());
      answer.text("space " + n, 0, volume.free() / 4096 + " 4096\n");
      var files = new NulText();
      var menus = new NulText();
      for (String path : below(inside, folder)) {
        Node node = inside.node(folder + path);
        files.add(path.substring(1), node.size());
        if (path.matches("(?i).*\\.(conf|cfg|lst)")) {
          menus.add(path.substring(1), node.size()).raw(node.content().read());
        }
      }
      answer.bytes("files " + n, 0, files.bytes());
      answer.bytes("menus " + n, 0, menus.bytes());
      answer.bytes("images " + n, 0, new byte[0]);
    }
    return answer.print();
  }

  /** The files below a folder, by their paths from there. */
  private static List<String> below(MountNamespace view, String folder) {
    var files = new ArrayList<String>();
    for (String name : view.list(folder)) {
      Optional<Node> node = view.findLink(folder + "/" + name);
      if (node.filter(Node::isDirectory).isPresent()) {
        below(view, folder + "/" + name).forEach(path -> files.add("/" + name + path));
      } else if (node.filter(Node::isFile).isPresent()) {
        files.add("/" + name);
      }
    }
    return files;
  }

  /** Takes files off the boot partition, kept elsewhere. */
  static int makeRoom(Invocation call) {
    List<String> words = call.arguments();
    String how = words.get(0);
    MountNamespace inside = call.view().chroot(words.get(1).replaceFirst("/$", ""));
    String folder = inside.leads(words.get(2)).path();
    String keep = inside.leads(words.get(3)).path();
    for (String path : words.subList(4, words.size())) {
      String file = folder + path;
      if (!inside.isFile(file)) {
        continue;
      }
      if (!how.equals("drop")) {
        try {
          copy(inside, file, keep + path);
        } catch (Errno e) {
          if (how.equals("keep")) {
            return call.fail(1, file + " could not be kept in " + keep + ", so it stays.");
          }
          call.complain("There is no room in " + keep + " for " + file + ": it is not kept.\n");
        }
      }
      inside.remove(file);
    }
    return 0;
  }

  /** Puts them back, in place of what came since then. */
  static int putBack(Invocation call) {
    List<String> words = call.arguments();
    boolean whole = words.get(0).equals("whole");
    MountNamespace inside = call.view().chroot(words.get(1).replaceFirst("/$", ""));
    String folder = inside.leads(words.get(2)).path();
    String keep = inside.leads(words.get(3)).path();
    int count = Integer.parseInt(words.get(5));
    Set<String> known = Set.copyOf(words.subList(6, 6 + count));
    if (whole) {
      newer(inside, folder, folder + "/loader/entries", "(?i)nixos.*", known, true);
    }
    newer(inside, folder, folder + words.get(4), ".*", known, whole);
    int status = 0;
    for (String path : words.subList(6 + count, words.size())) {
      boolean there = inside.findLink(folder + path).isPresent();
      if (inside.isFile(keep + path)
          && (!there || whole && !isSame(inside, keep + path, folder + path))) {
        try {
          copy(inside, keep + path, folder + path);
          inside.remove(keep + path);
        } catch (Errno e) {
          status =
              call.fail(
                  1, folder + path + " could not be put back; it is kept as " + keep + path + ".");
        }
      }
    }
    return status;
  }

  private static void newer(
      MountNamespace view,
      String folder,
      String own,
      String pattern,
      Set<String> known,
      boolean all) {
    if (!view.isDirectory(own)) {
      return;
    }
    for (String name : view.list(own)) {
      if (name.matches(pattern)
          && view.isFile(own + "/" + name)
          && !known.contains(name)
          && (all || !isNamed(view, folder, name))) {
        view.remove(own + "/" + name);
      }
    }
  }

  private static boolean isNamed(MountNamespace view, String folder, String name) {
    return below(view, folder).stream()
        .filter(path -> path.matches("(?i).*\\.(conf|cfg)"))
        .anyMatch(path -> view.text(folder + path).contains(name));
  }

  private static boolean isSame(MountNamespace view, String one, String other) {
    return Arrays.equals(view.content(one).read(), view.content(other).read());
  }

  private static void copy(MountNamespace view, String from, String to) {
    view.mkdirs(MountNamespace.parent(to));
    view.write(to, view.content(from), 0600);
  }

  /** Builds, and has the profile lead to what was built. */
  static int buildAndSet(Invocation call) {
    Invocation.Printed built = call.capture(call.arguments());
    call.complain(new String(built.err(), StandardCharsets.UTF_8));
    if (built.status() == 0) {
      String toplevel =
          new String(built.out(), StandardCharsets.UTF_8).lines().reduce("", (a, b) -> b);
      NixProfile.of(call.view()).set(toplevel, call.computer().now());
    }
    return built.status();
  }
}
