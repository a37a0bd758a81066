package dev.thaw.rescue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Something that is mounted, imported, opened or activated, or no longer. */
public sealed interface StorageAction extends Action {

  /** Writing back what a slow disk still owes, or replaying it, can take its time. */
  Duration FLUSH = Duration.ofMinutes(5);

  /** A key derivation that was made hard on a fast machine takes its time on a slow one. */
  Duration KEY = Duration.ofMinutes(3);

  /** What holds after it, where {@code state} held before. */
  State after(State state);

  /** Whether it holds already, so that nothing is left for it; false where that can't be told. */
  boolean holds(State state);

  @Override
  default List<String> paths() {
    return List.of();
  }

  /** What brings to light what nobody could look into before. */
  sealed interface Opening extends StorageAction {}

  /** What shuts again what was opened for a rescue. */
  sealed interface Closing extends StorageAction {
    /** The container, volume group or array, as it is closed. */
    String what();
  }

  /**
   * A pool imported with nothing mounted.
   *
   * @param pool its name
   * @param called its name, or its number where the name is not enough
   * @param directory where its devices are looked for; empty for the usual places
   * @param root below what its datasets mount from then on
   */
  record ImportPool(String pool, String called, boolean force, String directory, String root)
      implements StorageAction {
    @Override
    public List<String> argv() {
      var argv = new ArrayList<>(List.of("zpool", "import"));
      if (force) {
        argv.add("-f");
      }
      if (!directory.isEmpty()) {
        argv.addAll(List.of("-d", directory));
      }
      argv.addAll(List.of("-N", "-R", root, called));
      return argv;
    }

    @Override
    public State after(State state) {
      return state.imported(new State.ImportedPool(pool, root, false, "ONLINE"));
    }

    @Override
    public boolean holds(State state) {
      return state.hasPool(pool);
    }

    @Override
    public Duration limit() {
      return FLUSH;
    }
  }

  /** A pool exported. */
  record ExportPool(String pool) implements StorageAction {
    @Override
    public List<String> argv() {
      return List.of("zpool", "export", "--", pool);
    }

    @Override
    public State after(State state) {
      return state.exported(pool);
    }

    @Override
    public boolean holds(State state) {
      return !state.hasPool(pool);
    }

    @Override
    public Duration limit() {
      return FLUSH;
    }
  }

  /**
   * A LUKS container opened.
   *
   * @param mapper its name below /dev/mapper from then on
   * @param keyFile a file on the machine; {@code -} for a passphrase on standard input
   */
  record OpenLuks(String device, String mapper, String keyFile) implements Opening {
    @Override
    public List<String> argv() {
      return List.of(
          "cryptsetup", "open", "--type", "luks", "--key-file", keyFile, "--", device, mapper);
    }

    @Override
    public State after(State state) {
      return state.opened(mapper);
    }

    @Override
    public boolean holds(State state) {
      return state.containers().contains(mapper);
    }

    @Override
    public Duration limit() {
      return KEY;
    }
  }

  /** A LUKS container closed. */
  record CloseLuks(String what) implements Closing {
    @Override
    public List<String> argv() {
      return List.of("cryptsetup", "close", what);
    }

    @Override
    public State after(State state) {
      return state.closed(what);
    }

    @Override
    public boolean holds(State state) {
      return !state.containers().contains(what);
    }
  }

  /** The first header of a LUKS2 container written again, from the second. */
  record RepairLuks(String device) implements StorageAction {
    @Override
    public List<String> argv() {
      return List.of("cryptsetup", "repair", "--batch-mode", "--type", "luks2", "--", device);
    }

    @Override
    public State after(State state) {
      return state;
    }

    @Override
    public boolean holds(State state) {
      return false;
    }

    @Override
    public Duration limit() {
      return KEY;
    }
  }

  /**
   * A volume group activated.
   *
   * @param group its name, or {@code vg_uuid=UUID} where another one has it, too
   */
  record ActivateGroup(String group) implements Opening {
    @Override
    public List<String> argv() {
      return vgchange("y", group);
    }

    @Override
    public State after(State state) {
      return state.activated(group);
    }

    @Override
    public boolean holds(State state) {
      return state.volumeGroups().contains(group);
    }
  }

  /** A volume group deactivated; named as in {@link ActivateGroup}. */
  record DeactivateGroup(String what) implements Closing {
    @Override
    public List<String> argv() {
      return vgchange("n", what);
    }

    @Override
    public State after(State state) {
      return state.deactivated(what);
    }

    @Override
    public boolean holds(State state) {
      return !state.volumeGroups().contains(what);
    }
  }

  private static List<String> vgchange(String active, String group) {
    String by = group.startsWith("vg_uuid=") ? "--select" : "--";
    return List.of("vgchange", "--activate", active, by, group);
  }

