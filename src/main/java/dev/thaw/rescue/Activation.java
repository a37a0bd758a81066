package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.Containers;
import dev.thaw.storage.MdArray;
import dev.thaw.storage.VolumeGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Volume groups and md arrays that have to be started before what lies in them can be mounted. */
final class Activation {

  private Activation() {}

  /**
   * The plan that starts what is not running, if nothing was found without it, or an installation
   * lacks something that it can't boot without; else an empty one.
   */
  static Plan plan(Containers containers, List<Installation> found) {
    boolean lacking =
        found.isEmpty()
            || found.stream()
                .flatMap(installation -> installation.mounts().stream())
                .anyMatch(
                    mount -> mount.state() == Mount.State.MISSING && !mount.entry().mayFail());
    return new Plan(
        "Start what holds the installed system's filesystems",
        lacking ? List.copyOf(steps(containers).values()) : List.of(),
        List.of("Afterwards the disks are looked at again, and the mounts planned."));
  }

  /** The commands that start what is not running, by the name of what they start, arrays first. */
  static Map<String, Command> steps(Containers containers) {
    var steps = new LinkedHashMap<String, Command>();
    containers.arrays().stream()
        .filter(array -> array.assembled().isEmpty() && !array.devices().isEmpty())
        .filter(array -> array.name().startsWith("/dev/"))
        .forEach(array -> steps.put(array.name(), assemble(array)));
    containers.groups().stream()
        .filter(group -> !group.isActive() && group.missingDevices() == 0)
        .forEach(group -> steps.put(group.name(), activate(group)));
    return steps;
  }

  private static Command activate(VolumeGroup group) {
    return Command.changes(
            "activate the volume group " + group.name(),
            "vgchange",
            "--activate",
            "y",
            "--",
            group.name())
        .undoneBy("vgchange", "--activate", "n", "--", group.name());
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
