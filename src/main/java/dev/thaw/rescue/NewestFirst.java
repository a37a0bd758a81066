package dev.thaw.rescue;

import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import java.util.stream.Stream;

/**
 * Which generations only a newer number can make the default: with some loaders all but the newest,
 * with the others those that the limit of its generations keeps out of the menu.
 */
final class NewestFirst {

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
        : "The boot menu has no place for it ("
            + BootLoader.limit(installation.loader())
            + "), and its installer makes nothing the default that is not in the menu: so the old"
            + " system gets a number of its own, the newest.";
  }

  /** The newest number of the main profile. */
  static int newest(Installation installation) {
    return main(installation).mapToInt(Generation::number).max().orElse(0);
  }

  private static boolean isNewestFirst(Installation installation) {
    return installation.loader().filter(BootLoader::startsNewest).isPresent();
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
    return installation.generations().stream().filter(Generation::isMain);
  }
}
