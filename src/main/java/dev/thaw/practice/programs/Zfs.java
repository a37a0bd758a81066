package dev.thaw.practice.programs;

import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountTable;
import dev.thaw.practice.state.ZfsPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code zfs}: lists and mounts datasets. */
public final class Zfs implements Program {

  /** What a dataset takes before anything is in it, in bytes. */
  private static final long EMPTY = 98_304;

  private static final String USAGE =
      "usage: zfs command args ...\n"
          + "where 'command' is one of the following, on the practice machine:\n\n"
          + "\tlist [-Hp] [-r] [-o property[,...]] [-t type[,...]] [filesystem] ...\n"
          + "\tget [-rHp] [-o field[,...]] [-t type[,...]] <property[,...]> [filesystem] ...\n"
          + "\tload-key [-rn] [-L <keylocation>] <-a | filesystem>\n"
          + "\tunload-key [-r] <-a | filesystem>\n"
          + "\tmount [-a | filesystem]\n"
          + "\tunmount [-f] <filesystem|mountpoint>";

  @Override
  public int run(Invocation invocation) {
    if (invocation.arguments().isEmpty()) {
      return invocation.fail(2, "missing command\n" + USAGE);
    }
    Invocation sub = invocation.calling(invocation.arguments());
    return switch (sub.name()) {
      case "list" -> list(sub);
      case "get" -> get(sub);
      case "mount" -> mount(sub);
      case "unmount", "umount" -> unmount(sub);
      case "load-key" -> ZfsKeys.load(sub);
      case "unload-key" -> ZfsKeys.unload(sub);
      case "create", "destroy", "set", "snapshot", "rollback" ->
          invocation.fail(1, "zfs: the practice machine's zfs can't " + sub.name() + ".");
      default -> invocation.fail(2, "unrecognized command '" + sub.name() + "'\n" + USAGE);
    };
  }

  private static List<ZfsPool.Dataset> all(Invocation invocation) {
    return invocation.state().pools.stream()
        .filter(pool -> pool.imported)
        .flatMap(pool -> pool.datasets.stream())
        .toList();
  }

  /** The named datasets, with {@code -r} what is below them too; all of them when none is named. */
  private static Optional<List<ZfsPool.Dataset>> chosen(
      Invocation invocation, List<String> names, boolean r) {
    if (names.isEmpty()) {
      return Optional.of(all(invocation));
    }
    var chosen = new ArrayList<ZfsPool.Dataset>();
    for (String name : names) {
      if (invocation.state().dataset(name).isEmpty()) {
        invocation.complain("cannot open '" + name + "': dataset does not exist\n");
        return Optional.empty();
      }
      all(invocation).stream()
          .filter(d -> d.name.equals(name) || r && d.name.startsWith(name + "/"))
          .forEach(chosen::add);
    }
    return Optional.of(chosen);
  }

