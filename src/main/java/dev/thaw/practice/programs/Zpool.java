package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountTable;
import dev.thaw.practice.state.ZfsPool;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code zpool}: lists, imports and exports pools. */
public final class Zpool implements Program {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public int run(Invocation call) {
    if (call.arguments().isEmpty()) {
      return call.fail(2, "missing command\n" + USAGE);
    }
    Invocation sub = call.calling(call.arguments());
    return switch (sub.name()) {
      case "list" -> list(sub);
      case "status" -> status(sub);
      case "import" -> importPool(sub);
      case "export" -> export(sub);
      case "get" -> get(sub);
      case "sync" -> 0;
      case "create", "destroy", "add", "remove", "attach", "detach", "scrub", "set", "history" ->
          call.fail(1, "zpool: the practice machine's zpool can't " + sub.name() + ".");
      default -> call.fail(2, "unrecognized command '" + sub.name() + "'\n" + USAGE);
    };
  }

  private static final String USAGE =
      "usage: zpool command args ...\n"
          + "where 'command' is one of the following, on the practice machine:\n\n"
          + "\tlist [-Hp] [-o property[,...]] [pool] ...\n"
          + "\tstatus [-P] [pool] ...\n"
          + "\timport [-d dir]\n"
          + "\timport [-o property=value] [-f] [-N] [-R root] <pool | id>\n"
          + "\texport [-f] <pool> ...\n"
          + "\tget [-Hp] [-o field[,...]] <property[,...]> <pool> ...";

  // ---- list, get, status

  private static int list(Invocation call) {
    Options options = Options.of(call.arguments(), "H p v P o= T=");
    List<ZfsPool> pools = new ArrayList<>();
    if (options.rest().isEmpty()) {
      call.computer().pools.stream().filter(pool -> pool.imported).forEach(pools::add);
    }
    for (String name : options.rest()) {
      Optional<ZfsPool> pool = call.computer().imported(name);
      if (pool.isEmpty()) {
        return call.fail(1, "cannot open '" + name + "': no such pool");
      }
      pools.add(pool.get());
    }
    boolean bare = options.has("H");
    if (pools.isEmpty()) {
      if (!bare) {
        call.line("no pools available");
      }
      return 0;
    }
    List<String> columns =
        List.of(
            options
                .value("o")
                .orElse("name,size,alloc,free,ckpoint,expandsz,frag,cap,dedup,health,altroot")
                .split(","));
    var rows = new ArrayList<List<String>>();
    if (!bare) {
      rows.add(columns.stream().map(Zpool::heading).toList());
    }
    for (ZfsPool pool : pools) {
      rows.add(columns.stream().map(c -> value(call, pool, c, options.has("p"))).toList());
    }
    List<Integer> right =
        java.util.stream.IntStream.range(0, columns.size())
            .filter(i -> !List.of("name", "health", "altroot").contains(columns.get(i)))
            .boxed()
            .toList();
    call.print(bare ? Columns.tabbed(rows) : Columns.of(rows, 2, right));
    return 0;
  }

  private static String heading(String column) {
    return switch (column) {
      case "allocated" -> "ALLOC";
      case "readonly" -> "RDONLY";
      default -> column.toUpperCase(Locale.ROOT);
    };
  }

  private static String value(Invocation call, ZfsPool pool, String property, boolean exact) {
    long used = pool.datasets.stream().mapToLong(d -> call.computer().volume(d.name).used()).sum();
    return switch (property) {
      case "name" -> pool.name;
      case "guid" -> pool.guid;
      case "health" -> "ONLINE";
      case "size" -> exact ? Long.toString(pool.size) : Sizes.zfs(pool.size);
      case "alloc", "allocated" -> exact ? Long.toString(used) : Sizes.zfs(used);
      case "free" -> exact ? Long.toString(pool.size - used) : Sizes.zfs(pool.size - used);
      case "cap", "capacity" -> used * 100 / pool.size + (exact ? "" : "%");
      case "frag", "fragmentation" -> exact ? "0" : "0%";
      case "dedup", "dedupratio" -> exact ? "1.00" : "1.00x";
      case "readonly" -> pool.readOnly ? "on" : "off";
      case "altroot" -> pool.altroot;
      case "multihost" -> "off";
      case "feature@encryption" -> "enabled";
      case "ckpoint", "expandsz" -> "-";
      default -> throw new Options.Unknown("property " + property);
    };
  }

