package dev.thaw.boot;

import dev.thaw.boot.screen.ScreenEvent;
import java.util.List;
import java.util.Optional;

/**
 * What was found to be broken.
 *
 * @param screen what was understood of the screen
 * @param findings what explains the screen first, then the surest; empty when nothing known was
 *     found
 * @param chains the way up of the generation that starts by default, and of others that could
 * @param notes what else there is to say: what could not be read, where to look; sentences
 * @param systems the installations that were judged, as {@code installs()} lists them
 * @param installation the number of the one that fails to boot, counted from 1; 0 where there are
 *     several and it can't be told
 * @param remembered what the machine remembers of its boots; sentences
 * @param notLookedAt what nobody looked at, though a boot can fail of it, whatever was found;
 *     sentences
 */
public record Diagnosis(
    ScreenReport screen,
    List<Finding> findings,
    List<BootChain> chains,
    List<String> notes,
    List<JudgedSystem> systems,
    int installation,
    List<String> remembered,
    List<String> notLookedAt) {

  /** Copies the lists. */
  public Diagnosis {
    findings = List.copyOf(findings);
    chains = List.copyOf(chains);
    notes = List.copyOf(notes);
    systems = List.copyOf(systems);
    remembered = List.copyOf(remembered);
    notLookedAt = List.copyOf(notLookedAt);
  }

  /** One that says nothing of single installations. */
  public Diagnosis(List<Finding> findings, List<BootChain> chains, List<String> notes) {
    this(ScreenReport.NONE, findings, chains, notes, List.of(), 0, List.of(), List.of());
  }

  /** The installation that fails to boot, by its identity; empty where that can't be told. */
  public Optional<String> failing() {
    return installation < 1 || installation > systems.size()
        ? Optional.empty()
        : Optional.of(systems.get(installation - 1).identity());
  }

  /** Whether it judged the installation with this identity. */
  public boolean judged(String identity) {
    return systems.stream().anyMatch(system -> system.identity().equals(identity));
  }

  /** Whether something was found that is more than only possible. */
  public boolean isLikely() {
    return findings.stream().anyMatch(finding -> finding.certainty() != Certainty.POSSIBLE);
  }

  /** The first finding: what explains the screen, or else the surest. */
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }

  /**
   * The numbers of the generations to go back to, the newest first: whole ones that don't fail the
   * same way, as far as could be read, and are not what the last rebuild made.
   *
   * @param install which installation, counted from 1; 0 for the one that fails to boot
   */
  public List<Integer> sound(int install) {
    int number = install == 0 ? installation : install;
    return number < 1 || number > systems.size() ? List.of() : systems.get(number - 1).sound();
  }

  /**
   * The failure that a line of the screen shows: of several that it can be, the one that was found.
   *
   * @return its id; empty where the line shows none
   */
  public String kind(ScreenEvent event) {
    return event.kinds().stream()
        .filter(kind ->
            findings.stream()
                .anyMatch(finding ->
                    finding.id().equals(kind) && finding.certainty() != Certainty.POSSIBLE))
        .findFirst()
        .or(() -> event.kinds().stream().findFirst())
        .orElse("");
  }
}
