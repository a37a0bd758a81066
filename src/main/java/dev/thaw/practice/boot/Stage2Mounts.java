package dev.thaw.practice.boot;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.Volume;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What systemd mounts in stage 2, by the fstab.
 *
 * @param says prints a line on the screen
 * @param mounts what is mounted; more with every line
 * @param journal where it is written, too
 */
record Stage2Mounts(
    MachineState state, Consumer<String> says, List<MountEntry> mounts, Stage2Journal journal) {

  private static final int OPTIONS = 3;

  /** One line of it. */
  private record Line(String spec, String file, String type, String options) {

    boolean has(String option) {
      return ("," + options + ",").contains("," + option + ",");
    }
  }

  /** Whether all that must be there was mounted; else it goes into emergency mode. */
  boolean mount(String fstab) {
    for (String text : fstab.split("\n")) {
      String[] fields = text.strip().split("\\s+");
      if (fields.length > OPTIONS && !fields[0].startsWith("#")) {
        var line = new Line(fields[0], fields[1], fields[2], fields[OPTIONS]);
        if (!line.has("x-initrd.mount") && !line.has("noauto") && !mounts(line)) {
          says.accept("[DEPEND] Dependency failed for Local File Systems.");
          journal.fails("local-fs.target", "Dependency failed for Local File Systems.");
          return false;
        }
      }
    }
    return true;
  }

  /** Whether it can go on after this line. */
  private boolean mounts(Line line) {
    if (!line.spec.matches("/dev/.*|(?:PART)?(?:UUID|LABEL)=.*") || line.has("bind")) {
      if (line.type.equals("zfs")) {
        if (isLocked(line.spec)) {
          return refused(line);
        }
        Optional.ofNullable(state.volumes.get(line.spec)).ifPresent(volume -> add(line, volume));
      }
      return true;
    }
    Optional<Device> device = state.device(line.spec);
    if (line.type.equals("swap")) {
      if (device.isEmpty()) {
        says.accept("[ TIME ] Timed out waiting for device " + line.spec + ".");
        says.accept("[DEPEND] Dependency failed for " + line.spec + ".");
        says.accept("[DEPEND] Dependency failed for Swaps.");
      }
      return true;
    }
    if (device.isEmpty()) {
      says.accept("[ TIME ] Timed out waiting for device " + line.spec + ".");
      journal.fails(
          Stage2Journal.device(line.spec), "Timed out waiting for device " + line.spec + ".");
      says.accept("[DEPEND] Dependency failed for " + line.file + ".");
      journal.fails(Stage2Journal.mount(line.file), "Dependency failed for " + line.file + ".");
      return line.has("nofail");
    }
    if (device.get().isMountable() && Filesystems.mountsAs(device.get().holds, line.type)) {
      Filesystems.on(state, device.get()).ifPresent(volume -> add(line, volume));
      return true;
    }
    return refused(line);
  }

  private boolean refused(Line line) {
    says.accept("[FAILED] Failed to mount " + line.file + ".");
    journal.fails(Stage2Journal.mount(line.file), "Failed to mount " + line.file + ".");
    return line.has("nofail");
  }

  private boolean isLocked(String dataset) {
    return state.pools.stream()
        .flatMap(pool -> pool.datasets.stream().filter(pool::isLocked))
        .anyMatch(locked -> locked.name.equals(dataset));
  }

  private void add(Line line, Volume volume) {
    List<String> options = List.of("rw");
    mounts.add(new MountEntry(0, line.file, line.spec, volume.id, "/", options, options));
  }
}
