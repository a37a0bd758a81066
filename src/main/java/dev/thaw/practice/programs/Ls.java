package dev.thaw.practice.programs;

import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ls}: lists files. */
public final class Ls implements Program {

  private static final long HALF_A_YEAR = 182L * 24 * 3600;

  @Override
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "l a A R d 1 h i t r F p");
    List<String> names = options.rest().isEmpty() ? List.of(".") : options.rest();
    int status = 0;
    var files = new ArrayList<String>();
    var folders = new ArrayList<String>();
    for (String name : names) {
      String path = invocation.absolute(name);
      Optional<Node> node =
          options.has("l") || options.has("d")
              ? invocation.namespace().findLink(path)
              : invocation.namespace().find(path);
      if (node.isPresent() && node.get().isLink() && !options.has("d", "l")) {
        node = invocation.namespace().find(path);
      }
      if (node.isEmpty()) {
        status = invocation.fail(2, "ls: cannot access '" + name + "': No such file or directory");
      } else if (node.get().isDirectory() && !options.has("d")) {
        folders.add(name);
      } else {
        files.add(name);
      }
    }
    // Files come first, whatever the order in which they were named.
    files.sort(null);
    folders.sort(null);
    print(
        invocation,
        options,
        files.stream().map(name -> entry(invocation, name, invocation.absolute(name))).toList());
    boolean titled = names.size() > 1 || options.has("R");
    for (int i = 0; i < folders.size(); i++) {
      if (i > 0 || !files.isEmpty()) {
        invocation.line("");
      }
      folder(invocation, options, folders.get(i), titled);
    }
    return status;
  }

  private record Entry(String name, Node node) {}

  private static Entry entry(Invocation invocation, String name, String path) {
    return new Entry(name, invocation.namespace().findLink(path).orElseThrow(Errno::notFound));
  }

  private static void folder(Invocation invocation, Options options, String name, boolean titled) {
    String path = invocation.absolute(name);
    if (titled) {
      invocation.line(name + ":");
    }
    var entries = new ArrayList<Entry>();
    if (options.has("a")) {
      entries.add(entry(invocation, ".", path + "/."));
      entries.add(entry(invocation, "..", path + "/.."));
    }
    for (String child : invocation.namespace().list(path)) {
      if (!child.startsWith(".") || options.has("a", "A")) {
        entries.add(entry(invocation, child, path + "/" + child));
      }
    }
    if (options.has("l")) {
      long blocks = entries.stream().mapToLong(e -> Volume.blocks(e.node().content()) / 1024).sum();
      invocation.line("total " + blocks);
    }
    print(invocation, options, entries);
    if (options.has("R")) {
      for (Entry entry : entries) {
        if (entry.node().isDirectory() && !entry.name().startsWith(".")) {
          invocation.line("");
          folder(invocation, options, name + "/" + entry.name(), true);
        }
      }
    }
  }

  private static void print(Invocation invocation, Options options, List<Entry> entries) {
    if (!options.has("l")) {
      entries.forEach(entry -> {
        boolean marked = options.has("p") && entry.node().isDirectory();
        invocation.line(entry.name() + (marked ? "/" : ""));
      });
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (Entry entry : entries) {
      Node node = entry.node();
      String size = options.has("h") ? Sizes.df(node.size()) : Long.toString(node.size());
      rows.add(
          List.of(
              node.kind() == 'f' ? "-" + mode(node) : node.kind() + mode(node),
              node.isDirectory() ? "2" : "1",
              owner(node.uid()),
              group(node.gid()),
              size,
              date(node.time(), invocation.state().now()),
              entry.name() + (node.isLink() ? " -> " + node.target() : "")));
    }
    invocation.print(Columns.of(rows, 1, List.of(1, 4)));
  }

  private static String owner(int uid) {
    return uid == 0 ? "root" : Integer.toString(uid);
  }

  private static String group(int gid) {
    return gid == 0 ? "root" : Integer.toString(gid);
  }

  private static String mode(Node node) {
    var text = new StringBuilder();
    for (int shift = 6; shift >= 0; shift -= 3) {
      int bits = node.mode() >> shift & 7;
      text.append((bits & 4) != 0 ? 'r' : '-');
      text.append((bits & 2) != 0 ? 'w' : '-');
      text.append((bits & 1) != 0 ? 'x' : '-');
    }
    if ((node.mode() & 01000) != 0) {
      text.setCharAt(8, 't');
    }
    return text.toString();
  }

  private static String date(long time, long now) {
    String pattern = now - time > HALF_A_YEAR ? "MMM ppd  yyyy" : "MMM ppd HH:mm";
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochSecond(time));
  }
}
