package dev.thaw.practice.probes;

import dev.thaw.machine.Probe;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.DeviceLinks;
import dev.thaw.practice.state.LuksHeaderBytes;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.ZfsPool;
import dev.thaw.storage.StorageFormat;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code disks.sh}, {@code pools.sh}, {@code datasets.sh} and {@code containers.sh}. */
final class StorageProbes {

  private StorageProbes() {}

  static int disks(Invocation invocation) {
    var answer = new Answer(invocation);
    answer.program(StorageFormat.SETTLE, "udevadm", "settle", "--timeout=10");
    answer.program(StorageFormat.LSBLK, "lsblk", "-J", "-b", "-O");
    answer.program(StorageFormat.BLKID, "blkid", "-c", "/dev/null", "-o", "export");
    answer.text(
        StorageFormat.LINKS,
        0,
        DeviceLinks.of(invocation.state()).ofDisks().entrySet().stream()
            .map(link -> link.getKey() + "\t../../" + link.getValue() + "\n")
            .collect(Collectors.joining()));
    return answer.print();
  }

  static int pools(Invocation invocation) {
    var answer = new Answer(invocation);
    var environment = new HashMap<>(invocation.environment());
    environment.put("ZPOOL_VDEV_NAME_PATH", "YES");
    var paths = new Answer(invocation.with(environment));
    answer.text(StorageFormat.MODULE, 0, "");
    answer.text(StorageFormat.HOSTID, 0, invocation.state().hostId() + "\n");
    answer.program(StorageFormat.LIST, "zpool", "list", "-Hp", "-o", StorageFormat.LIST_COLUMNS);
    answer.add(StorageFormat.STATUS, paths.program("status", "zpool", "status"));
    Probe.Section importable =
        answer.add(StorageFormat.IMPORT, paths.program("import", "zpool", "import"));
    if (importable.out().length == 0) {
      answer.add(StorageFormat.IMPORT_BY_SCAN, importable);
    }
    invocation
        .state()
        .tagged("TYPE", "zfs_member")
        .forEach(device ->
            invocation.state().pools.stream()
                .filter(pool -> pool.device.equals(device.name))
                .findFirst()
                .ifPresent(pool ->
                    answer.text(StorageFormat.LABEL + device.path(), 0, label(pool, device))));
    answer.program(
        StorageFormat.HIBERNATED,
        "blkid",
        "-c",
        "/dev/null",
        "-t",
        "TYPE=swsuspend",
        "-o",
        "device");
    return answer.print();
  }

  /**
   * What {@code zdb -lu} says of a pool's device, as far as the probe keeps it. Numbers stand as
   * {@code %s}: {@code %d} would write them as this computer's country does.
   */
  private static String label(ZfsPool pool, Device device) {
    return """
    ------------------------------------
    LABEL 0\s
    ------------------------------------
        version: 5000
        name: '%s'
        state: %s
        txg: 4
        pool_guid: %s
        errata: 0
        hostid: %s
        hostname: '%s'
        top_guid: %s
        guid: %s
        vdev_children: 1
        vdev_tree:
            type: 'disk'
            id: 0
            guid: %s
            path: '%s'
            whole_disk: 0
            ashift: 12
        features_for_read:
            com.delphix:hole_birth
            com.delphix:embedded_data
        labels = 0 1 2 3\s
    	txg = 30
    	timestamp = %s UTC
    	mmp_delay = 0
    """
        .formatted(
            pool.name,
            pool.exported ? 1 : 0,
            pool.guid,
            Long.parseLong(pool.hostId, 16),
            pool.hostName,
            pool.vdevGuid,
            pool.vdevGuid,
            pool.vdevGuid,
            device.path(),
            pool.written);
  }

  static int datasets(Invocation invocation) {
    var answer = new Answer(invocation);
    answer.text(StorageFormat.MODULE, 0, "");
    answer.program(StorageFormat.IMPORTED, "zpool", "list", "-H", "-o", "guid,name,altroot");
    for (ZfsPool pool : invocation.state().pools) {
      if (pool.imported) {
        get(answer, pool);
      }
    }
    Probe.Section importable = answer.program(StorageFormat.IMPORT, "zpool", "import");
    if (importable.out().length == 0) {
      answer.add(StorageFormat.IMPORT_BY_SCAN, importable);
    }
    for (ZfsPool pool : invocation.state().pools) {
      if (pool.imported || invocation.state().named(pool.device).isEmpty()) {
        continue;
      }
      String named = pool.guid + " " + pool.name;
      Optional<ZfsPool> twin = invocation.state().imported(pool.name);
      if (twin.isPresent()) {
        answer.text(StorageFormat.TWIN + named, 0, "");
        continue;
      }
      answer.program(
          StorageFormat.TRIED + named,
          "zpool",
          "import",
          "-N",
          "-f",
          "-o",
          "readonly=on",
          "-R",
          "/tmp/thaw.practice/pool",
          pool.guid);
      answer.text(StorageFormat.ALTROOT + pool.guid, 0, "/tmp/thaw.practice/pool");
      get(answer, pool);
      answer.program(StorageFormat.LEFT + named, "zpool", "export", pool.name);
    }
    return answer.print();
  }

  private static void get(Answer answer, ZfsPool pool) {
    answer.program(
        StorageFormat.GET + pool.guid,
        "zfs",
        "get",
        "-Hp",
        "-r",
        "-t",
        "filesystem,volume",
        "-o",
        "name,property,value,source",
        StorageFormat.PROPERTIES,
        pool.name);
  }

  static int containers(Invocation invocation) {
    var answer = new Answer(invocation);
    MachineState state = invocation.state();
    answer.program(StorageFormat.SETTLE, "udevadm", "settle", "--timeout=10");
    answer.text(
        StorageFormat.MAPPED,
        0,
        state.devices.stream()
            .filter(device -> !device.mapped.isEmpty())
            .map(device -> device.name + "\t" + device.mappedUuid + "\t" + device.mapped + "\n")
            .collect(Collectors.joining()));
    answer.text(
        StorageFormat.MEMBERS,
        0,
        state
            .tagged("TYPE", "crypto_LUKS")
            .map(device -> device.path() + "\n")
            .collect(Collectors.joining()));
    state
        .tagged("TYPE", "crypto_LUKS")
        .forEach(device ->
            state
                .container(device)
                .ifPresent(container ->
                    answer.bytes(
                        StorageFormat.LUKS + device.path(), 0, LuksHeaderBytes.of(container))));
    report(answer, StorageFormat.PV, "pv_name,vg_name,vg_uuid,pv_size,pv_missing");
    report(answer, StorageFormat.VG, "vg_name,vg_uuid,vg_size,vg_free");
    report(
        answer,
        StorageFormat.LV,
        "lv_name,vg_name,lv_uuid,vg_uuid,lv_size,lv_path,lv_layout,lv_skip_activation");
    answer.program(StorageFormat.MD_EXAMINE, "mdadm", "--examine", "--scan", "--verbose");
    answer.program(StorageFormat.MD_DETAIL, "mdadm", "--detail", "--scan", "--verbose");
    answer.text(StorageFormat.BTRFS, 0, "");
    return answer.print();
  }

  private static void report(Answer answer, String kind, String columns) {
    answer.program(
        kind,
        kind + "s",
        "-o",
        columns,
        "--readonly",
        "--reportformat",
        "json",
        "--units",
        "b",
        "--nosuffix");
  }
}
