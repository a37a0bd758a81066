package dev.thaw.boot;

import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an installation that does not come up.
 *
 * @param installation what lies on the disks
 * @param configured the modules that its configuration has stage 1 load
 * @param symptom the last lines on the screen
 */
public record Evidence(Installation installation, List<ForceLoaded> configured, Symptom symptom) {

  /** Copies the list. */
  public Evidence {
    configured = List.copyOf(configured);
  }

  /** What the installation itself tells. */
  public static Evidence of(Installation installation, Symptom symptom) {
    return new Evidence(installation, ForceLoaded.in(installation), symptom);
  }

  /** The generation that is started when nobody chooses; where that is unknown, the current one. */
  public Optional<Generation> booted() {
    return installation.generations().stream()
        .filter(Generation::isDefault)
        .findFirst()
        .or(installation::current);
  }
}
