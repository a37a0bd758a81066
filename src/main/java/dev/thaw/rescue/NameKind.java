package dev.thaw.rescue;

/** What a text or number that a helper takes is the name of, so that the prompt can offer it. */
public enum NameKind {
  /** A pool. */
  POOL,
  /** A generation's number. */
  GENERATION,
  /** An installation, as numbered by {@code installs()}. */
  INSTALLATION,
  /** A host that the flake builds. */
  HOST,
  /** A container or dataset that is locked. */
  LOCKED,
  /** A file of the configuration. */
  CONFIG_FILE,
  /** A setting of the configuration, with dots. */
  SETTING,
  /** A dataset of a pool. */
  DATASET,
  /** Where something is mounted. */
  MOUNT_POINT,
  /** A file of the live system. */
  FILE,
  /** A line for the live system's shell, which may name anything there. */
  LINE,
  /** An account of the installed system. */
  ACCOUNT,
  /** A failure that has a page, by its id. */
  FAILURE,
  /** A line for a shell inside the installed system. */
  LINE_INSIDE
}
