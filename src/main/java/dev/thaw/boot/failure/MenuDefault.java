package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootMenu;
import dev.thaw.nixos.loader.BootTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The menu lists the generation that was built last, and starts another one: somebody chose that,
 * and it is still kept.
 */
final class MenuDefault implements Failure {

  private static final String WHY =
      "A boot loader starts what its own settings say, not what the profile leads to. A choice that"
          + " is kept, in loader.conf, in GRUB's grubenv or in the configuration, outlives every"
          + " rebuild that does not change it.";

  @Override
  public List<String> ids() {
    return List.of("menu-default-overridden");
  }

  @Override
  public List<String> shownAs() {
    return List.of("menu-not-written");
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
            .filter(BootPartition::isUsed)
            .map(BootPartition::tree)
            .toList();
    return partitions.isEmpty() ? List.of(installation.bareBoot()) : partitions;
  }

  private Optional<Finding> finding(MenuBehindProfile menu, Evidence evidence) {
    Generation current = menu.current();
    List<BootMenu> menus =
        trees(menu.installation()).stream()
            .flatMap(tree -> tree.starting(current.toplevel()).stream())
            .toList();
    return kept(menu)
        .or(() ->
            menus.stream()
                .flatMap(one -> one.loader().defaultOption().stream())
                .filter(option -> !Settings.values(evidence, option).isEmpty())
                .findFirst()
                .map(option ->
                    finding(
                        menu,
                        "The configuration sets " + option + ": config().",
                        new Mend.UnsetOption(option))))
        .or(() ->
            menus.stream()
                .flatMap(one -> one.loader().defaultSetting(one).stream())
                .findFirst()
                .map(setting ->
                    finding(
                        menu,
                        setting + "; bootPartition() shows the menu.",
                        new Mend.Rollback(current.number()))));
  }

  /** A choice that the loader keeps in a file, and without which it would start the right one. */
  private Optional<Finding> kept(MenuBehindProfile menu) {
    Installation installation = menu.installation();
    Stream<Optional<Finding>> partitions =
        installation.bootPartitions().stream()
            .filter(partition -> !partition.mountPoint().isEmpty())
            .map(partition -> kept(menu, partition.mountPoint(), partition.tree()));
    return Stream.concat(
            partitions, Stream.of(installation.bareBoot()).map(tree -> kept(menu, "/boot", tree)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Finding> kept(MenuBehindProfile menu, String place, BootTree tree) {
    return tree.menus().stream()
        .filter(one -> one.unsaved().equals(menu.current().toplevel()))
        .flatMap(one ->
            one
                .loader()
                .keptChoice()
                .map(choice -> kept(menu, one.loader(), choice, place))
                .stream())
        .findFirst();
  }

  private Finding kept(
      MenuBehindProfile menu, BootLoader loader, BootLoader.KeptChoice choice, String place) {
    String file = place + choice.file();
    return finding(
        menu,
        loader.label()
            + " keeps a choice in "
            + file
            + " ("
            + choice.variable()
            + "); without it, it would start generation "
            + menu.current().number()
            + ".",
        new Mend.ForgetChoice(file));
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
