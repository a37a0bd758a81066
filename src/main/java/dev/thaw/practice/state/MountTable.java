package dev.thaw.practice.state;

import java.util.ArrayList;
import java.util.List;

/** Mounting and unmounting, as the kernel does it. */
public final class MountTable {

  private MountTable() {}

  /** The options of a mount as {@code mount} and {@code /proc/mounts} print them, joined. */
  public static String options(MountEntry mount) {
    var all = new ArrayList<>(mount.options());
    mount.superOptions().stream()
        .filter(option -> !option.equals("rw") && !option.equals("ro"))
        .forEach(all::add);
    return String.join(",", all);
  }

  /** Whether nothing can be written through it. */
  public static boolean isReadOnly(MountEntry mount) {
    return mount.options().contains("ro") || mount.superOptions().contains("ro");
  }

  /** Mounts a filesystem. */
  public static void add(
      MachineState state,
      List<MountEntry> mounts,
      String point,
      String source,
      String volume,
      String below,
      List<String> options,
      List<String> superOptions) {
    state.lastMount++;
    mounts.add(
        new MountEntry(state.lastMount, point, source, volume, below, options, superOptions));
  }

  /** The mount that is on top at this place. */
  public static java.util.Optional<MountEntry> top(List<MountEntry> mounts, String point) {
    return mounts.stream().filter(mount -> mount.point().equals(point)).reduce((a, b) -> b);
  }

  /** Whether something is mounted below a mount, so that it is in use. */
  public static boolean isBusy(List<MountEntry> mounts, MountEntry mount) {
    return mounts.stream()
        .anyMatch(other -> other != mount && other.point().startsWith(mount.point() + "/"));
  }
}
