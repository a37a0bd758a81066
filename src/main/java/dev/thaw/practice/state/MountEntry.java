package dev.thaw.practice.state;

import java.util.ArrayList;
import java.util.List;

/**
 * A filesystem where it is mounted.
 *
 * @param id the kernel's number of the mount
 * @param point where: an absolute path of the live system
 * @param source what: a device, a dataset
 * @param volume the {@link Volume#id} of the filesystem
 * @param below which directory of the filesystem is shown: {@code /}, unless bound
 * @param options the mount's own options, {@code rw} or {@code ro} first
 * @param superOptions the filesystem's options
 */
public record MountEntry(
    int id,
    String point,
    String source,
    String volume,
    String below,
    List<String> options,
    List<String> superOptions) {

  boolean isReadOnly() {
    return options.getFirst().equals("ro") || superOptions.getFirst().equals("ro");
  }

  /** The same so that nothing can be written through it. */
  public MountEntry readOnly() {
    return withOption("ro");
  }

  /** The same with another first option: {@code ro} or {@code rw}. */
  public MountEntry withOption(String first) {
    var changed = new ArrayList<>(options);
    changed.set(0, first);
    return new MountEntry(id, point, source, volume, below, changed, superOptions);
  }

  /** Whether it is at this path or above it. */
  public boolean covers(String path) {
    return point.equals("/")
        || path.startsWith(point)
            && (path.length() == point.length() || path.charAt(point.length()) == '/');
  }
}
