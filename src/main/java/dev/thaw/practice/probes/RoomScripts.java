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
  private static byte[] images(MountNamespace view, String place) {
    var images = new NulText();
    Optional<String> efi =
        MountNamespace.name(place).equalsIgnoreCase("EFI")
            ? Optional.of(place)
            : view.list(place).stream()
                .filter(name -> name.equalsIgnoreCase("EFI"))
                .map(name -> place + "/" + name)
                .filter(view::isDirectory)
                .findFirst();
    for (String linux : efi.map(view::list).orElse(List.of())) {
      String folder = efi.orElseThrow() + "/" + linux;
      if (linux.equalsIgnoreCase("Linux") && view.isDirectory(folder)) {
        view.list(folder).stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".efi"))
            .filter(name -> view.isFile(folder + "/" + name))
            .forEach(name ->
                images.add("/EFI/Linux/" + name, named(view.content(folder + "/" + name).read())));
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
  static int makeRoom(Invocation call) {
    List<String> words = call.arguments();
    String how = words.get(0);
    String root = words.get(1).replaceFirst("/$", "");
    MountNamespace inside = call.view().chroot(root);
    String folder = root + inside.leads(words.get(2)).path();
    String keep = root + inside.leads(words.get(3)).path();
    for (String path : words.subList(4, words.size())) {
      String file = folder + path;
      if (call.view().findLink(file).filter(Node::isFile).isEmpty()) {
        continue;
      }
      if (!how.equals("drop") && !copy(call, file, keep + path)) {
        if (how.equals("keep")) {
          return call.fail(1, file + " could not be kept in " + keep + ", so it stays.");
        }
        call.complain("There is no room in " + keep + " for " + file + ": it is not kept.\n");
      }
      call.view().remove(file);
    }
    return 0;
  }

  /** Puts them back, in place of what came since then. */
  static int putBack(Invocation call) {
    List<String> words = call.arguments();
    boolean whole = words.get(0).equals("whole");
    String root = words.get(1).replaceFirst("/$", "");
    MountNamespace view = call.view();
    String folder = root + view.chroot(root).leads(words.get(2)).path();
    String keep = root + view.chroot(root).leads(words.get(3)).path();
    int count = Integer.parseInt(words.get(5));
    Set<String> known = Set.copyOf(words.subList(6, 6 + count));
    if (whole) {
      newer(view, folder, folder + "/loader/entries", "(?i)nixos.*", known, true);
    }
    newer(view, folder, folder + words.get(4), ".*", known, whole);
    int status = 0;
    for (String path : words.subList(6 + count, words.size())) {
      boolean there = view.find(folder + path).isPresent();
      if (view.isFile(keep + path)
          && (!there || whole && !isSame(view, keep + path, folder + path))) {
        if (copy(call, keep + path, folder + path)) {
          view.remove(keep + path);
        } else {
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
    return SurveyPlace.below(view, folder).stream()
        .filter(path -> path.matches("(?i).*\\.(conf|cfg)"))
        .anyMatch(path -> view.text(folder + path).contains(name));
  }

  private static boolean isSame(MountNamespace view, String one, String other) {
    return Arrays.equals(view.content(one).read(), view.content(other).read());
  }

  /** Copies a file, and says why if that can't be. */
  private static boolean copy(Invocation call, String from, String to) {
    MountNamespace view = call.view();
    String folder = MountNamespace.parent(to);
    for (String up = folder; up.length() > 1; up = MountNamespace.parent(up)) {
      if (view.find(up).isPresent() && !view.isDirectory(up)) {
        String why = up.equals(folder) ? "File exists" : "Not a directory";
        call.complain("mkdir: cannot create directory '" + up + "': " + why + "\n");
        return false;
      }
    }
    try {
      view.mkdirs(folder);
      view.write(to, view.content(from), 0600);
      return true;
    } catch (Errno e) {
      call.complain("cp: error writing '" + to + ".part': " + e.getMessage() + "\n");
      return false;
    }
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
