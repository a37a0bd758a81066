package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a helper that changes the installed system would miss: parts of it that are not mounted, not
 * writable, or another device's. What is written beside them goes where nothing reads it.
 *
 * @param gaps what is missing, what stage 1 mounts first
 */
record Readiness(List<Gap> gaps) {

  private static final Set<String> SEVERAL_DEVICES = Set.of("btrfs", "bcachefs", "zfs");

  Readiness {
    gaps = List.copyOf(gaps);
  }

  /** Which part of the system. */
  enum Part {
    /** What the system itself is in: its root, its store, and what stage 1 mounts besides. */
    SYSTEM,
    /** What a boot loader reads. */
    BOOT
  }

  /**
   * Something that is missing.
   *
   * @param what a sentence without its full stop, beginning small
   * @param next what to do about it, a sentence
   */
  record Gap(Part part, String what, String next) {}

  /** Judges a mounted installation by what the kernel has mounted. */
  static Readiness of(Installation installation, State state) {
    var gaps = new ArrayList<Gap>();
    for (Mount mount : installation.mounts()) {
      if (needed(mount, Part.SYSTEM, installation)) {
        gap(Part.SYSTEM, mount, installation, state).ifPresent(gaps::add);
      }
    }
    List<Mount> boots =
        BootMounts.of(installation).stream()
            .filter(mount -> needed(mount, Part.BOOT, installation))
            .toList();
    for (Mount mount : boots) {
      gap(Part.BOOT, mount, installation, state).ifPresent(gaps::add);
    }
    return new Readiness(gaps);
  }

  /**
   * Refuses to go on while a part is missing.
   *
   * @param helper what was asked for, for the sentence: {@code rebuild()}
   * @throws Trouble.Refused if one is
   */
  void require(String helper, Set<Part> parts) {
    List<Gap> missing = gaps.stream().filter(gap -> parts.contains(gap.part())).toList();
    if (!missing.isEmpty()) {
      throw new Trouble.NotReady(
          helper
              + " can't run now: "
              + missing.stream().map(Gap::what).collect(Collectors.joining("; "))
              + ".",
          missing.stream().map(Gap::next).distinct().collect(Collectors.joining(" ")));
    }
  }

  /**
   * Whether a rescue needs this line of the fstab. What the boot goes on without may be gone; but
   * the one boot partition of a system has to be there, though it goes on without that, too.
   */
  private static boolean needed(Mount mount, Part part, Installation installation) {
    FstabEntry entry = mount.entry();
    boolean gone = mount.state() == Mount.State.MISSING;
    if (part == Part.SYSTEM) {
      return !gone && !entry.mayFail() && entry.isEarly() && hasDevice(entry);
    }
    boolean only =
        BootMounts.of(installation).stream()
            .filter(other -> other.state() != Mount.State.MISSING)
            .allMatch(mount::equals);
    return !entry.mayFail() || !gone || only;
  }

  private static boolean hasDevice(FstabEntry entry) {
    return !entry.isSwap()
        && entry.kind() != DeviceKind.NETWORK
        && (entry.kind() != DeviceKind.NONE || entry.file().equals("/"));
  }

  private static Optional<Gap> gap(Part part, Mount mount, Installation installation, State state) {
    FstabEntry entry = mount.entry();
    String point = entry.file().equals("/") ? state.root() : state.root() + entry.file();
    String name =
        (part == Part.BOOT ? "the boot partition " : "")
            + Clean.line(entry.file())
            + " ("
            + Clean.line(entry.spec())
            + ")";
    LiveMount live =
        state.mounts().stream()
            .filter(one -> one.point().equals(point))
            .reduce((earlier, later) -> later)
            .orElse(null);
    if (live == null && mount.state() == Mount.State.MISSING) {
      return Optional.of(
          new Gap(
              part,
              name + " is not there: " + Clean.line(mount.why()),
              "disks() shows what is there. Connect it, unlock() what it is in, or mount the right"
                  + " one at "
                  + Clean.line(point)
                  + " with sh(\"mount …\")."));
    }
    if (live == null) {
      return Optional.of(
          new Gap(
              part,
              name + " is not mounted at " + Clean.line(point),
              "mountAll() mounts the rest."));
    }
    if (isAnother(live, mount) && !isItsOwnRoot(live, mount, installation)) {
      return Optional.of(
          new Gap(
              part,
              Clean.line(live.source())
                  + " is mounted at "
                  + Clean.line(point)
                  + ", where "
                  + name
                  + ", now "
                  + Clean.line(mount.device())
                  + ", belongs",
              "leave(), then mountAll() mounts the right one."));
    }
    if (live.readOnly()) {
      return Optional.of(
          new Gap(
              part,
              name + " is mounted read-only",
              part == Part.BOOT
                  ? "The kernel does that when it finds the filesystem damaged: bootPartition()"
                      + " tells, and mend(diagnose()) checks and repairs it."
                  : "leave(), then mountAll() mounts it writable; if it stays so, the filesystem or"
                      + " its disk is damaged: disks()."));
    }
    return Optional.empty();
  }

  /** Whether the system lies on what is mounted as its root, whatever its fstab says. */
  private static boolean isItsOwnRoot(LiveMount live, Mount mount, Installation installation) {
    return mount.entry().file().equals("/") && live.source().equals(installation.store().source());
  }

  /**
   * Whether something else is mounted there. Not told of filesystems that are on several devices,
   * each of whose names may stand for it; a rehearsal names what would be mounted as the fstab
   * does.
   */
  private static boolean isAnother(LiveMount live, Mount mount) {
    return mount.device().startsWith("/dev/")
        && mount.entry().kind() != DeviceKind.BIND
        && !SEVERAL_DEVICES.contains(live.fsType())
        && !live.source().contains("=")
        && !live.source().equals(mount.device())
        && !live.source().equals(mount.entry().spec());
  }
}
