package dev.thaw.rescue;

import dev.thaw.nixos.BootSpace;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which generations can be spared, and why the others can't.
 *
 * @param candidates those that can, the oldest first
 * @param rule which one stays to go back to, and how that was decided; a sentence, empty for none
 */
record SpareGenerations(List<Generation> candidates, String rule) {

  /**
   * Judges: neither the profile's own generation, nor the menu's default, nor the newest that is
   * known to be good, nor the one that is to boot next.
   *
   * @param wanted the generation that is to boot next, if it is one that is there
   */
  static SpareGenerations of(
      Installation installation, List<BootSpace> spaces, OptionalInt wanted) {
    List<Generation> others =
        installation.generations().stream()
            .filter(Generation::isMain)
            .filter(g -> !g.isCurrent() && !g.isDefault())
            .filter(g -> wanted.isEmpty() || g.number() != wanted.getAsInt())
            .sorted(Comparator.comparingInt(Generation::number))
            .toList();
    List<LoaderEntry> entries =
        installation.bootPartitions().stream()
            .filter(p -> !p.mountPoint().isEmpty())
            .flatMap(p -> p.tree().entries().stream())
            .toList();
    boolean counted = entries.stream().anyMatch(entry -> entry.triesLeft().isPresent());
    Optional<Generation> blessed =
        counted
            ? last(others.stream().filter(g -> isBlessed(g, entries)).toList())
            : Optional.empty();
    Optional<Generation> good =
        blessed.or(() -> last(others.stream().filter(Generation::closureExists).toList()));
    String rule =
        good.map(g ->
                "Generation "
                    + g.number()
                    + (blessed.isPresent()
                        ? " stays: boot counting says that it started, and none that is newer."
                        : " stays, to go back to: the newest complete one beside those that the"
                            + " profile and the menu lead to. Whether it ever started, nothing"
                            + " here tells."))
            .orElse("");
    return new SpareGenerations(
        others.stream().filter(g -> good.filter(g::equals).isEmpty()).toList(), rule);
  }

  private static Optional<Generation> last(List<Generation> generations) {
    return generations.isEmpty() ? Optional.empty() : Optional.of(generations.getLast());
  }

  /** Whether its entry's counter is gone, which systemd does after a boot that came up. */
  private static boolean isBlessed(Generation generation, List<LoaderEntry> entries) {
    return generation.closureExists()
        && entries.stream()
            .filter(entry -> entry.toplevel().equals(generation.toplevel()))
            .anyMatch(entry -> entry.triesLeft().isEmpty());
  }
}
