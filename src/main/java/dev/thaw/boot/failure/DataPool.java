package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Subject;
import dev.thaw.boot.SubjectKind;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.storage.LastUse;
import dev.thaw.storage.Pool;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A pool of which only stage 2 mounts something is on no disk, or was last used elsewhere. */
final class DataPool implements Failure {

  @Override
  public List<String> ids() {
    return List.of("zfs-data-pool");
  }

  /** The screen does not tell such a pool from one that stage 1 needs. */
  @Override
  public List<String> shownAs() {
    return List.of(
        "zfs-pool-foreign", "zfs-pool-missing", "stage-2-mount-missing", "stage-2-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    if (!evidence.surroundings().known()) {
      return List.of();
    }
    List<String> early = evidence.earlyPools();
    return lines(evidence)
        .map(FstabEntry::pool)
        .distinct()
        .filter(pool -> !early.contains(pool))
        .flatMap(pool -> judge(pool, evidence).stream())
        .toList();
  }

  /** What is mounted of pools on the way up. */
  private static Stream<FstabEntry> lines(Evidence evidence) {
    return DeviceGone.mounted(evidence)
        .filter(entry -> entry.kind() == DeviceKind.DATASET && !entry.mayFail());
  }

  private Optional<Finding> judge(String name, Evidence evidence) {
    List<Pool> pools = PoolTwice.named(name, evidence);
    if (pools.isEmpty()) {
      return Optional.of(missing(name, evidence));
    }
    return pools.stream()
        .filter(pool -> !pool.imported())
        .flatMap(pool -> pool.lastUse().stream())
        .filter(use -> !use.exported() && !use.hostId().equals(evidence.installation().hostId()))
        .findFirst()
        .map(use -> foreign(name, use, evidence));
  }

  private Finding missing(String name, Evidence evidence) {
    boolean locked = evidence.surroundings().hasLocked();
    return finding(
        name,
        "The pool " + name + " is not there; without it the boot ends in emergency mode.",
        "No disk of this machine holds a pool of that name now: pools(), disks()."
            + (locked ? " A LUKS container is locked, and it may be in there." : ""),
        locked ? Certainty.POSSIBLE : Certainty.LIKELY,
        lines(evidence)
            .filter(entry -> entry.pool().equals(name))
            .<Mend>map(entry ->
                new Mend.AddElement("fileSystems.\"" + entry.file() + "\".options", "nofail"))
            .reduce((one, other) -> new Mend.Several(List.of(one, other)))
            .orElseThrow(),
        evidence);
  }

  private Finding foreign(String name, LastUse use, Evidence evidence) {
    return finding(
        name,
        "Stage 2 does not import the pool " + name + ": another system used it last.",
        "Its label says: last used by "
            + (use.host().isEmpty() ? "a host" : use.host())
            + " with the hostid "
            + use.hostId()
            + ", and not exported; pools() shows it.",
        Certainty.LIKELY,
        new Mend.Export(name),
        evidence);
  }

  private Finding finding(
      String name, String what, String seen, Certainty certainty, Mend mend, Evidence evidence) {
    List<FstabEntry> entries = lines(evidence).filter(entry -> entry.pool().equals(name)).toList();
    List<String> places = entries.stream().map(FstabEntry::file).toList();
    var finding =
        new Finding(
            id(),
            Stage.STAGE_2,
            BootImpact.FAILS,
            certainty,
            what,
            List.of(seen, "The fstab mounts it on " + String.join(", ", places) + "."),
            "A pool that nothing in stage 1 needs is imported after it, by its name, and not by"
                + " force unless boot.zfs.forceImportAll says so. What is mounted of it without"
                + " nofail has to be there.",
            mend);
    Subject subject =
        Subject.of(SubjectKind.POOL, List.of(name))
            .or(SubjectKind.DATASET, entries.stream().map(FstabEntry::spec).toList())
            .or(SubjectKind.MOUNT_POINT, places);
    return heldToScreen(finding, subject, certainty, evidence);
  }
}
