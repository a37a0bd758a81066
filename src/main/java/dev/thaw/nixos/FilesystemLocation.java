package dev.thaw.nixos;

/**
 * Where a filesystem lies.
 *
 * @param source the block device ({@code /dev/nvme0n1p2}, a name that can change at the next boot)
 *     or the ZFS dataset; the folder when an already mounted root was looked at
 * @param type the filesystem's type; empty when it is not known
 * @param uuid the filesystem's UUID; empty for a dataset
 * @param subvolume the btrfs subvolume; empty for the top level and for other filesystems
 */
public record FilesystemLocation(String source, String type, String uuid, String subvolume) {

  /** Nothing is known. */
  public static final FilesystemLocation UNKNOWN = new FilesystemLocation("", "", "", "");

  @Override
  public String toString() {
    return subvolume.isEmpty() ? source : source + "[" + subvolume + "]";
  }
}
