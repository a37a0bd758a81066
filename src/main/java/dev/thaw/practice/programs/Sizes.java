package dev.thaw.practice.programs;

import java.util.Locale;

/** Sizes as the tools print them for people; each has its own way of rounding. */
final class Sizes {

  private static final String LETTERS = "BKMGTPE";

  private Sizes() {}

  /** As lsblk and findmnt do: {@code 256M}, {@code 3.7G}, {@code 393.5M}. */
  static String lsblk(long bytes) {
    int unit = unit(bytes);
    double value = bytes / Math.pow(1024, unit);
    String text = String.format(Locale.ROOT, "%.1f", value);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text)
        + LETTERS.charAt(unit);
  }

  /** As zpool and zfs do: {@code 3.75G}, {@code 128M}, {@code 96K}: three digits. */
  static String zfs(long bytes) {
    int unit = unit(bytes);
    if (unit == 0) {
      return bytes + "B";
    }
    double value = bytes / Math.pow(1024, unit);
    int digits = value >= 100 || value == Math.rint(value) ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f", value) + LETTERS.charAt(unit);
  }

  /** As df -h and ls -h do: rounded up, one digit behind the point below ten. */
  static String df(long bytes) {
    int unit = unit(bytes);
    if (unit == 0) {
      return bytes == 0 ? "0" : Long.toString(bytes);
    }
    double value = bytes / Math.pow(1024, unit);
    double up = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
    return (up < 10 ? String.format(Locale.ROOT, "%.1f", up) : Long.toString((long) up))
        + LETTERS.charAt(unit);
  }

  private static int unit(long bytes) {
    int unit = 0;
    while (bytes >> (10 * (unit + 1)) > 0) {
      unit++;
    }
    return unit;
  }
}
