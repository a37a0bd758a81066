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
   * The plan that starts what is not running, if something that is to be mounted was not found
   * without it; else an empty one.
   */
  static Plan plan(Containers containers, List<Installation> found) {
    boolean lacking =
        found.isEmpty()
            || found.stream()
                .flatMap(installation -> installation.mounts().stream())
                .anyMatch(mount -> mount.state() == Mount.State.MISSING);
    var steps = new ArrayList<Command>();
    if (lacking) {
      containers.arrays().stream()
          .filter(array -> array.assembled().isEmpty() && !array.devices().isEmpty())
          .forEach(array -> steps.add(assemble(array)));
      containers.groups().stream()
          .filter(group -> !group.isActive() && group.missingDevices() == 0)
          .forEach(group -> steps.add(activate(group)));
    }
    return new Plan(
        "Start what holds the installed system's filesystems",
        steps,
        List.of("Afterwards the disks are looked at again, and the mounts planned."));
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

  private static Command assemble(MdArray array) {
    return Command.changes(
            "assemble the array " + array.name(),
            "mdadm",
            "--assemble",
            "--uuid=" + array.uuid(),
            "--",
            array.name())
        .undoneBy("mdadm", "--stop", "--", array.name());
  }
}
