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
  public int run(Invocation invocation) {
    if (invocation.arguments().isEmpty()) {
      return invocation.fail(2, "missing command\n" + USAGE);
    }
    Invocation sub = invocation.calling(invocation.arguments());
    return switch (sub.name()) {
      case "list" -> list(sub);
      case "status" -> status(sub);
      case "import" -> importPool(sub);
      case "export" -> export(sub);
      case "get" -> get(sub);
      case "sync" -> 0;
      case "labelclear" -> labelClear(sub);
      case "create", "destroy", "add", "remove", "attach", "detach", "scrub", "set", "history" ->
          invocation.fail(1, "zpool: the practice machine's zpool can't " + sub.name() + ".");
      default -> invocation.fail(2, "unrecognized command '" + sub.name() + "'\n" + USAGE);
    };
  }

  private static final String USAGE =
      "usage: zpool command args ...\n"
          + "where 'command' is one of the following, on the practice machine:\n\n"
          + "\tlist [-Hp] [-o property[,...]] [pool] ...\n"
          + "\tstatus [-P] [pool] ...\n"
          + "\timport [-d dir]\n"
          + "\timport [-o property=value] [-f] [-N] [-R root] <pool | id>\n"
          + "\timport [-f] [-N] [-R root] <pool | id> <newpool>\n"
          + "\texport [-f] <pool> ...\n"
          + "\tlabelclear [-f] <vdev>\n"
          + "\tget [-Hp] [-o field[,...]] <property[,...]> <pool> ...";

  // ---- list, get, status

  private static int list(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "H p v P o= T=");
    List<ZfsPool> pools = new ArrayList<>();
    if (options.rest().isEmpty()) {
      invocation.state().pools.stream().filter(pool -> pool.imported).forEach(pools::add);
    }
    for (String name : options.rest()) {
      Optional<ZfsPool> pool = invocation.state().imported(name);
      if (pool.isEmpty()) {
        return invocation.fail(1, "cannot open '" + name + "': no such pool");
      }
      pools.add(pool.get());
    }
    boolean bare = options.has("H");
    if (pools.isEmpty()) {
      if (!bare) {
        invocation.line("no pools available");
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
      rows.add(columns.stream().map(c -> value(invocation, pool, c, options.has("p"))).toList());
    }
    List<Integer> right =
        java.util.stream.IntStream.range(0, columns.size())
            .filter(i -> !List.of("name", "health", "altroot").contains(columns.get(i)))
            .boxed()
            .toList();
    invocation.print(bare ? Columns.tabbed(rows) : Columns.of(rows, 2, right));
    return 0;
  }

  private static String heading(String column) {
    return switch (column) {
      case "allocated" -> "ALLOC";
      case "readonly" -> "RDONLY";
      default -> column.toUpperCase(Locale.ROOT);
    };
  }

  private static String value(Invocation invocation, ZfsPool pool, String property, boolean exact) {
    long used =
        pool.datasets.stream().mapToLong(d -> invocation.state().volume(d.name).used()).sum();
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
      case "feature@encryption" ->
          pool.datasets.stream().allMatch(d -> d.keyOf.isEmpty()) ? "enabled" : "active";
      case "ckpoint", "expandsz" -> "-";
      default -> throw new Options.Unknown("property " + property);
    };
  }

  private static int get(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "H p o=");
    List<String> rest = options.rest();
    if (rest.size() < 2) {
      return invocation.fail(2, USAGE);
    }
    List<String> fields =
        List.of(options.value("o").orElse("name,property,value,source").split(","));
    var rows = new ArrayList<List<String>>();
    if (!options.has("H")) {
      rows.add(fields.stream().map(f -> f.toUpperCase(Locale.ROOT)).toList());
    }
    for (String name : rest.subList(1, rest.size())) {
      Optional<ZfsPool> pool = invocation.state().imported(name);
      if (pool.isEmpty()) {
        return invocation.fail(1, "cannot open '" + name + "': no such pool");
      }
      for (String property : rest.getFirst().split(",")) {
        String value = value(invocation, pool.get(), property, options.has("p"));
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
    invocation.print(options.has("H") ? Columns.tabbed(rows) : Columns.of(rows, 2, List.of()));
    return 0;
  }

  private static int status(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "v P L x");
    List<ZfsPool> pools = new ArrayList<>();
    if (options.rest().isEmpty()) {
      invocation.state().pools.stream().filter(pool -> pool.imported).forEach(pools::add);
    }
    for (String name : options.rest()) {
      Optional<ZfsPool> pool = invocation.state().imported(name);
      if (pool.isEmpty()) {
        return invocation.fail(1, "cannot open '" + name + "': no such pool");
      }
      pools.add(pool.get());
    }
    if (pools.isEmpty()) {
      invocation.complain("no pools available\n");
      return 0;
    }
    for (ZfsPool pool : pools) {
      String device = vdev(invocation, pool, options.has("P"));
      int width = Math.max(pool.name.length(), device.length() + 2);
      invocation.print("  pool: " + pool.name + "\n state: ONLINE\nconfig:\n\n");
      invocation.line("\t" + pad("NAME", width) + "  STATE     READ WRITE CKSUM");
      invocation.line("\t" + pad(pool.name, width) + "  ONLINE       0     0     0");
      invocation.line("\t" + pad("  " + device, width) + "  ONLINE       0     0     0");
      invocation.print("\nerrors: No known data errors\n");
    }
    return 0;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** The name of a pool's device: where it is looked for, or only its last part. */
  private static String vdev(Invocation invocation, ZfsPool pool, boolean path) {
    Device device = invocation.state().named(pool.device).orElseThrow();
    String disk = invocation.state().named(device.parent).map(Device::id).orElse("");
    boolean full = path || "YES".equals(invocation.environment().get("ZPOOL_VDEV_NAME_PATH"));
    if (disk.isEmpty()) {
      return full ? device.path() : device.name;
    }
    String name = disk + "-part" + device.partition;
    return full ? "/dev/disk/by-id/" + name : name;
  }

  // ---- import, export

  private static int importPool(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "d= c= f N a R= o= F m l");
    if (options.rest().isEmpty() && !options.has("a")) {
      return importable(invocation);
    }
    if (options.has("a")) {
      int status = 0;
      for (ZfsPool pool : List.copyOf(invocation.state().pools)) {
        if (!pool.imported) {
          status = Math.max(status, importPool(invocation, pool, pool.name, options));
        }
      }
      return status;
    }
    String name = options.rest().getFirst();
    List<ZfsPool> matching =
        invocation.state().pools.stream()
            .filter(pool -> !pool.imported && isPresent(invocation, pool))
            .filter(pool -> pool.name.equals(name) || pool.guid.equals(name))
            .toList();
    if (matching.size() > 1) {
      return invocation.fail(1, ambiguous(name));
    }
    Optional<ZfsPool> found = matching.stream().findFirst();
    if (found.isEmpty()) {
      boolean imported =
          invocation.state().pools.stream()
              .anyMatch(p -> p.imported && (p.name.equals(name) || p.guid.equals(name)));
      return invocation.fail(
          1,
          imported
              ? "cannot import '"
                  + name
                  + "': a pool with that name already exists\nuse the form"
                  + " 'zpool import <pool | id> <newpool>' to give it a new name"
              : "cannot import '" + name + "': no such pool available");
    }
    int status = importPool(invocation, found.get(), name, options);
    if (status == 0 && options.rest().size() > 1) {
      invocation.state().rename(found.get(), options.rest().get(1));
    }
    return status;
  }

  /** What ZFS says where it does not know which pool is meant. */
  public static String ambiguous(String name) {
    return "cannot import '"
        + name
        + "': more than one matching pool\nimport by numeric ID instead";
  }

  /** {@code labelclear}: a device forgets that it was part of a pool. */
  private static int labelClear(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "f");
    if (options.rest().isEmpty()) {
      return invocation.fail(2, "missing vdev name\n" + USAGE);
    }
    String path = options.rest().getFirst();
    Optional<Device> device = invocation.state().device(path);
    Optional<ZfsPool> found =
        device.flatMap(d ->
            invocation.state().pools.stream().filter(p -> p.device.equals(d.name)).findFirst());
    if (found.isEmpty()) {
      return invocation.fail(
          1,
          device.isEmpty()
              ? "failed to open " + path + ": No such file or directory"
              : "failed to check state for " + path);
    }
    ZfsPool pool = found.get();
    String member = path + " is a member of %s pool \"" + pool.name + "\"";
    if (pool.imported) {
      return invocation.fail(1, member.formatted("ACTIVE"));
    }
    if (!options.has("f")) {
      return invocation.fail(
          1,
          "use '-f' to override the following error:\n"
              + member.formatted(pool.exported ? "exported" : "potentially active"));
    }
    invocation.state().forget(pool);
    return 0;
  }

  /** Whether its device is there: one inside a container only when that is open. */
  private static boolean isPresent(Invocation invocation, ZfsPool pool) {
    return invocation.state().named(pool.device).isPresent();
  }

  private static boolean isForeign(Invocation invocation, ZfsPool pool) {
    return !pool.exported && !pool.hostId.equals(invocation.state().hostId());
  }

  private static int importPool(Invocation invocation, ZfsPool pool, String name, Options options) {
    if (isForeign(invocation, pool) && !options.has("f")) {
      return invocation.fail(1, refusal(pool, name));
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
      pool.hostId = invocation.state().hostId();
      pool.hostName = Live.HOST;
      pool.written = invocation.state().now();
    }
    if (!options.has("N")) {
      Zfs.mountAll(invocation, pool);
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

  private static int importable(Invocation invocation) {
    List<ZfsPool> pools =
        invocation.state().pools.stream()
            .filter(p -> !p.imported && isPresent(invocation, p))
            .toList();
    if (pools.isEmpty()) {
      return invocation.fail(0, "no pools available to import");
    }
    for (int i = 0; i < pools.size(); i++) {
      ZfsPool pool = pools.get(i);
      String device = vdev(invocation, pool, false);
      int width = Math.max(pool.name.length(), device.length() + 2);
      invocation.print((i > 0 ? "\n" : "") + "  pool: " + pool.name + "\n");
      invocation.print("    id: " + pool.guid + "\n state: ONLINE\n");
      invocation.print(
          isForeign(invocation, pool)
              ? "status: The pool was last accessed by another system.\n"
                  + "action: The pool can be imported using its name or numeric identifier and\n"
                  + "\tthe '-f' flag.\n"
                  + "   see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-EY\n"
              : "action: The pool can be imported using its name or numeric identifier.\n");
      invocation.print("config:\n\n\t" + pad(pool.name, width) + "  ONLINE\n");
      invocation.line("\t" + pad("  " + device, width) + "  ONLINE");
    }
    return 0;
  }

  private static int export(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "f a");
    for (String name : options.rest()) {
      Optional<ZfsPool> found = invocation.state().imported(name);
      if (found.isEmpty()) {
        return invocation.fail(1, "cannot open '" + name + "': no such pool");
      }
      ZfsPool pool = found.get();
      List<MountEntry> mounted =
          invocation.namespace().mounts().stream()
              .filter(m -> pool.datasets.stream().anyMatch(d -> d.name.equals(m.volume())))
              .toList();
      // zpool unmounts what it can: everything that nothing else is mounted on.
      for (MountEntry mount : mounted.reversed()) {
        if (MountTable.isBusy(invocation.namespace().mounts(), mount)) {
          return invocation.fail(
              1, "cannot unmount '" + mount.point() + "': pool or dataset is busy");
        }
        invocation.namespace().mounts().remove(mount);
      }
      pool.exported = pool.exported || !pool.readOnly;
      pool.imported = false;
      pool.readOnly = false;
      pool.altroot = "-";
      pool.forgetKeys();
    }
    return 0;
  }
}
