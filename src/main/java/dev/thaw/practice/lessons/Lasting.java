package dev.thaw.practice.lessons;

import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.Fstab;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.practice.boot.Boot;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.nix.UserAccounts;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a machine that starts now goes on starting: the cause is gone, and not only what it did.
 *
 * @param state the machine, which runs; a copy that may be changed
 * @param running its system
 */
record Lasting(MachineState state, Boot.Running running) {

  /** What the kernel calls a device by the order in which it found it. */
  private static final String PASSING =
      "/dev/(?:(?:[shv]|xv)d[a-z]+\\d*|nvme\\d+n\\d+(?:p\\d+)?|mmcblk\\d+(?:p\\d+)?|dm-\\d+|md\\d+)";

  /** What does not hold for good; nothing, where all does. */
  List<CheckResult> faults() {
    var faults = new ArrayList<CheckResult>();
    MountNamespace files = NextRebuild.files(state, running);
    newest(files).ifPresent(faults::add);
    lost().ifPresent(faults::add);
    room(files).ifPresent(faults::add);
    if (UserAccounts.lockedOut(files, running.toplevel()).isPresent()) {
      faults.add(
          CheckResult.notYet("It would start, and nobody could log in.", "login() tells why."));
    }
    if (boot().stream().anyMatch(volume -> volume.dirty)) {
      faults.add(
          CheckResult.notYet(
              "The boot partition is still marked as damaged: the kernel may make it read-only"
                  + " again.",
              "leave(), then sh(\"fsck.vfat -a DEVICE || true\"): disks() shows which device it is."));
    }
    Set<String> passing = new LinkedHashSet<>(passing(files, running.toplevel()));
    boolean open = mayBeUnmounted(files, running.toplevel());
    NextRebuild next = NextRebuild.of(state, running);
    if (!next.trouble().isEmpty()) {
      faults.add(
          CheckResult.notYet(
              "The next rebuild would break it again: " + next.trouble(),
              "Mend the configuration, too, before anybody rebuilds: config() shows it."));
    }
    if (next.running().isPresent()) {
      String toplevel = next.running().get().toplevel();
      passing.addAll(passing(next.files(), toplevel));
      open = open || mayBeUnmounted(next.files(), toplevel);
    }
    if (!passing.isEmpty()) {
      faults.add(
          CheckResult.notYet(
              "The kernel hands out a name like "
                  + String.join(", ", passing)
                  + " anew at each start: another disk may have it tomorrow.",
              "Name what is on it, by its UUID: blkid prints it, disks().get(0).uuid() gives it."));
    }
    if (open) {
      faults.add(
          CheckResult.notYet(
              "The boot partition may be left out at a start, by its options in the fstab: then"
                  + " the next rebuild does not reach the boot menu.",
              "Take nofail or noauto out of its options: config() and rebuild()."));
    }
    return faults;
  }

  /** The menu's default and the profile are one, or what was rebuilt last never starts. */
  private Optional<CheckResult> newest(MountNamespace files) {
    NixProfile profile = NixProfile.of(files);
    return profile.system().equals(running.toplevel())
        ? Optional.empty()
        : Optional.of(
            CheckResult.notYet(
                "It starts "
                    + profile.links().stream()
                        .filter(link -> link.toplevel().equals(running.toplevel()))
                        .map(link -> "generation " + link.number())
                        .findFirst()
                        .orElse("a system that is no generation any more")
                    + ", and not generation "
                    + profile.current()
                    + ", which was built last.",
                "generations() and bootPartition() show both; diagnose() tells why."));
  }

  /** What was mounted on the first day, by its configuration, is mounted from somewhere. */
  private Optional<CheckResult> lost() {
    List<String> idle = idle();
    if (idle.isEmpty()) {
      return Optional.empty();
    }
    Set<String> points =
        running.mounts().stream().map(MountEntry::point).collect(Collectors.toSet());
    return firstDay()
        .filter(entry -> entry.file().startsWith("/"))
        .filter(entry -> entry.kind() != DeviceKind.BIND)
        .filter(entry -> entry.kind() != DeviceKind.NONE)
        .filter(entry -> !entry.options().contains("noauto") && !points.contains(entry.file()))
        .findFirst()
        .map(entry ->
            CheckResult.notYet(
                entry.file()
                    + " is not mounted any more, and nothing mounts "
                    + String.join(", ", idle)
                    + ".",
                "config() tells what was mounted there: name what is there instead, and"
                    + " rebuild()."));
  }