  private static int get(Invocation call) {
    Options options = Options.of(call.arguments(), "H p o=");
    List<String> rest = options.rest();
    if (rest.size() < 2) {
      return call.fail(2, USAGE);
    }
    List<String> fields =
        List.of(options.value("o").orElse("name,property,value,source").split(","));
    var rows = new ArrayList<List<String>>();
    if (!options.has("H")) {
      rows.add(fields.stream().map(f -> f.toUpperCase(Locale.ROOT)).toList());
    }
    for (String name : rest.subList(1, rest.size())) {
      Optional<ZfsPool> pool = call.computer().imported(name);
      if (pool.isEmpty()) {
        return call.fail(1, "cannot open '" + name + "': no such pool");
      }
      for (String property : rest.getFirst().split(",")) {
        String value = value(call, pool.get(), property, options.has("p"));
        String source = property.equals("altroot") && !value.equals("-") ? "local" : "-";
        if (property.equals("readonly")) {
          source = "-";
        }
        String from = source;
        rows.add(
            fields.stream()
                .map(f ->
                    switch (f) {
                      case "name" -> name;
                      case "property" -> property;
                      case "value" -> value;
                      default -> from;
                    })
                .toList());
      }
    }
    call.print(options.has("H") ? Columns.tabbed(rows) : Columns.of(rows, 2, List.of()));
    return 0;
  }

