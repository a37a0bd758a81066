package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** systemd-boot is there and has nothing to start, or entries that are empty files. */
final class EmptyMenu implements Failure {

  private static final String EMPTY_ENTRY = "menu-entry-empty";

  /** Where entries lie, below the mount point of the boot partition. */
  private static final String ENTRIES = "/loader/entries/";

  private static final String PROGRAMS = "/efi/systemd/";

  @Override
  public List<String> ids() {
    return List.of("menu-empty", EMPTY_ENTRY);
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Installation installation = evidence.installation();
    var findings = new ArrayList<Finding>();
    if (isEmpty(installation)) {
      findings.add(empty(installation));
    }
    emptyEntries(installation).ifPresent(findings::add);
    return findings;
  }

  /** Whether systemd-boot is installed, and no entry of any loader starts a NixOS. */
  static boolean isEmpty(Installation installation) {
    List<BootTree> trees = trees(installation);
    return trees.stream().anyMatch(EmptyMenu::hasSystemdBoot)
        && trees.stream()
            .flatMap(tree -> tree.menus().stream())
            .flatMap(menu -> menu.entries().stream())
            .allMatch(entry -> entry.toplevel().isEmpty());
  }

  private static List<BootTree> trees(Installation installation) {
    return installation.bootPartitions().stream()
        .filter(BootPartition::isUsed)
        .map(BootPartition::tree)
        .toList();
  }

  private static boolean hasSystemdBoot(BootTree tree) {
    return tree.files().keySet().stream()
        .anyMatch(file -> file.regionMatches(true, 0, PROGRAMS, 0, PROGRAMS.length()));
  }

  private Finding empty(Installation installation) {
    String device = installation.bootPartition().map(BootPartition::device).orElse("");
    return new Finding(
        id(),
        Stage.MENU,
        BootImpact.FAILS,
        Certainty.SURE,
        "The boot menu has no NixOS in it.",
        List.of(
            "No entry in "
                + ENTRIES
                + " of "
                + (device.isEmpty() ? "the boot partition" : device)
                + " starts a NixOS, and no unified image does: bootPartition()."),
        "systemd-boot lists the files of the partition that it was started from. They were deleted,"
            + " or the last rebuild wrote them elsewhere or was cut off before it came to them.",
        new Mend.Rebuild());
  }

  /** The files of entries that have no byte, by where their partition belongs. */
  static List<String> emptyFiles(Installation installation) {
    return installation.bootPartitions().stream()
        .filter(BootPartition::isUsed)
        .filter(partition -> !partition.mountPoint().isEmpty())
        .flatMap(partition ->
            partition.tree().files().entrySet().stream()
                .filter(file -> file.getValue() == 0 && isEntry(file.getKey()))
                .map(file -> partition.mountPoint() + file.getKey()))
        .sorted()
        .toList();
  }

  private static Optional<Finding> emptyEntries(Installation installation) {
    List<String> empty = emptyFiles(installation);
    return empty.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                    EMPTY_ENTRY,
                    Stage.MENU,
                    BootImpact.GOES_ON,
                    Certainty.SURE,
                    empty.size() == 1
                        ? "An entry of the boot menu is an empty file."
                        : empty.size() + " entries of the boot menu are empty files.",
                    List.of("These have no byte: " + String.join(", ", empty) + "."),
                    "Writing them was cut off, by a full boot partition or a crash. systemd-boot"
                        + " leaves them out, and some rebuilds stumble over them.",
                    new Mend.RemoveFiles(empty))
                .naming(empty.getFirst()));
  }

  private static boolean isEntry(String file) {
    return file.startsWith(ENTRIES) && file.endsWith(".conf");
  }
}
