package dev.thaw.rescue;

import dev.thaw.machine.NulText;
import dev.thaw.machine.Probe;
import java.util.List;

/**
 * How {@code file.sh}, {@code folder.sh} and {@code leftovers.sh} print what they found. Whoever
 * reads it, or stands in for a script, does so by this.
 */
public final class FilesFormat {

  /** Where a file really lies, links followed inside the root. */
  public static final String PATH = "path";

  /** What is in it. */
  public static final String CONTENT = "content";

  /** The names in a folder, a line each, folders with a slash behind. */
  public static final String NAMES = "names";

  /** What writes that were cut off have left: paths, each ended by a NUL. */
  public static final String LEFT = "left";

  private FilesFormat() {}

  /** Reads {@link #LEFT}. */
  static List<String> left(Probe.Sections sections) {
    return sections.find(LEFT).stream()
        .flatMap(section -> NulText.list(section.out()).stream())
        .distinct()
        .toList();
  }
}