  private static int status(Invocation call) {
    Options options = Options.of(call.arguments(), "v P L x");
    List<ZfsPool> pools = new ArrayList<>();
    if (options.rest().isEmpty()) {
      call.computer().pools.stream().filter(pool -> pool.imported).forEach(pools::add);
    }
    for (String name : options.rest()) {
      Optional<ZfsPool> pool = call.computer().imported(name);
      if (pool.isEmpty()) {
        return call.fail(1, "cannot open '" + name + "': no such pool");
      }
      pools.add(pool.get());
    }
    if (pools.isEmpty()) {
      call.complain("no pools available\n");
      return 0;
    }
    for (ZfsPool pool : pools) {
      String device = vdev(call, pool, options.has("P"));
      int width = Math.max(pool.name.length(), device.length() + 2);
      call.print("  pool: " + pool.name + "\n state: ONLINE\nconfig:\n\n");
      call.line("\t" + pad("NAME", width) + "  STATE     READ WRITE CKSUM");
      call.line("\t" + pad(pool.name, width) + "  ONLINE       0     0     0");
      call.line("\t" + pad("  " + device, width) + "  ONLINE       0     0     0");
      call.print("\nerrors: No known data errors\n");
    }
    return 0;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** The name of a pool's device: where it is looked for, or only its last part. */
  private static String vdev(Invocation call, ZfsPool pool, boolean path) {
    Device device = call.computer().named(pool.device).orElseThrow();
    String disk = call.computer().named(device.parent).map(Device::id).orElse("");
    boolean full = path || "YES".equals(call.environment().get("ZPOOL_VDEV_NAME_PATH"));
    if (disk.isEmpty()) {
      return full ? device.path() : device.name;
    }
    String name = disk + "-part" + device.partition;
    return full ? "/dev/disk/by-id/" + name : name;
  }

  // ---- import, export

  private static int importPool(Invocation call) {
    Options options = Options.of(call.arguments(), "d= c= f N a R= o= F m l");
    if (options.rest().isEmpty() && !options.has("a")) {
      return importable(call);
    }
    if (options.has("a")) {
      int status = 0;
      for (ZfsPool pool : List.copyOf(call.computer().pools)) {
        if (!pool.imported) {
          status = Math.max(status, importPool(call, pool, pool.name, options));
        }
      }
      return status;
    }
    String name = options.rest().getFirst();
    Optional<ZfsPool> found =
        call.computer().pools.stream()
            .filter(pool -> !pool.imported && isPresent(call, pool))
            .filter(pool -> pool.name.equals(name) || pool.guid.equals(name))
            .findFirst();
    if (found.isEmpty()) {
      boolean imported =
          call.computer().pools.stream()
              .anyMatch(p -> p.imported && (p.name.equals(name) || p.guid.equals(name)));
      return call.fail(
          1,
          imported
              ? "cannot import '"
                  + name
                  + "': a pool with that name already exists\nuse the form"
                  + " 'zpool import <pool | id> <newpool>' to give it a new name"
              : "cannot import '" + name + "': no such pool available");
    }
    return importPool(call, found.get(), name, options);
  }

  /** Whether its device is there: one inside a container only when that is open. */
  private static boolean isPresent(Invocation call, ZfsPool pool) {
    return call.computer().named(pool.device).isPresent();
  }

  private static boolean isForeign(Invocation call, ZfsPool pool) {
    return !pool.exported && !pool.hostId.equals(call.computer().hostId());
  }

  private static int importPool(Invocation call, ZfsPool pool, String name, Options options) {
    if (isForeign(call, pool) && !options.has("f")) {
      return call.fail(1, refusal(pool, name));
    }
    boolean readOnly =
        options.all("o").stream()
            .flatMap(o -> List.of(o.split(",")).stream())
            .anyMatch("readonly=on"::equals);
    pool.imported = true;
    pool.readOnly = readOnly;
    pool.altroot = options.value("R").orElse("-");
    if (!readOnly) {
      pool.exported = false;
      pool.hostId = call.computer().hostId();
      pool.hostName = Live.HOST;
      pool.written = call.computer().now();
    }
    if (!options.has("N")) {
      Zfs.mountAll(call, pool);
    }
    return 0;
  }

  /** What ZFS says when a pool belongs to another system. */
  public static String refusal(ZfsPool pool, String name) {
    return "cannot import '"
        + name
        + "': pool was previously in use from another system.\nLast accessed by "
        + pool.hostName
        + " (hostid="
        + pool.hostId.replaceFirst("^0+(?=.)", "")
        + ") at "
        + DATE.format(Instant.ofEpochSecond(pool.written))
        + "\nThe pool can be imported, use 'zpool import -f' to import the pool.";
  }

  private static int importable(Invocation call) {
    List<ZfsPool> pools =
        call.computer().pools.stream().filter(p -> !p.imported && isPresent(call, p)).toList();
    if (pools.isEmpty()) {
      return call.fail(0, "no pools available to import");
    }
    for (int i = 0; i < pools.size(); i++) {
      ZfsPool pool = pools.get(i);
      String device = vdev(call, pool, false);
      int width = Math.max(pool.name.length(), device.length() + 2);
      call.print((i > 0 ? "\n" : "") + "  pool: " + pool.name + "\n");
      call.print("    id: " + pool.guid + "\n state: ONLINE\n");
      call.print(
          isForeign(call, pool)
              ? "status: The pool was last accessed by another system.\n"
                  + "action: The pool can be imported using its name or numeric identifier and\n"
                  + "\tthe '-f' flag.\n"
                  + "   see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-EY\n"
              : "action: The pool can be imported using its name or numeric identifier.\n");
      call.print("config:\n\n\t" + pad(pool.name, width) + "  ONLINE\n");
      call.line("\t" + pad("  " + device, width) + "  ONLINE");
    }
    return 0;
  }

  private static int export(Invocation call) {
    Options options = Options.of(call.arguments(), "f a");
    for (String name : options.rest()) {
      Optional<ZfsPool> found = call.computer().imported(name);
      if (found.isEmpty()) {
        return call.fail(1, "cannot open '" + name + "': no such pool");
      }
      ZfsPool pool = found.get();
      List<MountEntry> mounted =
          call.view().mounts().stream()
              .filter(m -> pool.datasets.stream().anyMatch(d -> d.name.equals(m.volume())))
              .toList();
      // zpool unmounts what it can: everything that nothing else is mounted on.
      for (MountEntry mount : mounted.reversed()) {
        if (MountTable.isBusy(call.view().mounts(), mount)) {
          return call.fail(1, "cannot unmount '" + mount.point() + "': pool or dataset is busy");
        }
        call.view().mounts().remove(mount);
      }
      pool.exported = pool.exported || !pool.readOnly;
      pool.imported = false;
      pool.readOnly = false;
      pool.altroot = "-";
    }
    return 0;
  }
}
