package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.List;

/**
 * What lies in a folder, for a person who types a path.
 *
 * @param root where the system is that the path is meant of; empty for the live system
 * @param path the folder's path there, with a slash behind
 * @param names what lies in it, folders with a slash behind; none when it can't be read
 */
public record Folder(String root, String path, List<String> names) {

  /** More than anybody reads. */
  private static final int MOST = 400;

  private static final Probe PROBE =
      Probe.of(Folder.class, "folder", "see which files there are", Duration.ofSeconds(20));

  /** Copies the list. */
  public Folder {
    names = List.copyOf(names);
  }

  /** Looks, in one round trip; links are followed inside the root. */
  public static Folder look(Machine machine, String root, String path) {
    // What can't be shown as it is can't be typed, either.
    List<String> names =
        PROBE
            .run(machine, root, path)
            .text(FilesFormat.NAMES)
            .lines()
            .filter(name -> name.equals(Clean.line(name)))
            .limit(MOST)
            .toList();
    return new Folder(root, path, names);
  }
}