  /** The partitions and volumes with a filesystem, and the datasets, that are mounted nowhere. */
  private List<String> idle() {
    Set<String> mounted =
        running.mounts().stream().map(MountEntry::volume).collect(Collectors.toSet());
    Stream<String> devices =
        state.devices.stream()
            .filter(device -> device.isPartition() || device.isLayer())
            .filter(device ->
                Filesystems.on(state, device).filter(v -> !mounted.contains(v.id)).isPresent())
            .map(device ->
                device.path() + (device.label.isEmpty() ? "" : " (" + device.label + ")"));
    Stream<String> datasets =
        state.pools.stream()
            .flatMap(pool -> pool.datasets.stream())
            .filter(dataset -> !dataset.mountPoint.equals("none"))
            .map(dataset -> dataset.name)
            .filter(name -> !mounted.contains(name));
    return Stream.concat(devices, datasets).toList();
  }

  /** The fstab of the machine's first day. */
  private Stream<FstabEntry> firstDay() {
    MachineState first = MachineBuilder.make(state.name);
    for (Volume volume : List.copyOf(first.volumes.values())) {
      String nix = volume.tree().names("/nix").isEmpty() ? "/" : "/nix";
      if (!Live.isOwn(volume.id)) {
        List<String> options = List.of("ro");
        var files =
            new MountNamespace(
                first,
                List.of(
                    new MountEntry(0, "/", "", volume.id, "/", options, options),
                    new MountEntry(0, "/nix", "", volume.id, nix, options, options)),
                "");
        String fstab = files.text(NixProfile.of(files).system() + "/etc/fstab");
        if (!fstab.isEmpty()) {
          return Fstab.parse(fstab).entries().stream();
        }
      }
    }
    return Stream.empty();
  }

  /** Each change of the configuration writes an initrd to the boot partition. */
  private Optional<CheckResult> room(MountNamespace files) {
    long needed =
        files
            .find(running.toplevel() + "/initrd")
            .map(Node::content)
            .map(Volume::blocks)
            .orElse(0L);
    return boot().stream()
        .filter(volume -> volume.free() < needed)
        .findFirst()
        .map(volume ->
            CheckResult.notYet(
                "The boot partition is still full: %d MiB are free, and the initrd of the next generation takes %d."
                    .formatted(volume.free() >> 20, (needed >> 20) + 1),
                "See what takes the room: mountAll(), then sh(\"ls -lhR /mnt/boot\", looks=true)."));
  }

  /** The boot partitions that are mounted. */
  private List<Volume> boot() {
    return running.mounts().stream()
        .map(mount -> state.volume(mount.volume()))
        .filter(volume ->
            !volume.tree().names("/loader/entries").isEmpty()
                || volume.tree().get("/grub/grub.cfg").isPresent())
        .toList();
  }

  /** The devices that a system calls by a name that does not last. */
  private static List<String> passing(MountNamespace files, String toplevel) {
    Stream<String> mounted =
        Fstab.parse(files.text(toplevel + "/etc/fstab")).entries().stream().map(FstabEntry::spec);
    Stream<String> opened =
        files.find(toplevel + "/initrd").map(Node::content).stream()
            .filter(Content.Initrd.class::isInstance)
            .flatMap(content -> ((Content.Initrd) content).image().luks().values().stream());
    Stream<String> resumed =
        Stream.of(files.text(toplevel + "/kernel-params").split(" "))
            .filter(word -> word.startsWith("resume="))
            .map(word -> word.substring("resume=".length()));
    return Stream.of(mounted, opened, resumed)
        .flatMap(names -> names)
        .filter(name -> name.matches(PASSING))
        .toList();
  }

  /** Whether the start goes on without the boot partition. */
  private boolean mayBeUnmounted(MountNamespace files, String toplevel) {
    Set<String> boot = boot().stream().map(volume -> volume.id).collect(Collectors.toSet());
    Set<String> points =
        running.mounts().stream()
            .filter(mount -> boot.contains(mount.volume()))
            .map(MountEntry::point)
            .collect(Collectors.toSet());
    return Fstab.parse(files.text(toplevel + "/etc/fstab")).entries().stream()
        .filter(entry -> points.contains(entry.file()) || entry.file().equals("/boot"))
        .anyMatch(FstabEntry::mayFail);
  }
}
