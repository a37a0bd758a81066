package dev.thaw.boot;

/** How a link of the boot chain was judged. */
public enum LinkVerdict {
  /** What was seen says that it holds. */
  GOOD,
  /** It does not hold. */
  BROKEN,
  /** It could not be told. */
  UNKNOWN
}
