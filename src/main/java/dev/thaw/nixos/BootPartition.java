package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootTree;
import java.util.List;

/**
 * A partition that may be the one the machine starts from.
 *
 * @param device its name now ({@code /dev/nvme0n1p1}; can change at the next boot); empty when the
 *     fstab wants it and it is not there
 * @param uuid the filesystem's UUID, by which it is known
 * @param label the filesystem's label; may be empty
 * @param type the filesystem's type, {@code vfat} for what firmware reads
 * @param partitionType the partition's type GUID, in lower case; may be empty
 * @param size in bytes; -1 when it is not known
 * @param mountPoint where the installation's fstab mounts it, or where it belongs when no line of
 *     that does though it boots from it; else empty
 * @param tree what lies on it
 * @param reasons what speaks for it and against it, in sentences, the weightiest first
 * @param theOne whether the installation uses it to boot
 * @param trouble what is wrong with its filesystem, the end of a sentence: it was not unmounted
 *     properly, it is mounted read-only; empty when nothing is seen
 */
public record BootPartition(
    String device,
    String uuid,
    String label,
    String type,
    String partitionType,
    long size,
    String mountPoint,
    BootTree tree,
    List<String> reasons,
    boolean theOne,
    String trouble) {

  /** One whose filesystem is whole. */
  public BootPartition(
      String device,
      String uuid,
      String label,
      String type,
      String partitionType,
      long size,
      String mountPoint,
      BootTree tree,
      List<String> reasons,
      boolean theOne) {
    this(device, uuid, label, type, partitionType, size, mountPoint, tree, reasons, theOne, "");
  }

  /** The type of an EFI system partition. */
  public static final String ESP = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";

  /** The type of an extended boot loader partition. */
  public static final String XBOOTLDR = "bc13c2ff-59e6-4262-a352-b275fd6f7172";

  /** Whether what lies on it counts for the installation. */
  public boolean isUsed() {
    return theOne || !mountPoint.isEmpty();
  }

  /** Copies the reasons. */
  public BootPartition {
    reasons = List.copyOf(reasons);
  }
}
