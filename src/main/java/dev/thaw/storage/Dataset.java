package dev.thaw.storage;

import java.util.Optional;

/**
 * A filesystem or a volume in a ZFS pool.
 *
 * @param name its full name, which may hold spaces: {@code nvmepool/root}
 * @param poolGuid the guid of its pool
 * @param isVolume whether it is a volume (a block device) instead of a filesystem
 * @param used bytes used by it and all below it; -1 when unknown
 * @param available bytes left for it; -1 when unknown
 * @param referenced bytes that it shows itself; -1 when unknown
 * @param volumeSize in bytes, of a volume; -1 of a filesystem
 * @param mountPoint where it wants to be mounted
 * @param canMount {@code on}, {@code off} or {@code noauto}; empty for a volume
 * @param mounted whether it is mounted now
 * @param encryption how it is encrypted; empty when it is not
 */
public record Dataset(
    String name,
    String poolGuid,
    boolean isVolume,
    long used,
    long available,
    long referenced,
    long volumeSize,
    MountPoint mountPoint,
    String canMount,
    boolean mounted,
    Optional<Encryption> encryption) {

  /** The name of its pool. */
  public String pool() {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  /** Whether it is encrypted and its key is not loaded, so that it can't be read. */
  public boolean isLocked() {
    return encryption.filter(how -> !how.keyLoaded()).isPresent();
  }
}
