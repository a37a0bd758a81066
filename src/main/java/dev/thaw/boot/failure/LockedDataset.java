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
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What stage 1 mounts is natively encrypted, and it imports the pool without asking for the key.
 */
final class LockedDataset implements Failure {

  private static final String OPTION = "boot.zfs.requestEncryptionCredentials";

  @Override
  public List<String> ids() {
    return List.of("zfs-key");
  }

  @Override
  public List<String> shownAs() {
    return List.of("zfs-dataset-unmountable", "stage-1-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.initrd().filter(Initrd::isUnderstood).stream()
        .flatMap(initrd -> locked(initrd, evidence))
        .limit(1)
        .map(entry -> finding(entry, evidence))
        .toList();
  }

  /** The first of them is what the boot ends at. */
  private static Stream<FstabEntry> locked(Initrd initrd, Evidence evidence) {
    Map<String, String> encrypted = evidence.surroundings().encrypted();
    return evidence.earlyMounts().stream()
        .filter(entry -> entry.kind() == DeviceKind.DATASET && !entry.mayFail())
        .filter(entry -> encrypted.containsKey(entry.spec()))
        .filter(entry -> initrd.imports().containsKey(entry.pool()))
        .filter(entry -> !initrd.keyed().contains(entry.pool()));
  }

  private Finding finding(FstabEntry entry, Evidence evidence) {
    Map<String, String> encrypted = evidence.surroundings().encrypted();
    String root = encrypted.getOrDefault(entry.spec(), entry.spec());
    List<String> places =
        evidence.earlyMounts().stream()
            .filter(other -> root.equals(encrypted.get(other.spec())))
            .map(FstabEntry::file)
            .toList();
    var finding =
        new Finding(
            id(),
            Stage.MOUNTS,
            BootImpact.FAILS,
            Certainty.LIKELY,
            "Stage 1 does not ask for the key of "
                + root
                + ", and can't mount "
                + entry.spec()
                + " on "
                + entry.file()
                + ".",
            List.of(
                entry.spec() + " is encrypted with the key of " + root + ": datasets().",
                "Nothing in the initrd "
                    + evidence.subject().map(g -> g.initrd().storePath()).orElse("")
                    + " loads a key of the pool "
                    + entry.pool()
                    + "."),
            "Stage 1 asks for the keys of the pools that it imports only where "
                + OPTION
                + " is true, or names the dataset.",
            new Mend.SetOption(OPTION, "true"));
    Subject subject =
        Subject.of(SubjectKind.DATASET, List.of(entry.spec())).or(SubjectKind.MOUNT_POINT, places);
    return heldToScreen(finding, subject, Certainty.SURE, evidence);
  }
}
