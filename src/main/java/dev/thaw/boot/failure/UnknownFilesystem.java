package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Devices;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Subject;
import dev.thaw.boot.SubjectKind;
import dev.thaw.boot.SubjectNames;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stage 1 is to mount a kind of filesystem that its kernel has no driver for. */
final class UnknownFilesystem implements Failure {

  /** Kinds whose driver has the same name. */
  private static final Set<String> NAMED =
      Set.of("ext4", "xfs", "btrfs", "f2fs", "bcachefs", "vfat", "exfat", "jfs", "zfs");

  /** Kinds that the driver of ext4 mounts, too. */
  private static final Set<String> OLDER = Set.of("ext2", "ext3");

  @Override
  public List<String> ids() {
    return List.of("filesystem-type-unknown");
  }

  @Override
  public List<String> shownAs() {
    return List.of("stage-1-mount-fails", "zfs-pool-missing");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Optional<Initrd> initrd = evidence.initrd().filter(Initrd::isUnderstood);
    // One without any module has all drivers built into its kernel, or was not understood.
    if (initrd.isEmpty() || initrd.get().modules().isEmpty()) {
      return List.of();
    }
    return evidence.earlyMounts().stream()
        .filter(entry -> !entry.mayFail() && Devices.isThere(evidence, entry))
        .flatMap(entry ->
            driver(entry, evidence)
                .filter(driver -> !hasDriver(initrd.get(), driver))
                .map(driver -> finding(entry, driver, evidence))
                .stream())
        .toList();
  }

  /** Of ext2 and ext3, their own old drivers do, too. */
  private static boolean hasDriver(Initrd initrd, String driver) {
    return initrd.has(driver) || driver.equals("ext4") && OLDER.stream().anyMatch(initrd::has);
  }

  /** What mounts a line of the fstab; empty where that can't be told by a name. */
  private static Optional<String> driver(FstabEntry entry, Evidence evidence) {
    Optional<String> kind =
        entry.type().equals("auto")
            ? evidence.device(entry.spec()).map(BlockDevice::fsType)
            : Optional.of(entry.type());
    return kind.map(type -> OLDER.contains(type) ? "ext4" : type).filter(NAMED::contains);
  }

  private Finding finding(FstabEntry entry, String driver, Evidence evidence) {
    var finding =
        new Finding(
            id(),
            Stage.MOUNTS,
            BootImpact.FAILS,
            Certainty.LIKELY,
            "Stage 1 can't mount "
                + entry.file()
                + ": the initrd has no driver for the filesystem "
                + driver
                + ".",
            List.of(
                "Stage 1 mounts "
                    + entry.spec()
                    + " on "
                    + entry.file()
                    + (entry.type().equals("auto")
                        ? ", whatever is on it; it holds " + driver + ": disks()."
                        : " as " + entry.type() + "."),
                "No "
                    + driver
                    + ".ko is in the initrd "
                    + evidence.subject().map(g -> g.initrd().storePath()).orElse("")
                    + ", nor is it built into its kernel."),
            "Stage 1 has the drivers of those kinds of filesystems that the configuration names: by"
                + " fsType of what it mounts, or in boot.initrd.supportedFilesystems.",
            new Mend.AddElement("boot.initrd.supportedFilesystems", driver));
    Subject subject =
        Subject.of(SubjectKind.MOUNT_POINT, List.of(entry.file()))
            .or(SubjectKind.DEVICE, List.of(SubjectNames.device(entry.spec(), evidence)))
            .or(SubjectKind.POOL, List.of(entry.pool()));
    return heldToScreen(finding, subject, Certainty.SURE, evidence);
  }
}
