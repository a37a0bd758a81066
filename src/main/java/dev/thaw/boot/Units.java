package dev.thaw.boot;

import dev.thaw.machine.ByteEscapes;
import java.util.regex.Pattern;

/** The paths that systemd's units are named after. */
final class Units {

  private static final Pattern TEMPLATE =
      Pattern.compile("^(?:systemd-(?:fsck|cryptsetup)@|zfs-import-)");

  private static final Pattern KIND =
      Pattern.compile("\\.(?:device|mount|swap|service)(?:/start)?$");

  private Units() {}

  /**
   * What a unit is named after, its parts parted as they stand there: {@code mnt-data} of {@code
   * mnt-data.mount}. What is no unit's name stays as it is.
   */
  static String path(String name) {
    return ByteEscapes.undone(
        KIND.matcher(TEMPLATE.matcher(name).replaceFirst("")).replaceFirst(""));
  }
}