  /**
   * An array assembled. Without {@code --}, which mdadm does not understand; a device's path begins
   * with a slash.
   *
   * @param device what it is to be called
   * @param container the device of the container that its members are in; empty for none
   */
  record AssembleArray(String device, String uuid, String container) implements Opening {
    @Override
    public List<String> argv() {
      var argv = new ArrayList<>(List.of("mdadm", "--assemble", "--uuid=" + uuid, device));
      if (!container.isEmpty()) {
        argv.add(container);
      }
      return argv;
    }

    @Override
    public State after(State state) {
      return state.started(device);
    }

    @Override
    public boolean holds(State state) {
      return state.arrays().contains(device);
    }
  }

  /** An array that waits for more devices, started without them. */
  record RunArray(String device) implements Opening {
    @Override
    public List<String> argv() {
      return List.of("mdadm", "--run", device);
    }

    @Override
    public State after(State state) {
      return state.started(device);
    }

    @Override
    public boolean holds(State state) {
      return false;
    }
  }

  /** An array stopped. */
  record StopArray(String what) implements Closing {
    @Override
    public List<String> argv() {
      return List.of("mdadm", "--stop", what);
    }

    @Override
    public State after(State state) {
      return state.stopped(what);
    }

    @Override
    public boolean holds(State state) {
      return !state.arrays().contains(what);
    }
  }

  /**
   * The key of an encrypted dataset loaded.
   *
   * @param location {@code prompt}, or the URL of a file on the machine
   */
  record LoadKey(String dataset, String location) implements Opening {
    @Override
    public List<String> argv() {
      return List.of("zfs", "load-key", "-L", location, dataset);
    }

    @Override
    public State after(State state) {
      return state;
    }

    @Override
    public boolean holds(State state) {
      return false;
    }

    @Override
    public Duration limit() {
      return KEY;
    }
  }

  /** The key of an encrypted dataset forgotten. */
  record UnloadKey(String dataset) implements StorageAction {
    @Override
    public List<String> argv() {
      return List.of("zfs", "unload-key", dataset);
    }

    @Override
    public State after(State state) {
      return state;
    }

    @Override
    public boolean holds(State state) {
      return false;
    }
  }

  /**
   * A filesystem mounted.
   *
   * @param source as it is given to mount: {@code UUID=…}, a device, a dataset
   * @param type {@code auto} to have mount find out
   * @param options none for mount's own
   * @param point an absolute path on the live system
   */
  record Mount(String source, String type, List<String> options, String point)
      implements StorageAction {
    @Override
    public List<String> argv() {
      var argv = new ArrayList<>(List.of("mount"));
      if (!type.equals("auto")) {
        argv.addAll(List.of("-t", type));
      }
      if (!options.isEmpty()) {
        argv.addAll(List.of("-o", String.join(",", options)));
      }
      argv.addAll(List.of("--", source, point));
      return argv;
    }

    @Override
    public State after(State state) {
      return state.mounted(new LiveMount(point, source, type, List.of("rw")));
    }

    @Override
    public boolean holds(State state) {
      return state.isMountPoint(point);
    }

    @Override
    public List<String> paths() {
      return List.of(point);
    }

    @Override
    public Duration limit() {
      return FLUSH;
    }
  }

  /**
   * A folder shown at another place, too.
   *
   * @param recursive with what is mounted below it
   */
  record BindMount(String source, String point, boolean recursive) implements StorageAction {
    @Override
    public List<String> argv() {
      return List.of("mount", recursive ? "--rbind" : "--bind", source, point);
    }

    @Override
    public State after(State state) {
      return state.mounted(new LiveMount(point, source, "auto", List.of("rw")));
    }

    @Override
    public boolean holds(State state) {
      return state.isMountPoint(point);
    }

    @Override
    public List<String> paths() {
      return List.of(source, point);
    }
  }

  /** What happens at a mount point kept from reaching the place that it is shared with. */
  record MakeSlave(String point) implements StorageAction {
    @Override
    public List<String> argv() {
      return List.of("mount", "--make-rslave", point);
    }

    @Override
    public State after(State state) {
      return state;
    }

    @Override
    public boolean holds(State state) {
      return false;
    }

    @Override
    public List<String> paths() {
      return List.of(point);
    }
  }

  /** What is mounted at a place, the last one if there are several, unmounted. */
  record Unmount(String point) implements StorageAction {
    @Override
    public List<String> argv() {
      return List.of("umount", "--", point);
    }

    @Override
    public State after(State state) {
      return state.unmounted(point);
    }

    @Override
    public boolean holds(State state) {
      return !state.isMountPoint(point);
    }

    @Override
    public List<String> paths() {
      return List.of(point);
    }

    @Override
    public Duration limit() {
      return FLUSH;
    }
  }

  /** The same with all that is mounted below it. */
  record UnmountAll(String point) implements StorageAction {
    @Override
    public List<String> argv() {
      return List.of("umount", "--recursive", "--", point);
    }

    @Override
    public State after(State state) {
      return state.unmountedAll(point);
    }

    @Override
    public boolean holds(State state) {
      return !state.isMountPoint(point);
    }

    @Override
    public List<String> paths() {
      return List.of(point);
    }

    @Override
    public Duration limit() {
      return FLUSH;
    }
  }
}
