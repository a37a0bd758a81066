package dev.thaw.boot;

import java.util.List;
import java.util.Optional;

/**
 * What was found to be broken.
 *
 * @param findings the surest first; empty when nothing known was found
 * @param chains the way up of the generation that starts by default, and of others that could
 * @param notes what else there is to say: what could not be read, where to look; sentences
 * @param subjects the installations that were judged, as {@code installs()} lists them
 * @param installation the number of the one that fails to boot, counted from 1; 0 where there are
 *     several and it can't be told
 */
public record Diagnosis(
    List<Finding> findings,
    List<BootChain> chains,
    List<String> notes,
    List<Subject> subjects,
    int installation) {

  /**
   * An installation that was judged.
   *
   * @param identity what tells it from others: {@link dev.thaw.nixos.Installation#identity}
   * @param sound the numbers of its other generations that are whole and that don't fail the same
   *     way, as far as could be read; newest first
   */
  public record Subject(String identity, List<Integer> sound) {

    /** Copies the list. */
    public Subject {
      sound = List.copyOf(sound);
    }
  }

  /** Copies the lists. */
  public Diagnosis {
    findings = List.copyOf(findings);
    chains = List.copyOf(chains);
    notes = List.copyOf(notes);
    subjects = List.copyOf(subjects);
  }

  /** One that says nothing of single installations. */
  public Diagnosis(List<Finding> findings, List<BootChain> chains, List<String> notes) {
    this(findings, chains, notes, List.of(), 0);
  }

  /** The installation that fails to boot, by its identity; empty where that can't be told. */
  public Optional<String> failing() {
    return installation < 1 || installation > subjects.size()
        ? Optional.empty()
        : Optional.of(subjects.get(installation - 1).identity());
  }

  /** Whether it judged the installation with this identity. */
  public boolean judged(String identity) {
    return subjects.stream().anyMatch(subject -> subject.identity().equals(identity));
  }

  /** Whether something was found that is more than only possible. */
  public boolean isLikely() {
    return findings.stream().anyMatch(finding -> finding.certainty() != Certainty.POSSIBLE);
  }

  /** The surest finding. */
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
    return number < 1 || number > subjects.size() ? List.of() : subjects.get(number - 1).sound();
  }
}
