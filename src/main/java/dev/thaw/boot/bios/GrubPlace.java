package dev.thaw.boot.bios;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a core image looks for GRUB's folder.
 *
 * @param kind what its name names
 * @param name which one, without dashes and colons for volumes and arrays
 * @param folder GRUB's folder on it
 */
public record GrubPlace(Kind kind, String name, String folder) {

  /** What such a name can name. */
  public enum Kind {
    /** The partition of the disk that was started, by its number. */
    PARTITION("partition %s of the disk that is started"),
    /** A filesystem, by its UUID. */
    UUID("the filesystem with the UUID %s"),
    /** A filesystem, by its label. */
    LABEL("the filesystem with the label %s"),
    /** LVM's volume, by its group's and its own UUID. */
    VOLUME("the LVM volume %s"),
    /** An array of disks, by its UUID. */
    ARRAY("the array %s"),
    /** Something that is told in no such way. */
    OTHER("%s");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final Pattern SEARCH =
      Pattern.compile("(?m)^\\s*search(?:\\.fs_|\\s+--(?:fs-)?)(uuid|label)\\s+(\\S+)");

  private static final Pattern DRIVE = Pattern.compile("^\\(([^)]*)\\)(.*)$");

  private static final Pattern PART = Pattern.compile("(?:hd0)?,(?:gpt|msdos)?(\\d{1,3})");

  private static final Pattern VOLUMES = Pattern.compile("(lvmid|mduuid)/([0-9A-Za-z/-]+)");

  /** Where this image looks: the last that its script searches for, else its prefix's drive. */
  public static GrubPlace of(CoreImage image) {
    Matcher search = SEARCH.matcher(image.script());
    GrubPlace found = null;
    while (search.find()) {
      Kind kind = search.group(1).equals("uuid") ? Kind.UUID : Kind.LABEL;
      found = new GrubPlace(kind, search.group(2).replaceAll("[\"']", ""), image.prefix());
    }
    if (found != null) {
      return found;
    }
    Matcher drive = DRIVE.matcher(image.prefix());
    if (!drive.matches()) {
      return new GrubPlace(Kind.OTHER, image.prefix(), image.prefix());
    }
    Matcher part = PART.matcher(drive.group(1));
    Matcher volume = VOLUMES.matcher(drive.group(1));
    if (part.matches()) {
      return new GrubPlace(Kind.PARTITION, part.group(1), drive.group(2));
    }
    if (volume.matches()) {
      Kind kind = volume.group(1).equals("lvmid") ? Kind.VOLUME : Kind.ARRAY;
      return new GrubPlace(kind, volume.group(2).replaceAll("[/-]", ""), drive.group(2));
    }
    return new GrubPlace(Kind.OTHER, image.prefix(), drive.group(2));
  }

  /** The place in words. */
  public String words() {
    return kind.words.formatted(name);
  }

  /** A pool's number, as blkid has it, where the name is one as GRUB has it; else the same. */
  public String decimal() {
    return name.matches("(?i)[0-9a-f]{16}")
        ? Long.toUnsignedString(Long.parseUnsignedLong(name.toLowerCase(Locale.ROOT), 16))
        : name;
  }
}
