package dev.thaw.rescue;

import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.BootTree;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which generations only a newer number can make the default: with some loaders all but the newest,
 * with the others those that configurationLimit keeps out of the menu.
 */
final class NewestFirst {

  /** Limine's menu begins with the newest number; unified images are sorted by theirs. */
  private static final Set<String> LOADERS = Set.of("limine", "uki");

  private NewestFirst() {}

  /** Whether a generation with a newer number has to be made, for its system to boot next. */
  static boolean needsNewer(Installation installation, Generation generation) {
    return generation.number() < newest(installation)
        && (isNewestFirst(installation) || isOutside(installation, generation));
  }

  /** Why that is so, a sentence. */
  static String why(Installation installation) {
    return isNewestFirst(installation)
        ? "This system's boot loader starts the newest number, whatever the profile says: so the"
            + " old system gets a number of its own, the newest."
        : "The boot menu has no place for it (configurationLimit), and its installer makes nothing"
            + " the default that is not in the menu: so the old system gets a number of its own,"
            + " the newest.";
  }

  /** The newest number of the main profile. */
  static int newest(Installation installation) {
    return main(installation).mapToInt(Generation::number).max().orElse(0);
  }

  /** Whether such a loader starts this installation, and systemd-boot's own entries don't. */
  private static boolean isNewestFirst(Installation installation) {
    List<BootTree> trees =
        Stream.concat(
                installation.bootPartitions().stream()
                    .filter(partition -> partition.theOne() || !partition.mountPoint().isEmpty())
                    .map(BootPartition::tree),
                Stream.of(installation.bareBoot()))
            .toList();
    boolean entries = main(installation).anyMatch(one -> installation.entry(one).isPresent());
    return !entries
        && trees.stream()
            .flatMap(tree -> tree.otherInits().entrySet().stream())
            .filter(menu -> LOADERS.contains(menu.getKey()))
            .anyMatch(menu ->
                main(installation).anyMatch(one -> menu.getValue().contains(one.toplevel())));
  }

  /** The menu has the newest ones: what is older than one of them and not in it was left out. */
  private static boolean isOutside(Installation installation, Generation generation) {
    return !generation.inBootMenu()
        && main(installation)
            .anyMatch(one -> one.inBootMenu() && one.number() > generation.number())
        && main(installation)
            .noneMatch(one -> one.inBootMenu() && one.number() < generation.number());
  }

  private static Stream<Generation> main(Installation installation) {
    return installation.generations().stream().filter(one -> one.profile().equals("system"));
  }
}
