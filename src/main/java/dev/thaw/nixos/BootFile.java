package dev.thaw.nixos;

/**
 * A kernel or an initrd: in the store, and its copy that the firmware or the boot loader reads.
 *
 * @param storePath where it is in the store, links followed; empty when the generation names none
 * @param storeSize its size in bytes; -1 when it is not there
 * @param bootPath its copy on the boot partition, from that partition's root; empty when no loader
 *     entry names one
 * @param bootSize the copy's size in bytes; -1 when it is not there
 * @param grows whether something is appended to the copy: an initrd's secrets
 */
public record BootFile(
    String storePath, long storeSize, String bootPath, long bootSize, boolean grows) {

  /** Whether a loader entry names a copy that is not there. */
  public boolean copyIsMissing() {
    return !bootPath.isEmpty() && bootSize < 0;
  }

  /** Whether both are there and of sizes that fit. */
  public boolean matches() {
    return isWhole(bootSize);
  }

  /** How many bytes a copy of it takes, the secrets that are appended to it included. */
  public long copySize() {
    return Math.max(Math.max(storeSize, grows ? bootSize : 0), 0);
  }

  /** Whether a copy of that size fits what is in the store. */
  public boolean isWhole(long copySize) {
    return storeSize >= 0 && (grows ? copySize >= storeSize : copySize == storeSize);
  }
}