  private static int list(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "H p r o= t= s= d=");
    var chosen = chosen(invocation, options.rest(), options.has("r"));
    if (chosen.isEmpty()) {
      return 1;
    }
    if (chosen.get().isEmpty()) {
      invocation.complain("no datasets available\n");
      return 0;
    }
    List<String> columns =
        List.of(options.value("o").orElse("name,used,avail,refer,mountpoint").split(","));
    var rows = new ArrayList<List<String>>();
    if (!options.has("H")) {
      rows.add(columns.stream().map(c -> c.toUpperCase(Locale.ROOT)).toList());
    }
    for (ZfsPool.Dataset dataset : chosen.get()) {
      rows.add(columns.stream().map(c -> value(invocation, dataset, c, options.has("p"))).toList());
    }
    List<Integer> right =
        java.util.stream.IntStream.range(0, columns.size())
            .filter(i ->
                List.of("used", "avail", "available", "refer", "referenced")
                    .contains(columns.get(i)))
            .boxed()
            .toList();
    invocation.print(options.has("H") ? Columns.tabbed(rows) : Columns.of(rows, 2, right));
    return 0;
  }

  private static int get(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "H p r o= t= s= d=");
    List<String> rest = options.rest();
    if (rest.isEmpty()) {
      return invocation.fail(2, "missing property argument\n" + USAGE);
    }
    var chosen = chosen(invocation, rest.subList(1, rest.size()), options.has("r"));
    if (chosen.isEmpty()) {
      return 1;
    }
    List<String> fields =
        List.of(options.value("o").orElse("name,property,value,source").split(","));
    var rows = new ArrayList<List<String>>();
    if (!options.has("H")) {
      rows.add(fields.stream().map(f -> f.toUpperCase(Locale.ROOT)).toList());
    }
    for (ZfsPool.Dataset dataset : chosen.get()) {
      for (String property : rest.getFirst().split(",")) {
        rows.add(
            fields.stream()
                .map(field ->
                    switch (field) {
                      case "name" -> dataset.name;
                      case "property" -> property;
                      case "value" -> value(invocation, dataset, property, options.has("p"));
                      default -> source(dataset, property);
                    })
                .toList());
      }
    }
    invocation.print(options.has("H") ? Columns.tabbed(rows) : Columns.of(rows, 2, List.of()));
    return 0;
  }

  private static String source(ZfsPool.Dataset dataset, String property) {
    return switch (property) {
      case "mountpoint" -> "local";
      case "canmount" -> dataset.canMount.equals("on") ? "default" : "local";
      case "keylocation" -> dataset.keyOf.equals(dataset.name) ? "local" : "default";
      case "encryption", "keyformat" -> dataset.keyOf.isEmpty() ? "default" : "-";
      default -> "-";
    };
  }

  private static String value(
      Invocation invocation, ZfsPool.Dataset dataset, String property, boolean exact) {
    MachineState state = invocation.state();
    ZfsPool pool = state.poolOf(dataset);
    long own = EMPTY + state.volume(dataset.name).used();
    long used =
        pool.datasets.stream()
            .filter(d -> d == dataset || d.name.startsWith(dataset.name + "/"))
            .mapToLong(d -> EMPTY + state.volume(d.name).used())
            .sum();
    long all = pool.datasets.stream().mapToLong(d -> EMPTY + state.volume(d.name).used()).sum();
    return switch (property) {
      case "name" -> dataset.name;
      case "type" -> "filesystem";
      case "used" -> size(used, exact);
      case "avail", "available" -> size(Math.max(0, pool.size - all), exact);
      case "refer", "referenced" -> size(own, exact);
      case "mountpoint" -> mountPoint(pool, dataset);
      case "canmount" -> dataset.canMount;
      case "mounted" -> state.mountPoints(dataset.name).isEmpty() ? "no" : "yes";
      case "encryption" -> dataset.keyOf.isEmpty() ? "off" : "aes-256-gcm";
      case "keyformat" -> dataset.keyOf.isEmpty() ? "none" : "passphrase";
      case "keylocation" -> dataset.keyOf.equals(dataset.name) ? "prompt" : "none";
      case "encryptionroot" -> dataset.keyOf.isEmpty() ? "-" : dataset.keyOf;
      case "keystatus" ->
          dataset.keyOf.isEmpty() ? "-" : pool.isLocked(dataset) ? "unavailable" : "available";
      case "volsize" -> "-";
      default -> throw new Options.Unknown("property " + property);
    };
  }

  private static String size(long bytes, boolean exact) {
    return exact ? Long.toString(bytes) : Sizes.zfs(bytes);
  }

  /** A path mount point as it is below the pool's altroot. */
  private static String mountPoint(ZfsPool pool, ZfsPool.Dataset dataset) {
    if (!dataset.mountPoint.startsWith("/") || pool.altroot.equals("-")) {
      return dataset.mountPoint;
    }
    return dataset.mountPoint.equals("/") ? pool.altroot : pool.altroot + dataset.mountPoint;
  }

  private static int mount(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "a o= l f O");
    if (options.has("a")) {
      invocation.state().pools.stream()
          .filter(p -> p.imported)
          .forEach(p -> mountAll(invocation, p));
      return 0;
    }
    if (options.rest().isEmpty()) {
      for (MountEntry mount : invocation.namespace().mounts()) {
        if (invocation.state().dataset(mount.volume()).isPresent()) {
          invocation.line("%-30s  %s".formatted(mount.source(), mount.point()));
        }
      }
      return 0;
    }
    String name = options.rest().getFirst();
    Optional<ZfsPool.Dataset> found = invocation.state().dataset(name);
    if (found.isEmpty()) {
      return invocation.fail(1, "cannot open '" + name + "': dataset does not exist");
    }
    ZfsPool.Dataset dataset = found.get();
    if (dataset.mountPoint.equals("legacy")) {
      return invocation.fail(
          1,
          "cannot mount '" + name + "': legacy mountpoint\nuse mount(8) to mount this filesystem");
    }
    if (dataset.mountPoint.equals("none")) {
      return invocation.fail(1, "cannot mount '" + name + "': no mountpoint set");
    }
    if (!invocation.state().mountPoints(name).isEmpty()) {
      return invocation.fail(1, "cannot mount '" + name + "': filesystem already mounted");
    }
    if (invocation.state().poolOf(dataset).isLocked(dataset)) {
      return invocation.fail(1, "cannot mount '" + name + "': encryption key not loaded");
    }
    mountAt(invocation, dataset);
    return 0;
  }

  /** Mounts what a pool's datasets mount by themselves when it is imported. */
  static void mountAll(Invocation invocation, ZfsPool pool) {
    for (ZfsPool.Dataset dataset : pool.datasets) {
      if (dataset.mountPoint.startsWith("/")
          && dataset.canMount.equals("on")
          && !pool.isLocked(dataset)
          && invocation.state().mountPoints(dataset.name).isEmpty()) {
        mountAt(invocation, dataset);
      }
    }
  }

  private static void mountAt(Invocation invocation, ZfsPool.Dataset dataset) {
    String point = mountPoint(invocation.state().poolOf(dataset), dataset);
    invocation.namespace().mkdirs(point);
    MountProgram.mountDataset(invocation, invocation.state(), dataset.name, point, false);
  }

  private static int unmount(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "f u");
    if (options.rest().isEmpty()) {
      return invocation.fail(2, "missing filesystem argument\n" + USAGE);
    }
    String name = options.rest().getFirst();
    Optional<MountEntry> mount =
        invocation.namespace().mounts().stream()
            .filter(m -> m.source().equals(name) || m.point().equals(name))
            .reduce((a, b) -> b);
    if (mount.isEmpty()) {
      return invocation.fail(
          1,
          invocation.state().dataset(name).isPresent()
              ? "cannot unmount '" + name + "': not currently mounted"
              : "cannot open '" + name + "': dataset does not exist");
    }
    boolean legacy =
        invocation
            .state()
            .dataset(mount.get().volume())
            .map(dataset -> dataset.mountPoint.equals("legacy"))
            .orElse(false);
    if (legacy) {
      return invocation.fail(
          1,
          "cannot unmount '"
              + name
              + "': legacy mountpoint\nuse umount(8) to unmount this filesystem");
    }
    if (MountTable.isBusy(invocation.namespace().mounts(), mount.get())) {
      return invocation.fail(
          1, "cannot unmount '" + mount.get().point() + "': pool or dataset is busy");
    }
    invocation.namespace().mounts().remove(mount.get());
    return 0;
  }
}
