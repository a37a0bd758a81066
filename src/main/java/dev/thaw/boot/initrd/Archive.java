package dev.thaw.boot.initrd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an initrd holds: one or more archives, each packed in its own way. Small files are kept; of
 * the others, only the names.
 */
final class Archive {

  private static final int SMALL = 256 * 1024;
  private static final int KEPT = 64 * 1024 * 1024;

  /** About what a name takes besides its letters. */
  private static final int NAME = 64;

  private static final int MOST_LINKS = 40;

  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, List<String>> folders = new HashMap<>();
  private String trouble = "";

  private Archive() {}

  /** Reads it as far as that is possible. */
  static Archive read(byte[] bytes) {
    var archive = new Archive();
    var collector = archive.new Collector();
    int at = 0;
    // All parts together: one that is a trap may have many beside it.
    long left = Bounded.MOST;
    try {
      while ((at = zeros(bytes, at)) < bytes.length) {
        Compression compression = Compression.of(bytes, at);
        Compression.Part part = compression.open(bytes, at);
        var plain = new Bounded(part.plain(), left);
        Cpio.read(plain, compression == Compression.NONE, collector);
        left = plain.left();
        at = Math.max(at + 1, part.end());
      }
    } catch (IOException | RuntimeException e) {
      // The libraries answer damaged bytes with exceptions of all kinds.
      String why = e instanceof IOException && e.getMessage() != null ? e.getMessage() : "damaged";
      archive.trouble = why + " (" + at + " of " + bytes.length + " bytes were read)";
    }
    collector.inodes.forEach((inode, paths) -> archive.share(paths));
    return archive;
  }

  private static int zeros(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] == 0) {
      at++;
    }
    return at;
  }

  /** Of the names of one file, only the last has the contents. */
  private void share(List<String> paths) {
    if (paths.size() < 2) {
      return;
    }
    byte[] content = files.getOrDefault(paths.getLast(), new byte[0]);
    paths.forEach(path -> files.merge(path, content, (old, late) -> old.length > 0 ? old : late));
  }

  /** Why it could not be read to its end, as the end of a sentence; empty when it was. */
  String trouble() {
    return trouble;
  }

  /** The paths of all files and links, without a slash before them. */
  Set<String> names() {
    return names;
  }

  /** The text of a small file, links followed inside the archive. */
  Optional<String> text(String path) {
    return bytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** What is in a small file, links followed inside the archive. */
  Optional<byte[]> bytes(String path) {
    return real(path).map(files::get);
  }

  /**
   * The names of the files and links in a folder, links to it followed; none when it is not there.
   */
  List<String> list(String folder) {
    if (folders.isEmpty()) {
      for (String name : names) {
        int slash = name.lastIndexOf('/');
        folders
            .computeIfAbsent(slash < 0 ? "" : name.substring(0, slash), _ -> new ArrayList<>())
            .add(name.substring(slash + 1));
      }
    }
    return real(folder).map(real -> folders.getOrDefault(real, List.of())).orElse(List.of());
  }

  /** Where a path leads. */
  private Optional<String> real(String path) {
    var todo = new ArrayDeque<>(List.of(path.split("/")));
    var done = new ArrayList<String>();
    int followed = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      done.add(part);
      String target = links.get(String.join("/", done));
      if (target != null) {
        if (++followed > MOST_LINKS) {
          return Optional.empty();
        }
        done.removeLast();
        if (target.startsWith("/")) {
          done.clear();
        }
        List.of(target.split("/")).reversed().forEach(todo::push);
      }
    }
    return Optional.of(String.join("/", done));
  }

  private final class Collector implements Cpio.Visitor {
    private final Map<Long, List<String>> inodes = new HashMap<>();
    private long kept;

    @Override
    public boolean wants(String path, long size) {
      boolean plain = !path.contains("lib/firmware/") && !path.contains(".ko");
      if (!plain || size > SMALL || kept + size > KEPT) {
        return false;
      }
      kept += size;
      return true;
    }

    @Override
    public void file(String path, long inode, byte[] content) throws IOException {
      count(path);
      names.add(path);
      // A later archive replaces what an earlier one has under the name.
      links.remove(path);
      files.put(path, content);
      inodes.computeIfAbsent(inode, key -> new ArrayList<>()).add(path);
    }

    @Override
    public void link(String path, String target) throws IOException {
      kept += target.length();
      count(path);
      names.add(path);
      files.remove(path);
      links.put(path, target);
    }

    private void count(String path) throws IOException {
      kept += path.length() + NAME;
      if (kept > KEPT) {
        throw new IOException("it holds more names than any initrd");
      }
    }
  }
}
