package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.Containers;
import dev.thaw.storage.MdArray;
import dev.thaw.storage.VolumeGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** The plan that starts what is not running; of two with one name, a person says which. */
  static Plan plan(Containers containers) {
    List<Startable> all = all(containers);
    var steps = new ArrayList<Step>();
    var remarks = new ArrayList<String>();
    for (Startable it : all) {
      if (it.running()) {
        continue;
      }
      if (!it.twin()) {
        it.start().stream().filter(step -> !steps.contains(step)).forEach(steps::add);
      } else if (all.stream()
          .noneMatch(other -> other.running() && other.name().equals(it.name()))) {
        remarks.add(
            "More than one is called "
                + Clean.line(it.name())
                + ": this one is started by unlock(\""
                + Clean.line(it.uuid())
                + "\").");
      }
    }
    if (!steps.isEmpty()) {
      remarks.add("Afterwards the disks are looked at again, and the mounts planned.");
    }
    return new Plan("Start what holds the installed system's filesystems", steps, remarks);
  }

  /**
   * A volume group or an array.
   *
   * @param start the steps that start it, in order
   * @param twin whether another one has its name, so that only its UUID tells which is meant
   */
  record Startable(String name, String uuid, List<Step> start, boolean running, boolean twin) {

    /** What a person may call it, first what tells it from all others. */
    List<String> names() {
      return twin ? List.of(uuid, name) : List.of(name, uuid);
    }
  }

  /** What there is to start, arrays first: they may hold the volume groups. */
  static List<Startable> all(Containers containers) {
    List<MdArray> arrays =
        containers.arrays().stream().filter(array -> !array.devices().isEmpty()).toList();
    var all = new ArrayList<Startable>();
    for (MdArray array : arrays) {
      boolean twin = arrays.stream().filter(a -> device(a).equals(device(array))).count() > 1;
      all.add(
          new Startable(
              device(array),
              array.uuid(),
              assemble(array, arrays),
              array.assembled().isPresent() && (array.active() || array.isContainer()),
              twin));
    }
    for (VolumeGroup group : containers.groups()) {
      if (group.missingDevices() == 0) {
        boolean twin =
            containers.groups().stream().filter(g -> g.name().equals(group.name())).count() > 1;
        all.add(
            new Startable(
                group.name(),
                group.uuid(),
                List.of(activate(group, twin)),
                group.isActive(),
                twin));
      }
    }
    return all;
  }

  /** The device that an array is assembled as; some metadata has no name for it. */
  private static String device(MdArray array) {
    return array
        .assembled()
        .filter(name -> name.startsWith("/dev/"))
        .orElse(
            array.name().startsWith("/dev/")
                ? array.name()
                : "/dev/md/" + array.uuid().replaceFirst(":.*", ""));
  }

  private static Step activate(VolumeGroup group, boolean twin) {
    String reason = "activate the volume group " + group.name();
    if (!twin) {
      return Step.of(reason, new StorageAction.ActivateGroup(group.name()))
          .undoneBy(new StorageAction.DeactivateGroup(group.name()));
    }
    // By its name, LVM would pass over both.
    String which = "vg_uuid=" + group.uuid();
    return Step.of(reason + " of " + group.uuid(), new StorageAction.ActivateGroup(which))
        .undoneBy(new StorageAction.DeactivateGroup(which));
  }

  private static List<Step> assemble(MdArray array, List<MdArray> arrays) {
    String device = device(array);
    if (array.assembled().isPresent()) {
      return List.of(
          Step.of(
                  "start the array " + device + ", which waits for devices that are not there",
                  new StorageAction.RunArray(device))
              .undoneBy(new StorageAction.StopArray(device)));
    }
    Optional<MdArray> container =
        arrays.stream().filter(other -> other.uuid().equals(array.container())).findFirst();
    var steps = new ArrayList<Step>();
    if (container.isPresent()) {
      // A volume of a firmware's RAID is looked for in what holds it, once that is assembled.
      if (container.get().assembled().isEmpty()) {
        steps.addAll(assemble(container.get(), List.of()));
      }
    }
    steps.add(
        Step.of(
                "assemble the array " + device,
                new StorageAction.AssembleArray(
                    device, array.uuid(), container.map(Activation::device).orElse("")))
            .undoneBy(new StorageAction.StopArray(device)));
    return steps;
  }
}
