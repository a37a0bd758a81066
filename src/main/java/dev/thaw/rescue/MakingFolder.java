package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Makes a folder on the installed system that stage 1 needs there. */
final class MakingFolder {

  private MakingFolder() {}

  /**
   * Makes it.
   *
   * @param path on the installed system
   */
  static ActionResult make(Rescue rescue, String path) {
    Installation installation = rescue.ready("mend()", EnumSet.of(Readiness.Part.SYSTEM));
    String folder = Mounting.place(rescue, path);
    String named = Clean.line(path);
    var steps = new ArrayList<Step>();
    steps.add(
        Step.of(
                "make the folder " + named + ", which stage 1 binds somewhere",
                new FileAction.MakeFolders(List.of(folder)))
            .undoneBy(new FileAction.RemoveFolder(folder)));
    for (Mount mount : installation.mounts()) {
      FstabEntry entry = mount.entry();
      if (entry.kind() == DeviceKind.BIND && entry.spec().equals(path)) {
        String point = Mounting.place(rescue, entry.file());
        steps.add(
            Step.of(
                "make the mount point " + Clean.line(entry.file()),
                new FileAction.MakeFolders(List.of(point))));
        steps.add(
            Step.of(
                    "show it at " + Clean.line(entry.file()) + ", as stage 1 will",
                    new StorageAction.BindMount(folder, point, entry.options().contains("rbind")))
                .undoneBy(new StorageAction.Unmount(point)));
      }
    }
    return rescue
        .executor()
        .carryOut(
            new Plan(
                "Make the folder " + named,
                steps,
                List.of("It is empty. If something was in it, that has to be brought back.")),
            named + " is there.",
            "Made: " + named + ".",
            List.of("Next: leave(), then reboot(). undo() takes it away again while it is empty."));
  }
}
