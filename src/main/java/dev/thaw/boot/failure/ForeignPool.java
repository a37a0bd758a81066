package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.storage.LastUse;
import dev.thaw.storage.Pool;
import java.util.List;
import java.util.Optional;

/** The pool was last used by a system with another hostid and not exported. */
final class ForeignPool implements Failure {

  @Override
  public List<String> ids() {
    return List.of("zfs-pool-foreign");
  }

  @Override
  public List<String> shownAs() {
    return List.of("zfs-dataset-unmountable", "stage-1-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.surroundings().pools().stream()
        .filter(pool -> evidence.earlyPools().contains(pool.name()) && !pool.imported())
        .flatMap(
            pool -> pool.lastUse().stream().flatMap(use -> judge(pool, use, evidence).stream()))
        .toList();
  }

  private Optional<Finding> judge(Pool pool, LastUse use, Evidence evidence) {
    String own = evidence.installation().hostId();
    boolean foreign = !use.exported() && !use.hostId().equals(own);
    Optional<Boolean> forced = evidence.forcesImport(pool.name());
    if (!foreign || forced.orElse(false)) {
      return Optional.empty();
    }
    // The script shows zpool's own words; systemd only that the import failed.
    boolean said =
        evidence.symptom().screen().failures().stream()
            .anyMatch(event -> event.kinds().equals(ids()));
    var finding =
        new Finding(
            id(),
            Stage.DEVICES,
            BootImpact.FAILS,
            forced.isPresent() ? Certainty.SURE : Certainty.POSSIBLE,
            "Stage 1 does not import the pool " + pool.name() + ": another system used it last.",
            List.of(
                "Its label says: last used by "
                    + (use.host().isEmpty() ? "a host" : use.host())
                    + " with the hostid "
                    + use.hostId()
                    + ", and not exported; pools() shows it.",
                "The installed system's own hostid is "
                    + (own.isEmpty() ? "not set" : own)
                    + " (/etc/hostid).",
                forced.isPresent()
                    ? "The initrd imports without force: boot.zfs.forceImportRoot is false."
                    : "Whether the initrd imports by force could not be read."),
            "A pool remembers who had it last, by hostid. Who exports it, lets go of it; else ZFS"
                + " refuses any other system, so that two never write at a time. zfs_force=1 on the"
                + " kernel's command line forces it for one boot.",
            new Mend.Export(pool.name()));
    Certainty best = said || forced.isPresent() ? Certainty.SURE : Certainty.LIKELY;
    return Optional.of(
        heldToScreen(finding, PoolGone.subject(pool.name(), evidence), best, evidence));
  }
}
