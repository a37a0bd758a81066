package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootTree;
import java.util.List;

/**
 * A partition that may be the one the machine starts from.
 *
 * @param volume what it is
 * @param mountPoint where the installation's fstab mounts it, or where it belongs when no line of
 *     that does though it boots from it; else empty
 * @param tree what lies on it
 * @param choice whether it is the one, and why
 * @param trouble what is wrong with its filesystem, the end of a sentence: it was not unmounted
 *     properly, it is mounted read-only; empty when nothing is seen
 */
public record BootPartition(
    Volume volume, String mountPoint, BootTree tree, Choice choice, String trouble) {

  /**
   * A partition and its filesystem.
   *
   * @param device its name now ({@code /dev/nvme0n1p1}; can change at the next boot); empty when
   *     the fstab wants it and it is not there
   * @param uuid the filesystem's UUID, by which it is known
   * @param label the filesystem's label; may be empty
   * @param type the filesystem's type, {@code vfat} for what firmware reads
   * @param partitionType the partition's type GUID, in lower case; may be empty
   * @param size in bytes; -1 when it is not known
   */
  public record Volume(
      String device, String uuid, String label, String type, String partitionType, long size) {}

  /**
   * Whether a partition is the one.
   *
   * @param reasons what speaks for it and against it, in sentences, the weightiest first
   * @param theOne whether the installation uses it to boot
   */
  public record Choice(List<String> reasons, boolean theOne) {

    /** Copies the reasons. */
    public Choice {
      reasons = List.copyOf(reasons);
    }
  }

  /** The type of an EFI system partition. */
  public static final String ESP = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";

  /** The type of an extended boot loader partition. */
  public static final String XBOOTLDR = "bc13c2ff-59e6-4262-a352-b275fd6f7172";

  /** Whether what lies on it counts for the installation. */
  public boolean isUsed() {
    return theOne() || !mountPoint.isEmpty();
  }

  /** Its name now; empty when it is not there. */
  public String device() {
    return volume.device();
  }

  /** The filesystem's UUID. */
  public String uuid() {
    return volume.uuid();
  }

  /** The filesystem's label; may be empty. */
  public String label() {
    return volume.label();
  }

  /** The filesystem's type. */
  public String type() {
    return volume.type();
  }

  /** The partition's type GUID, in lower case; may be empty. */
  public String partitionType() {
    return volume.partitionType();
  }

  /** Its size in bytes; -1 when it is not known. */
  public long size() {
    return volume.size();
  }

  /** What speaks for it and against it, in sentences. */
  public List<String> reasons() {
    return choice.reasons();
  }

  /** Whether the installation uses it to boot. */
  public boolean theOne() {
    return choice.theOne();
  }
}
