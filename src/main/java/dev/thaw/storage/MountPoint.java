package dev.thaw.storage;

/** Where a dataset wants to be mounted: its property {@code mountpoint}. */
public sealed interface MountPoint {

  /**
   * ZFS mounts it there by itself.
   *
   * @param path as set, without the altroot of an import
   * @param inheritedFrom the dataset above that it has it from; empty when set on itself
   */
  record At(String path, String inheritedFrom) implements MountPoint {}

  /**
   * {@code legacy}: mounted by fstab or by hand, with {@code mount -t zfs}.
   *
   * @param inheritedFrom the dataset above that it has it from; empty when set on itself
   */
  record Legacy(String inheritedFrom) implements MountPoint {}

  /**
   * {@code none}: not mounted at all.
   *
   * @param inheritedFrom the dataset above that it has it from; empty when set on itself
   */
  record None(String inheritedFrom) implements MountPoint {}

  /** It can't be mounted: a volume. */
  record NotApplicable() implements MountPoint {}

  /** What {@code zfs list} shows for it. */
  default String text() {
    return switch (this) {
      case At(String path, String _) -> path;
      case Legacy(String _) -> "legacy";
      case None(String _) -> "none";
      case NotApplicable() -> "-";
    };
  }

  /**
   * Reads the property.
   *
   * @param value as {@code zfs get} prints it, below the altroot
   * @param source {@code local}, {@code inherited from tank}, {@code default}
   * @param altroot of the pool; empty for none
   */
  static MountPoint of(String value, String source, String altroot) {
    String prefix = "inherited from ";
    String from = source.startsWith(prefix) ? source.substring(prefix.length()) : "";
    return switch (value) {
      case "legacy" -> new Legacy(from);
      case "none" -> new None(from);
      case "-", "" -> new NotApplicable();
      default -> new At(below(value, altroot), from);
    };
  }

  private static String below(String path, String altroot) {
    if (altroot.isEmpty() || !(path + "/").startsWith(altroot + "/")) {
      return path;
    }
    String rest = path.substring(altroot.length());
    return rest.isEmpty() ? "/" : rest;
  }
}
