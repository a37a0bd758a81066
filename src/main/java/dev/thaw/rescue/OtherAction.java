package dev.thaw.rescue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What changes nothing that a rehearsal could tell: it is unknown, or nothing is left of it. */
public sealed interface OtherAction extends Action {

  /** A line of the person's own may take as long as it does; an interrupt ends it. */
  Duration OWN = Duration.ofHours(12);

  /**
   * Arguments of which nothing else is known: a line of the person's own, or what another version
   * of Thaw has recorded.
   */
  record Line(List<String> argv) implements OtherAction {
    @Override
    public List<String> paths() {
      return argv;
    }

    @Override
    public Duration limit() {
      return OWN;
    }
  }

  /** A line of the person's own, run inside. */
  record LineInside(String root, String line) implements OtherAction {
    @Override
    public List<String> argv() {
      return Inside.acting(root, Inside.PROFILE, List.of(), List.of("bash", "-c", line));
    }

    @Override
    public List<String> paths() {
      return List.of(root);
    }

    @Override
    public Duration limit() {
      return OWN;
    }
  }

  /** A shell inside, on the person's terminal. */
  record Shell(String root) implements OtherAction {
    @Override
    public List<String> argv() {
      return Inside.shell(root, Inside.PROFILE);
    }

    @Override
    public List<String> paths() {
      return List.of(root);
    }
  }

  /**
   * A filesystem that is not mounted checked, and repaired where nothing can be lost by that.
   *
   * @param fat whether it is FAT; else one of the ext family
   */
  record CheckFilesystem(String device, boolean fat) implements OtherAction {
    @Override
    public List<String> argv() {
      return fat ? List.of("fsck.vfat", "-a", device) : List.of("e2fsck", "-p", "-f", device);
    }

    @Override
    public List<String> paths() {
      return List.of();
    }

    @Override
    public Duration limit() {
      return Duration.ofMinutes(10);
    }
  }

  /** All that was written to the filesystems of these paths brought to their disks. */
  record Sync(List<String> paths) implements OtherAction {
    @Override
    public List<String> argv() {
      var argv = new ArrayList<>(List.of("sync", "-f", "--"));
      argv.addAll(paths);
      return argv;
    }

    @Override
    public Duration limit() {
      return Duration.ofMinutes(5);
    }
  }

  /** The machine restarted. */
  record Restart() implements OtherAction {
    @Override
    public List<String> argv() {
      return List.of("reboot");
    }

    @Override
    public List<String> paths() {
      return List.of();
    }
  }
}
