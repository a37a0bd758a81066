package dev.thaw.storage;

/** How well a pool or one of its devices is, in ZFS's own words. */
public enum Health {
  /** Everything is there and works. */
  ONLINE,
  /** Works, but with a device too few. */
  DEGRADED,
  /** Does not work, for errors or damage. */
  FAULTED,
  /** Taken out of use by somebody. */
  OFFLINE,
  /** Its device was pulled out while running. */
  REMOVED,
  /** Can't be opened: devices are missing, or it is not for this system. */
  UNAVAIL,
  /** Imported, but all its input and output is stopped after errors. */
  SUSPENDED,
  /** A word that Thaw does not know. */
  UNKNOWN;

  /** The health for ZFS's word; {@link #UNKNOWN} for any other. */
  static Health of(String word) {
    for (Health health : values()) {
      if (health.name().equals(word)) {
        return health;
      }
    }
    return UNKNOWN;
  }
}
