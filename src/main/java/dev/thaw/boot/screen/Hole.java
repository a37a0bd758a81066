package dev.thaw.boot.screen;

import java.util.Locale;
import java.util.regex.Pattern;

/** The kinds of names that stand in a known line, and how such a name looks. */
public enum Hole {
  /** A kernel module: {@code vfio_pci}. */
  MODULE("[A-Za-z0-9][A-Za-z0-9_-]{1,60}"),
  /** A device, by its path or its unit: {@code /dev/sda1}, {@code dev-sda1.device}. */
  DEVICE("/[^\\s'\"]*|(?:dev-|[A-Z]{4,9}=)[^\\s'\"]+|[^\\s'\"/]+\\.d\\w{4,6}"),
  /** A disk by the kernel's name: {@code sda}, {@code mmc0}. */
  DISK("[a-z]+[a-z0-9.-]*"),
  /** A ZFS pool. */
  POOL("[A-Za-z][A-Za-z0-9_.:-]*"),
  /** A dataset of a pool, or the pool itself. */
  DATASET("[A-Za-z][A-Za-z0-9_.:-]*(?:/[^\\s'\"]+)?"),
  /** Where something is mounted, by its path or its unit. */
  MOUNT("/[^\\s'\"]*|[^\\s'\"/]+\\.(?:m|rn)\\w{3,5}"),
  /** A file. */
  FILE("[^\\s'\"]*[/\\\\.][^\\s'\"]*"),
  /** One word that is a name of something else: a filesystem's type, a snippet. */
  NAME("[\\w.@:+-]+"),
  /** What systemd calls a unit, which may be several words; a bracket ends it. */
  UNIT("[^\\n(]+"),
  /** Any words; they are no subject. */
  TEXT("[^\\n]*");

  private final Pattern looks;

  Hole(String looks) {
    this.looks = Pattern.compile(looks, Pattern.CASE_INSENSITIVE);
  }

  /** The kind that is called so in the table. */
  static Hole named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether a name is of this kind by its looks. */
  boolean fits(String name) {
    return looks.matcher(name).matches();
  }

  /** Whether what stands here is what the line is about. */
  boolean isSubject() {
    return this != TEXT;
  }
}
