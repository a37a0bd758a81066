package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Takes damaged files of a boot partition away. A boot loader's installer writes nothing again that
 * is there under its name; what is not there it copies from the store.
 */
final class RemovingFiles {

  private RemovingFiles() {}

  /**
   * Takes damaged files away, those of them that are there.
   *
   * @param files paths on the installed system
   */
  static ActionResult damaged(Rescue rescue, List<String> files) {
    return remove(
        rescue,
        files,
        new Words(
            "Take away what is damaged on the boot partition",
            "which is not what the store has",
            "The boot menu still names it: rebuild(), or rollback(N), writes it anew.",
            "Next: rebuild(), which writes it again. undo() brings it back as it was."));
  }

  /**
   * Takes the file away in which a boot loader keeps what was chosen.
   *
   * @param file its path on the installed system
   */
  static ActionResult choice(Rescue rescue, String file) {
    String loader = BootLoader.keeping(file).map(BootLoader::label).orElse("the boot loader");
    return remove(
        rescue,
        List.of(file),
        new Words(
            "Forget what was once chosen in %s's menu".formatted(loader),
            "in which a choice is kept",
            loader + " starts the first entry then, unless the configuration names another one.",
            "Next: leave(), then reboot(). undo() brings the choice back."));
  }

  /** What is said of it: the plan, why a file goes, what that means, what comes next. */
  private record Words(String title, String why, String remark, String next) {}

  private static ActionResult remove(Rescue rescue, List<String> files, Words words) {
    Installation installation = rescue.ready("mend()", EnumSet.allOf(Readiness.Part.class));
    var there = new ArrayList<KeptAside.File>();
    long bytes = 0;
    for (String file : files) {
      long size = tree(installation, file).sizeOf(below(installation, file));
      String path = Mounting.place(rescue, file);
      if (size >= 0 && !rescue.rehearsed().removes(path)) {
        there.add(new KeptAside.File(path, words.why()));
        bytes += size;
      }
    }
    String names = Clean.line(String.join(", ", files));
    return rescue
        .executor()
        .carryOut(
            new Plan(
                words.title(),
                KeptAside.steps(rescue.root(), KeptAside.place(rescue, bytes), there),
                List.of(words.remark())),
            names + (files.size() == 1 ? " is" : " are") + " not there any more.",
            "Taken away: " + names + ".",
            List.of(words.next()));
  }

  /** Where the file would be, by what the survey found: a boot partition, or a plain /boot. */
  private static BootTree tree(Installation installation, String file) {
    return partition(installation, file)
        .map(BootPartition::tree)
        .orElseGet(() -> {
          if (!file.startsWith("/boot/")) {
            throw new Trouble.Rejected(
                Clean.line(file) + " is on no boot partition of this installation, nor in /boot.",
                "Nothing was changed. bootPartition() shows what there is: diagnose() again.");
          }
          return installation.bareBoot();
        });
  }

  private static String below(Installation installation, String file) {
    return file.substring(
        partition(installation, file).map(BootPartition::mountPoint).orElse("/boot").length());
  }

  /** The one whose folder is the nearest: of /boot and /boot/efi, the second. */
  private static Optional<BootPartition> partition(Installation installation, String file) {
    return installation.bootPartitions().stream()
        .filter(partition -> !partition.mountPoint().isEmpty())
        .filter(partition -> file.startsWith(partition.mountPoint() + "/"))
        .max(Comparator.comparingInt(partition -> partition.mountPoint().length()));
  }
}
