package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.BootPartition;
import java.util.List;

/** The filesystem of the boot partition is damaged, or was left without being unmounted. */
final class DirtyBoot implements Failure {

  @Override
  public List<String> ids() {
    return List.of("boot-partition-read-only");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.installation().bootPartitions().stream()
        .filter(BootPartition::isUsed)
        .filter(partition -> !partition.trouble().isEmpty() && !partition.device().isEmpty())
        .map(partition -> finding(partition, evidence))
        .toList();
  }

  private Finding finding(BootPartition partition, Evidence evidence) {
    boolean readOnly = partition.trouble().contains("read-only");
    boolean said = isOnScreen(evidence.symptom());
    return new Finding(
        id(),
        Stage.MENU,
        BootImpact.GOES_ON,
        readOnly || said ? Certainty.SURE : Certainty.POSSIBLE,
        readOnly
            ? "The boot partition can't be written to."
            : "The boot partition was not unmounted properly.",
        List.of(partition.device() + ": " + partition.trouble() + "; bootPartition() shows it."),
        "After a power cut a filesystem of firmware's kind (FAT) stays marked as dirty. The kernel"
            + " makes it read-only when it meets what is damaged, and then no boot menu is"
            + " written.",
        new Mend.Repair(partition.device(), partition.type()));
  }
}
