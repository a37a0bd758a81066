package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.BootTree;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.LoaderConf;
import java.util.List;
import java.util.Optional;

/**
 * The menu lists the generation that was built last, and starts another one: somebody chose that,
 * and it is still kept.
 */
final class MenuDefault implements Failure {

  private static final String GRUB = "boot.loader.grub.default";

  private static final String WHY =
      "A boot loader starts what its own settings say, not what the profile leads to. A choice that"
          + " is kept, in loader.conf, in GRUB's grubenv or in the configuration, outlives every"
          + " rebuild that does not change it.";

  @Override
  public String name() {
    return "menu default overridden";
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Installation installation = evidence.installation();
    return MenuBehindProfile.of(installation)
        .filter(menu -> menu.couldStart() && isListed(menu.current(), installation))
        .filter(menu -> ExhaustedEntry.of(menu.current(), installation).isEmpty())
        .flatMap(menu -> finding(menu, evidence))
        .stream()
        .toList();
  }

  /** Whether the menu that the loader reads has an entry for it. */
  static boolean isListed(Generation generation, Installation installation) {
    return generation.inBootMenu()
        && trees(installation).stream().anyMatch(tree -> tree.lists(generation.toplevel()));
  }

  private static List<BootTree> trees(Installation installation) {
    List<BootTree> partitions =
        installation.bootPartitions().stream()
            .filter(partition -> partition.theOne() || !partition.mountPoint().isEmpty())
            .map(BootPartition::tree)
            .toList();
    return partitions.isEmpty() ? List.of(installation.bareBoot()) : partitions;
  }

  private Optional<Finding> finding(MenuBehindProfile menu, Evidence evidence) {
    Generation current = menu.current();
    Installation installation = menu.installation();
    Optional<String> grubenv = grubenv(current, installation);
    if (grubenv.isPresent()) {
      return Optional.of(
          finding(
              menu,
              "GRUB keeps a choice in "
                  + grubenv.get()
                  + " (saved_entry); without it, it would start generation "
                  + current.number()
                  + ".",
              new Mend.ForgetChoice(grubenv.get())));
    }
    if (!Settings.values(evidence, GRUB).isEmpty()) {
      return Optional.of(
          finding(
              menu, "The configuration sets " + GRUB + ": config().", new Mend.UnsetOption(GRUB)));
    }
    return trees(installation).stream()
        .filter(tree -> tree.lists(current.toplevel()))
        .flatMap(tree -> tree.conf().stream())
        .map(LoaderConf::defaultPattern)
        .filter(pattern -> !pattern.isEmpty())
        .findFirst()
        .map(pattern ->
            finding(
                menu,
                "loader.conf says: default " + pattern + "; bootPartition() shows the menu.",
                new Mend.Rollback(current.number())));
  }

  private static Optional<String> grubenv(Generation current, Installation installation) {
    for (BootPartition partition : installation.bootPartitions()) {
      if (!partition.mountPoint().isEmpty()
          && partition.tree().unsaved().equals(current.toplevel())) {
        return Optional.of(partition.mountPoint() + "/grub/grubenv");
      }
    }
    return installation.bareBoot().unsaved().equals(current.toplevel())
        ? Optional.of("/boot/grub/grubenv")
        : Optional.empty();
  }

  private Finding finding(MenuBehindProfile menu, String seen, Mend mend) {
    return menu.finding(
        this,
        Certainty.SURE,
        "The boot menu lists generation "
            + menu.current().number()
            + ", which was built last, and starts another one.",
        List.of(seen),
        WHY,
        mend);
  }
}
