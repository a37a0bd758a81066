package dev.thaw.boot;

/** What becomes of the boot where a failure is. */
public enum BootImpact {
  /** Nothing goes on, and nothing ends it. */
  HANGS,
  /** It ends there, with a message. */
  FAILS,
  /** It goes on: what is broken shows otherwise. */
  GOES_ON
}
