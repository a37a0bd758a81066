package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.storage.Pool;
import dev.thaw.storage.Vdev;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Two pools have the name by which stage 1 imports one. What is attached to the live system need
 * not have been there when the machine failed: the disks alone make that no more than likely.
 */
final class PoolTwice implements Failure {

  @Override
  public List<String> ids() {
    return List.of("zfs-pool-twice");
  }

  /** systemd's stage 1 says only that the import failed. */
  @Override
  public List<String> shownAs() {
    return List.of(
        "zfs-pool-foreign", "zfs-pool-missing", "zfs-dataset-unmountable", "stage-1-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.earlyPools().stream()
        .filter(name -> named(name, evidence).size() > 1)
        .map(name -> finding(name, named(name, evidence), evidence))
        .toList();
  }

  /** The pools of a name, each once. */
  static List<Pool> named(String name, Evidence evidence) {
    return evidence.surroundings().pools().stream()
        .filter(pool -> pool.name().equals(name))
        .collect(Collectors.toMap(Pool::guid, pool -> pool, (one, _) -> one))
        .values()
        .stream()
        .sorted(Comparator.comparing(Pool::guid))
        .toList();
  }

  private Finding finding(String name, List<Pool> pools, Evidence evidence) {
    var finding =
        new Finding(
            id(),
            Stage.DEVICES,
            BootImpact.FAILS,
            Certainty.LIKELY,
            "Two pools are called " + name + ": stage 1 imports neither.",
            pools.stream().map(PoolTwice::seen).toList(),
            "Stage 1 imports a pool by its name, and ZFS does not guess which of two is meant. One"
                + " of them may be an old label of what a disk once held, or be on a disk that does"
                + " not belong to this machine.",
            new Mend.ByHand(
                "Detach the disk that does not belong here, if one does not. From the live system"
                    + " the right one is imported by its number: importPool(\"NUMBER\"), then"
                    + " mountAll(). explain(\"zfs-pool-twice\") tells how to rid a disk of an old"
                    + " label, and what not to do."));
    return heldToScreen(finding, PoolGone.subject(name, evidence), Certainty.LIKELY, evidence);
  }

  private static String seen(Pool pool) {
    return pool.guid()
        + " is "
        + pool.state()
        + ", on "
        + pool.allVdevs().filter(Vdev::isDevice).map(Vdev::name).collect(Collectors.joining(", "))
        + ": pools().";
  }
}
