package dev.thaw.nixos;

/** What runs in a generation's initrd. */
public enum Stage1 {
  /** A shell script, the way up to 25.11. */
  SCRIPTED,
  /** systemd, the way from 26.05 on. */
  SYSTEMD,
  /** It could not be told. */
  UNKNOWN
}
