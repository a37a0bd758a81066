package dev.thaw.boot;

import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The names of what the machine has and of what its generations ask for, as a screen can show them,
 * each with the thing that it means. What is the same thing by several names is one.
 */
public final class SubjectNames {

  /** Where stage 1 has the root: the script's, and systemd's. */
  private static final List<String> ROOTS = List.of("/mnt-root", "/sysroot");

  private final Evidence evidence;
  private final Map<String, String> names = new LinkedHashMap<>();

  private SubjectNames(Evidence evidence) {
    this.evidence = evidence;
  }

  /** All names of a kind, and what each means. */
  static Map<String, String> of(SubjectKind kind, Evidence evidence) {
    var known = new SubjectNames(evidence);
    switch (kind) {
      case MODULE -> known.modules();
      case DEVICE -> known.devices();
      case MOUNT_POINT -> known.mountPoints();
      case POOL -> known.pools();
      case DATASET ->
          known.entries().map(FstabEntry::spec).forEach(spec -> known.names.put(spec, spec));
      case SYSTEM -> known.systems();
      case BOOT_FILE -> known.bootFiles();
    }
    return known.names;
  }

  /** What a device's name means: the device that has it now, or else the name itself. */
  public static String device(String spec, Evidence evidence) {
    return evidence.device(spec).map(BlockDevice::path).orElse(path(spec));
  }

  private static String path(String spec) {
    int sign = spec.indexOf('=');
    return sign > 0 && spec.matches("(?:PART)?(?:UUID|LABEL)=.*")
        ? "/dev/disk/by-"
            + spec.substring(0, sign).toLowerCase(Locale.ROOT)
            + "/"
            + spec.substring(sign + 1)
        : spec;
  }

  private Stream<FstabEntry> entries() {
    return Stream.of(
            evidence.earlyMounts().stream(),
            evidence.initrds().values().stream().flatMap(initrd -> initrd.mounts().stream()),
            evidence.installation().mounts().stream().map(Mount::entry))
        .flatMap(each -> each);
  }

  private void devices() {
    Stream.of(
            entries().map(FstabEntry::spec).filter(spec -> spec.matches("/.*|[A-Z]+=.*")),
            evidence.initrds().values().stream()
                .flatMap(initrd -> initrd.openings().stream())
                .flatMap(opening -> Stream.of(opening.device(), opening.opened())),
            evidence.installation().generations().stream()
                .flatMap(generation -> generation.kernelParams().stream())
                .filter(param -> param.matches("(?:resume|root)=[/A-Z].*"))
                .map(param -> param.substring(param.indexOf('=') + 1)))
        .flatMap(each -> each)
        .forEach(spec -> name(path(spec), device(spec, evidence)));
    // Stage 1 names a folder by where it has the root.
    entries()
        .filter(entry -> entry.kind() == DeviceKind.BIND)
        .map(FstabEntry::spec)
        .forEach(spec -> ROOTS.forEach(root -> names.putIfAbsent(root + spec, spec)));
    evidence.surroundings().devices().forEach(this::device);
  }

  private void device(BlockDevice device) {
    name(device.path(), device.path());
    device.links().forEach(link -> name(link, device.path()));
    name("/dev/disk/by-uuid/", device.uuid(), device);
    name("/dev/disk/by-label/", device.label(), device);
    name("/dev/disk/by-partuuid/", device.partUuid(), device);
    name("/dev/disk/by-partlabel/", device.partLabel(), device);
  }

  private void name(String folder, String name, BlockDevice device) {
    if (!name.isEmpty()) {
      name(folder + name, device.path());
    }
  }

  /** A device's path, and the other ways in which it is written. */
  private void name(String path, String thing) {
    names.putIfAbsent(path, thing);
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith("/dev/disk/by-uuid/") || path.startsWith("/dev/disk/by-partuuid/")) {
      names.putIfAbsent(last, thing);
    } else if (path.startsWith("/dev/mapper/") && last.matches("[^-]+-[^-]+")) {
      names.putIfAbsent("/dev/" + last.replace('-', '/'), thing);
    }
  }

  private void modules() {
    Stream.concat(
            evidence.initrds().values().stream()
                .flatMap(
                    initrd -> Stream.concat(initrd.forced().stream(), initrd.modules().stream())),
            evidence.configured().stream().map(ForceLoaded::name))
        .map(Initrd::plain)
        .forEach(module -> names.putIfAbsent(module, module));
  }

  private void mountPoints() {
    entries()
        .map(FstabEntry::file)
        .filter(file -> file.startsWith("/"))
        .distinct()
        .forEach(file -> {
          String below = file.equals("/") ? "" : file;
          ROOTS.forEach(root -> names.putIfAbsent(root + below, file));
          names.putIfAbsent(file, file);
        });
  }

  private void pools() {
    Stream.of(
            evidence.surroundings().pools().stream().map(pool -> pool.name()),
            entries().filter(entry -> entry.type().equals("zfs")).map(FstabEntry::pool),
            evidence.initrds().values().stream()
                .map(Initrd::imports)
                .flatMap(imports -> imports.keySet().stream()))
        .flatMap(each -> each)
        .forEach(name -> names.putIfAbsent(name, name));
  }

  private void systems() {
    Stream.concat(
            evidence.installation().generations().stream().map(Generation::toplevel),
            evidence.installation().bootPartitions().stream()
                .flatMap(partition -> partition.tree().entries().stream())
                .map(entry -> entry.toplevel()))
        .filter(system -> !system.isEmpty())
        .forEach(system -> {
          ROOTS.forEach(root -> names.putIfAbsent(root + system + "/init", system));
          names.putIfAbsent(system + "/init", system);
        });
  }

  private void bootFiles() {
    for (BootPartition partition : evidence.installation().bootPartitions()) {
      partition.tree().files().keySet().forEach(file -> names.putIfAbsent(file, file));
      partition
          .tree()
          .entries()
          .forEach(entry ->
              Stream.concat(Stream.of(entry.linux()), entry.initrds().stream())
                  .filter(file -> !file.isEmpty())
                  .forEach(file -> names.putIfAbsent(file, file)));
    }
  }
}
