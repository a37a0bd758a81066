package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.Containers;
import dev.thaw.storage.MdArray;
import dev.thaw.storage.VolumeGroup;
import java.util.ArrayList;
import java.util.List;

/** Volume groups and md arrays that have to be started before what lies in them can be mounted. */
final class Activation {

  private Activation() {}

  /**
   * Whether something may have to be started: nothing was found without it, or an installation
   * lacks something that it can't boot without.
   */
  static boolean isWanted(List<Installation> found) {
    return found.isEmpty()
        || found.stream()
            .flatMap(installation -> installation.mounts().stream())
            .anyMatch(mount -> mount.state() == Mount.State.MISSING && !mount.entry().mayFail());
  }

  /** The plan that starts what is not running. */
  static Plan plan(Containers containers) {
    return new Plan(
        "Start what holds the installed system's filesystems",
        all(containers).stream().filter(s -> !s.running()).map(Startable::start).toList(),
        List.of("Afterwards the disks are looked at again, and the mounts planned."));
  }

  /**
   * A volume group or an array.
   *
   * @param start the command that starts it
   */
  record Startable(String name, Command start, boolean running) {}

  /** What there is to start, arrays first: they may hold the volume groups. */
  static List<Startable> all(Containers containers) {
    var all = new ArrayList<Startable>();
    containers.arrays().stream()
        .filter(array -> !array.devices().isEmpty() && array.name().startsWith("/dev/"))
        .map(array -> new Startable(array.name(), assemble(array), array.assembled().isPresent()))
        .forEach(all::add);
    containers.groups().stream()
        .filter(group -> group.missingDevices() == 0)
        .map(group -> new Startable(group.name(), activate(group), group.isActive()))
        .forEach(all::add);
    return all;
  }

  private static Command activate(VolumeGroup group) {
    return Command.changes(
            "activate the volume group " + group.name(),
            "vgchange",
            "--activate",
            "y",
            "--",
            group.name())
        .undoneBy(deactivate(group.name()).argv().toArray(String[]::new));
  }

  /** The command that stops a volume group. */
  static Command deactivate(String group) {
    return Command.changes(
        "deactivate the volume group " + group, "vgchange", "--activate", "n", "--", group);
  }

  /** Without {@code --}, which mdadm does not understand; a device's path begins with a slash. */
  private static Command assemble(MdArray array) {
    return Command.changes(
            "assemble the array " + array.name(),
            "mdadm",
            "--assemble",
            "--uuid=" + array.uuid(),
            array.name())
        .undoneBy("mdadm", "--stop", array.name());
  }
}
