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
import dev.thaw.nixos.FstabEntry;
import dev.thaw.storage.Health;
import dev.thaw.storage.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pool that stage 1 imports is on no disk, or lacks some of its own. What is missing may only not
 * be attached to the live system: that is never more than likely.
 */
final class PoolGone implements Failure {

  private static final List<Health> BROKEN =
      List.of(Health.FAULTED, Health.UNAVAIL, Health.REMOVED, Health.SUSPENDED);

  private static final String DAMAGED = "zfs-pool-damaged";

  private static final String TOO_NEW = "zfs-pool-too-new";

  @Override
  public List<String> ids() {
    return List.of("zfs-pool-missing", DAMAGED, TOO_NEW);
  }

  @Override
  public List<String> shownAs() {
    return List.of("zfs-dataset-unmountable", "stage-1-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.surroundings().known()
        ? evidence.earlyPools().stream().flatMap(pool -> judge(pool, evidence).stream()).toList()
        : List.of();
  }

  private Optional<Finding> judge(String name, Evidence evidence) {
    List<Pool> pools = PoolTwice.named(name, evidence);
    if (pools.stream().anyMatch(one -> !BROKEN.contains(one.health()))) {
      return Optional.empty();
    }
    Optional<Pool> pool = pools.stream().findFirst();
    if (pool.filter(one -> !one.unsupportedFeatures().isEmpty()).isPresent()) {
      return Optional.of(tooNew(pool.get(), evidence));
    }
    boolean locked = evidence.surroundings().hasLocked();
    var seen = new ArrayList<String>();
    seen.add(
        pool.map(one ->
                "The pool "
                    + name
                    + " is "
                    + one.state()
                    + (one.status().isEmpty() ? "" : ": " + one.status())
                    + (one.status().endsWith(".") ? "" : ".")
                    + " pools() shows which of its devices are missing.")
            .orElse("No disk of this machine holds a pool of that name now: pools(), disks()."));
    if (locked) {
      seen.add("A LUKS container is locked, and it may be in there: unlock() first.");
    }
    var finding =
        new Finding(
            pool.isPresent() ? DAMAGED : "zfs-pool-missing",
            Stage.DEVICES,
            BootImpact.FAILS,
            locked ? Certainty.POSSIBLE : Certainty.LIKELY,
            "The pool "
                + name
                + ", which stage 1 imports, "
                + (pool.isPresent() ? "can't be imported: it is not whole." : "is not there."),
            seen,
            "A pool is imported by the labels on its devices. A disk that is not attached, or whose"
                + " driver is missing, takes its part of the pool away.",
            new Mend.ByHand(
                "Attach what is missing, then look again: pools() and diagnose(). Of a pool that"
                    + " lost a disk for good, copy what can still be read before anything else."
                    + pool.filter(Pool::mayLackOnlyItsLog)
                        .map(one ->
                            " What is there of its data is whole: if only a log device is gone,"
                                + " importPool(\""
                                + one.guid()
                                + "\") tells how to do without.")
                        .orElse("")));
    Certainty best = locked ? Certainty.POSSIBLE : Certainty.LIKELY;
    return Optional.of(heldToScreen(finding, subject(name, evidence), best, evidence));
  }

  /** The live system's ZFS is too old for it; the installed system's need not be. */
  private Finding tooNew(Pool pool, Evidence evidence) {
    var finding =
        new Finding(
            TOO_NEW,
            Stage.DEVICES,
            BootImpact.FAILS,
            Certainty.POSSIBLE,
            "The pool " + pool.name() + " is too new for the ZFS of this live system.",
            List.of(
                "It uses features that this ZFS does not know: "
                    + String.join(", ", pool.unsupportedFeatures())
                    + ". pools() shows it.",
                "Whether the ZFS of the generation that starts knows them, can't be told from"
                    + " here."),
            "zpool upgrade turned on what an older ZFS can't read: the one of an older generation,"
                + " or of a live image. Nothing of the pool is damaged by that.",
            new Mend.ByHand(
                "Take a live image with a newer ZFS, or start the newest generation."
                    + " explain(\"zfs-pool-too-new\") tells more."));
    return heldToScreen(finding, subject(pool.name(), evidence), Certainty.LIKELY, evidence);
  }

  /** A pool, by its own name, or by what stage 1 mounts of it. */
  static Subject subject(String pool, Evidence evidence) {
    List<FstabEntry> entries =
        evidence.earlyMounts().stream()
            .filter(entry -> entry.type().equals("zfs"))
            .filter(entry -> entry.pool().equals(pool))
            .toList();
    return Subject.of(SubjectKind.POOL, List.of(pool))
        .or(SubjectKind.DATASET, entries.stream().map(FstabEntry::spec).toList())
        .or(SubjectKind.MOUNT_POINT, entries.stream().map(FstabEntry::file).toList());
  }
}
