package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Takes damaged files of a boot partition away. A boot loader's installer writes nothing again that
 * is there under its name; what is not there it copies from the store.
 */
final class RemovingFiles {

  private RemovingFiles() {}

  /**
   * Takes those of the files away that are there.
   *
   * @param files paths on the installed system
   */
  static Result remove(Rescue rescue, List<String> files, boolean dryRun) {
    Installation installation = rescue.ready("mend()", EnumSet.allOf(Readiness.Part.class));
    var there = new ArrayList<KeptAside.File>();
    long bytes = 0;
    for (String file : files) {
      long size = size(installation, file);
      String path = rescue.isReadable() ? Mounting.real(rescue, file) : rescue.root() + file;
      boolean gone =
          rescue.rehearsed().commands().stream()
              .map(Command::argv)
              .anyMatch(argv -> argv.getFirst().equals("rm") && argv.getLast().equals(path));
      if (size >= 0 && !gone) {
        there.add(new KeptAside.File(path, "which is not what the store has"));
        bytes += size;
      }
    }
    String names = Clean.line(String.join(", ", files));
    return rescue.carryOut(
        new Plan(
            "Take away what is damaged on the boot partition",
            KeptAside.steps(rescue.root(), KeptAside.place(rescue, bytes), there),
            List.of("The boot menu still names it: rebuild(), or rollback(N), writes it anew.")),
        dryRun,
        names + (files.size() == 1 ? " is" : " are") + " not there any more.",
        "Taken away: " + names + ".",
        List.of("Next: rebuild(), which writes it again. undo() brings it back as it was."));
  }

  /** By what the survey found; -1 when it is not there. */
  private static long size(Installation installation, String file) {
    for (BootPartition partition : installation.bootPartitions()) {
      String point = partition.mountPoint();
      if (!point.isEmpty() && file.startsWith(point + "/")) {
        long size = partition.tree().sizeOf(file.substring(point.length()));
        if (size >= 0) {
          return size;
        }
      }
    }
    return file.startsWith("/boot/")
        ? installation.bareBoot().sizeOf(file.substring("/boot".length()))
        : -1;
  }
}
