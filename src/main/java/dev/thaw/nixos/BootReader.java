package dev.thaw.nixos;

import dev.thaw.machine.Probe.Sections;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    Map<String, List<String>> texts = texts(sections, key);
    return new BootTree(
        block < 0 ? -1 : block * Fields.number(space[0], 0),
        block < 0 ? -1 : block * Fields.number(space[1], 0),
        files,
        BootLoader.ALL.stream().flatMap(loader -> loader.read(texts).stream()).toList());
  }

  /** What boot loaders read, by the script's name for it; entries have their name before a NUL. */
  private static Map<String, List<String>> texts(Sections sections, String key) {
    var texts = new HashMap<>(Fields.of(sections, key + " menus").all());
    texts.put(
        "entries",
        files(Fields.bytes(sections, key + " entries"), ENTRY_LIMIT).stream()
            .map(file -> file.path() + "\0" + file.text())
            .toList());
    sections
        .find(key + " conf")
        .filter(conf -> conf.out().length > 0)
        .ifPresent(conf -> texts.put("conf", List.of(conf.text())));
    return texts;
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
