package dev.thaw.storage;

import java.util.List;
import java.util.Set;

/** The kinds of filesystems, as blkid and an fstab call them. */
public final class FilesystemKind {

  /** What one driver mounts, or what the drivers of one kind are called. */
  private static final List<Set<String>> SAME =
      List.of(
          Set.of("ext2", "ext3", "ext4"),
          Set.of("ntfs", "ntfs3", "ntfs-3g"),
          Set.of("vfat", "msdos"));

  private FilesystemKind() {}

  /**
   * Whether what is there can't be mounted as what is wanted.
   *
   * @param held what blkid finds; empty where it finds nothing, which tells nothing
   * @param wanted what the fstab says
   */
  public static boolean isAnother(String held, String wanted) {
    return !held.isEmpty()
        && !wanted.equals("auto")
        && !wanted.startsWith("fuse")
        && !held.equals(wanted)
        && SAME.stream().noneMatch(same -> same.contains(held) && same.contains(wanted));
  }

  /**
   * Whether it is only a layer below a filesystem: opened or joined, and never mounted as it is.
   */
  public static boolean isLayer(String held) {
    return held.matches("crypto_LUKS|.*_member|swap");
  }
}
