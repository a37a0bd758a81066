package dev.thaw.practice.probes;

import dev.thaw.machine.NulText;
import dev.thaw.nixos.RoomFormat;
import dev.thaw.nixos.SurveyRows;
import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code room.sh}, {@code make-room.sh}, {@code put-back.sh}, and a build without its menu. */
final class RoomScripts {

  /** What an image names. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)init=/nix/store/[^ \"]*/init|EFI.nixos.[A-Za-z0-9._+-]+");

  private RoomScripts() {}

  /** What room there is, and what refers to what. */
  static int room(Invocation invocation) {
    var answer = new Answer(invocation);
    List<String> words = invocation.arguments();
    MountNamespace inside = invocation.namespace().chroot(words.getFirst().replaceFirst("/$", ""));
    for (int n = 1; n < words.size(); n++) {
      String folder = inside.leads(words.get(n)).path();
      if (!inside.isDirectory(folder)) {
        continue;
      }
      MountNamespace.Spot spot = inside.spot(folder, true);
      Volume volume = invocation.state().volume(spot.mount().volume());
      answer.text(RoomFormat.space(n), 0, volume.free() / 4096 + " 4096\n");
      var files = new NulText();
      var menus = new NulText();
      for (String path : SurveyPlace.below(inside, folder)) {
        byte[] content = inside.content(folder + path).read();
        files.add(path.substring(1), content.length);
        if (path.matches("(?i).*\\.(conf|cfg|lst)")) {
          SurveyRows.Text.print(menus, path.substring(1), content, RoomFormat.MENU_LIMIT);
        }
      }
      answer.bytes(RoomFormat.files(n), 0, files.bytes());
      answer.bytes(RoomFormat.menus(n), 0, menus.bytes());
      answer.bytes(RoomFormat.images(n), 0, images(inside, folder));
    }
    return answer.print();
  }

  /** The unified images, each with the systems and files of NixOS that it names. */
  private static byte[] images(MountNamespace namespace, String place) {
    var images = new NulText();
    Optional<String> efi =
        MountNamespace.name(place).equalsIgnoreCase("EFI")
            ? Optional.of(place)
            : namespace.list(place).stream()
                .filter(name -> name.equalsIgnoreCase("EFI"))
                .map(name -> place + "/" + name)
                .filter(namespace::isDirectory)
                .findFirst();
    for (String linux : efi.map(namespace::list).orElse(List.of())) {
      String folder = efi.orElseThrow() + "/" + linux;
      if (linux.equalsIgnoreCase("Linux") && namespace.isDirectory(folder)) {
        namespace.list(folder).stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".efi"))
            .filter(name -> namespace.isFile(folder + "/" + name))
            .forEach(name ->
                images.add(
                    "/EFI/Linux/" + name, named(namespace.content(folder + "/" + name).read())));
      }
    }
    return images.bytes();
  }

  private static String named(byte[] image) {
    return NAMED
        .matcher(new String(image, StandardCharsets.ISO_8859_1))
        .results()
        .map(found -> found.group() + "\n")
        .collect(Collectors.joining());
  }

  /** Takes files off the boot partition, kept elsewhere. */
  static int makeRoom(Invocation invocation) {
    List<String> words = invocation.arguments();
    String how = words.get(0);
    String root = words.get(1).replaceFirst("/$", "");
    MountNamespace inside = invocation.namespace().chroot(root);
    String folder = root + inside.leads(words.get(2)).path();
    String keep = root + inside.leads(words.get(3)).path();
    for (String path : words.subList(4, words.size())) {
      String file = folder + path;
      if (invocation.namespace().findLink(file).filter(Node::isFile).isEmpty()) {
        continue;
      }
      if (!how.equals("drop") && !copy(invocation, file, keep + path)) {
        if (how.equals("keep")) {
          return invocation.fail(1, file + " could not be kept in " + keep + ", so it stays.");
        }
        invocation.complain("There is no room in " + keep + " for " + file + ": it is not kept.\n");
      }
      invocation.namespace().remove(file);
    }
    return 0;
  }

  /** Puts them back, in place of what came since then. */
  static int putBack(Invocation invocation) {
    List<String> words = invocation.arguments();
    boolean whole = words.get(0).equals("whole");
    String root = words.get(1).replaceFirst("/$", "");
    MountNamespace namespace = invocation.namespace();
    String folder = root + namespace.chroot(root).leads(words.get(2)).path();
    String keep = root + namespace.chroot(root).leads(words.get(3)).path();
    int count = Integer.parseInt(words.get(5));
    Set<String> known = Set.copyOf(words.subList(6, 6 + count));
    if (whole) {
      newer(namespace, folder, folder + "/loader/entries", "(?i)nixos.*", known, true);
    }
    newer(namespace, folder, folder + words.get(4), ".*", known, whole);
    int status = 0;
    for (String path : words.subList(6 + count, words.size())) {
      boolean there = namespace.find(folder + path).isPresent();
      if (namespace.isFile(keep + path)
          && (!there || whole && !isSame(namespace, keep + path, folder + path))) {
        if (copy(invocation, keep + path, folder + path)) {
          namespace.remove(keep + path);
        } else {
          status =
              invocation.fail(
                  1, folder + path + " could not be put back; it is kept as " + keep + path + ".");
        }
      }
    }
    return status;
  }

  private static void newer(
      MountNamespace namespace,
      String folder,
      String own,
      String pattern,
      Set<String> known,
      boolean all) {
    if (!namespace.isDirectory(own)) {
      return;
    }
    for (String name : namespace.list(own)) {
      if (name.matches(pattern)
          && namespace.isFile(own + "/" + name)
          && !known.contains(name)
          && (all || !isNamed(namespace, folder, name))) {
        namespace.remove(own + "/" + name);
      }
    }
  }

  private static boolean isNamed(MountNamespace namespace, String folder, String name) {
    return SurveyPlace.below(namespace, folder).stream()
        .filter(path -> path.matches("(?i).*\\.(conf|cfg)"))
        .anyMatch(path -> namespace.text(folder + path).contains(name));
  }

  private static boolean isSame(MountNamespace namespace, String one, String other) {
    return Arrays.equals(namespace.content(one).read(), namespace.content(other).read());
  }

  /** Copies a file, and says why if that can't be. */
  private static boolean copy(Invocation invocation, String from, String to) {
    MountNamespace namespace = invocation.namespace();
    String folder = MountNamespace.parent(to);
    for (String up = folder; up.length() > 1; up = MountNamespace.parent(up)) {
      if (namespace.find(up).isPresent() && !namespace.isDirectory(up)) {
        String why = up.equals(folder) ? "File exists" : "Not a directory";
        invocation.complain("mkdir: cannot create directory '" + up + "': " + why + "\n");
        return false;
      }
    }
    try {
      namespace.mkdirs(folder);
      namespace.write(to, namespace.content(from), 0600);
      return true;
    } catch (Errno e) {
      invocation.complain("cp: error writing '" + to + ".part': " + e.getMessage() + "\n");
      return false;
    }
  }

  /** Builds, and has the profile lead to what was built. */
  static int buildAndSet(Invocation invocation) {
    Invocation.Printed built = invocation.capture(invocation.arguments());
    invocation.complain(new String(built.err(), StandardCharsets.UTF_8));
    if (built.status() == 0) {
      String toplevel =
          new String(built.out(), StandardCharsets.UTF_8).lines().reduce("", (a, b) -> b);
      NixProfile.of(invocation.namespace()).set(toplevel, invocation.state().now());
    }
    return built.status();
  }
}
