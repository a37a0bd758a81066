package dev.thaw.nixos;

import dev.thaw.machine.Probe.Sections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the sections of {@code survey.sh} about what lies on a boot partition. */
final class BootReader {

  /** How much of an entry the survey reads. */
  private static final int ENTRY_LIMIT = 65536;

  private BootReader() {}

  /** A file of which a section holds the first bytes. */
  record Read(String path, long size, String text, boolean complete) {}

  /** What the sections under {@code key} tell; empty when there are none. */
  static BootTree read(Sections sections, String key) {
    if (sections.find(key + " files").isEmpty()) {
      return BootTree.EMPTY;
    }
    String[] space = Fields.raw(sections, key + " space").strip().split(" ");
    long block = space.length == 3 ? Fields.number(space[2], -1) : -1;
    var files = new LinkedHashMap<String, Long>();
    List<String> listed = Fields.list(sections, key + " files");
    for (int i = 0; i + 1 < listed.size(); i += 2) {
      files.put("/" + listed.get(i), Fields.number(listed.get(i + 1), -1));
    }
    var entries =
        files(Fields.bytes(sections, key + " entries"), ENTRY_LIMIT).stream()
            .map(file -> LoaderEntry.parse(file.path(), file.text()))
            .sorted(LoaderEntry.MENU_ORDER)
            .toList();
    Fields menus = Fields.of(sections, key + " menus");
    List<LoaderEntry> images = images(menus);
    return new BootTree(
        block < 0 ? -1 : block * Fields.number(space[0], 0),
        block < 0 ? -1 : block * Fields.number(space[1], 0),
        files,
        sections
            .find(key + " conf")
            .filter(conf -> conf.out().length > 0)
            .map(conf -> LoaderConf.parse(conf.text())),
        entries,
        images,
        inits(menus, images),
        GrubMenu.unsaved(menus.get("grub"), menus.get("grubenv")));
  }

  private static Map<String, List<String>> inits(Fields menus, List<LoaderEntry> images) {
    var inits = new LinkedHashMap<String, List<String>>();
    put(inits, "grub", GrubMenu.toplevels(menus.get("grub"), menus.get("grubenv")));
    put(inits, "extlinux", PlainMenus.extlinux(menus.get("extlinux")));
    put(inits, "limine", PlainMenus.limine(menus.get("limine")));
    put(inits, "uki", images.stream().map(LoaderEntry::toplevel).distinct().toList());
    return inits;
  }

  private static void put(Map<String, List<String>> inits, String loader, List<String> found) {
    if (found.stream().anyMatch(toplevel -> !toplevel.isEmpty())) {
      inits.put(loader, found);
    }
  }

  /**
   * systemd-boot's entries for unified images, in the order of its menu. Each has its name on the
   * first line, then what was found in it: the init that it starts, its os-release.
   */
  private static List<LoaderEntry> images(Fields menus) {
    return menus.all().getOrDefault("uki", List.of()).stream()
        .map(BootReader::image)
        .filter(image -> !image.toplevel().isEmpty())
        .sorted(LoaderEntry.MENU_ORDER)
        .toList();
  }

  private static LoaderEntry image(String text) {
    var release = new HashMap<String, String>();
    var options = new ArrayList<String>();
    List<String> lines = text.lines().toList();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      int equals = line.indexOf('=');
      if (!toplevel(line).isEmpty()) {
        options.add(line);
      } else if (equals > 0) {
        release.putIfAbsent(
            line.substring(0, equals), line.substring(equals + 1).replaceAll("^[\"']|[\"']$", ""));
      }
    }
    return new LoaderEntry(
        lines.isEmpty() ? "" : lines.getFirst(),
        release.getOrDefault("PRETTY_NAME", ""),
        first(release, "IMAGE_VERSION", "VERSION", "VERSION_ID", "BUILD_ID"),
        first(release, "IMAGE_ID", "ID"),
        "",
        List.of(),
        options);
  }

  private static String first(Map<String, String> release, String... keys) {
    return Stream.of(keys).map(release::get).filter(Objects::nonNull).findFirst().orElse("");
  }

  /** The system that a parameter {@code init=} starts; empty when it is none. */
  static String toplevel(String word) {
    return word.startsWith("init=/nix/store/") && word.endsWith("/init")
        ? word.substring("init=".length(), word.length() - "/init".length())
        : "";
  }

  /**
   * Reads files as find printed them: a path, a NUL, a size, a NUL, then the file's bytes, as many
   * as the size says but no more than {@code limit}. The last one may be cut off.
   */
  static List<Read> files(byte[] bytes, int limit) {
    var files = new ArrayList<Read>();
    int at = 0;
    while (at < bytes.length) {
      int path = next(bytes, at);
      int size = next(bytes, path + 1);
      if (size >= bytes.length) {
        break;
      }
      long length = Fields.number(text(bytes, path + 1, size), -1);
      if (length < 0) {
        break;
      }
      int end = (int) Math.min(bytes.length, size + 1 + Math.min(length, limit));
      files.add(
          new Read(
              text(bytes, at, path), length, text(bytes, size + 1, end), end - size - 1 == length));
      at = end;
    }
    return files;
  }

  private static int next(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != 0) {
      at++;
    }
    return at;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(Arrays.copyOfRange(bytes, from, Math.max(from, to)), StandardCharsets.UTF_8);
  }

  /** The sections' number N of every {@code PREFIX N}, in order. */
  static List<String> numbers(Sections sections, String prefix) {
    return sections.under(prefix + " ").keySet().stream()
        .filter(rest -> rest.matches("[0-9]+"))
        .toList();
  }

  /** The section's text as pairs, if it is there. */
  static Optional<Fields> pairs(Sections sections, String section) {
    return sections.find(section).map(found -> Fields.pairs(found.text()));
  }
}
