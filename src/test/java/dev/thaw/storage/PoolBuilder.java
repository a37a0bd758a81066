package dev.thaw.storage;

import java.util.List;
import java.util.Optional;

/** Builds a pool for a test: one that is whole and not imported, unless something else is said. */
public final class PoolBuilder {

  private final String name;
  private final String guid;
  private Health health = Health.ONLINE;
  private Pool.Use use = Pool.Use.NONE;
  private Optional<LastUse> lastUse = Optional.empty();
  private Force force = new Force.NotNeeded();
  private List<Vdev> vdevs = List.of();
  private List<String> unsupported = List.of();
  private String directory = "";

  private PoolBuilder(String name, String guid) {
    this.name = name;
    this.guid = guid;
  }

  /** Begins one of this name and number. */
  public static PoolBuilder pool(String name, String guid) {
    return new PoolBuilder(name, guid);
  }

  /** How well it is. */
  public PoolBuilder health(Health word) {
    health = word;
    return this;
  }

  /** Imported to be written to, below that folder. */
  public PoolBuilder importedBelow(String altroot) {
    use = new Pool.Use(true, false, altroot);
    return this;
  }

  /** Who used it last, and whether importing it needs force. */
  public PoolBuilder lastUsed(Optional<LastUse> by, Force needed) {
    lastUse = by;
    force = needed;
    return this;
  }

  /** Its devices. */
  public PoolBuilder vdevs(Vdev... devices) {
    vdevs = List.of(devices);
    return this;
  }

  /** A feature in use that the live system's ZFS does not know. */
  public PoolBuilder unsupported(String feature) {
    unsupported = List.of(feature);
    return this;
  }

  /** Where its devices are looked for. */
  public PoolBuilder directory(String folder) {
    directory = folder;
    return this;
  }

  /** The pool. */
  public Pool build() {
    return new Pool(
        name,
        guid,
        health,
        health.name(),
        use,
        Optional.empty(),
        lastUse,
        force,
        new Pool.Remarks("", "", ""),
        vdevs,
        new Pool.Features(unsupported, false, false),
        new Pool.Address(directory, false));
  }
}
