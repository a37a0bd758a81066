package dev.thaw.boot;

import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.BootFile;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The initrds that a session has read. A path in the store never changes what it holds, so that one
 * is read once; on another size, it is another one.
 */
public final class InitrdCache {

  private record Key(String storePath, long size) {}

  private final Map<Key, Initrd> read = new ConcurrentHashMap<>();

  /** The initrd of that path and size, if it was read. */
  Optional<Initrd> find(BootFile file) {
    return Optional.ofNullable(read.get(key(file)));
  }

  /** Keeps one that was read. */
  void keep(BootFile file, Initrd initrd) {
    read.put(key(file), initrd);
  }

  private static Key key(BootFile file) {
    return new Key(file.storePath(), file.storeSize());
  }
}
