package dev.thaw.boot;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a finding is about, by which it is held to the screen: a screen that names something else
 * lowers it, and one that names it with a slip never makes it sure.
 *
 * @param things by kind, what the screen may call it; the kind that counts most first
 */
public record Subject(Map<SubjectKind, Set<String>> things) {

  /** A subject of these things of one kind. */
  public static Subject of(SubjectKind kind, Collection<String> things) {
    return new Subject(Map.of()).or(kind, things);
  }

  /** The same, known by these things where the screen names none of the kinds before. */
  public Subject or(SubjectKind kind, Collection<String> more) {
    var all = new LinkedHashMap<>(things);
    all.put(kind, Set.copyOf(more));
    return new Subject(all);
  }

  /** What it is called first; empty where it has no name. */
  public String name() {
    return things.values().stream()
        .flatMap(names -> names.stream().sorted())
        .findFirst()
        .orElse("");
  }

  /**
   * Holds a finding to a screen that shows its kind of failure.
   *
   * @param finding as sure as the disks alone make it
   * @param best how sure it is where the screen names it to the letter
   */
  public Finding judge(Finding finding, Certainty best, Evidence evidence) {
    boolean first = true;
    for (Map.Entry<SubjectKind, Set<String>> kind : things.entrySet()) {
      SubjectReadings spoken = SubjectReadings.of(kind.getKey(), evidence);
      if (spoken.fit(kind.getValue()) != SubjectReadings.Fit.SILENT) {
        return judge(
            finding, first ? best : worse(best, Certainty.LIKELY), spoken, kind.getValue());
      }
      first = false;
    }
    return finding.with(
        better(finding.certainty(), worse(best, Certainty.LIKELY)), List.of(), finding.mend());
  }

  private static Finding judge(
      Finding finding, Certainty best, SubjectReadings spoken, Set<String> things) {
    Certainty likely = worse(best, Certainty.LIKELY);
    List<String> said = spoken.sentences(things);
    return switch (spoken.fit(things)) {
      case SILENT -> finding;
      case EXACT -> finding.with(better(finding.certainty(), best), said, finding.mend());
      case NEAR -> finding.with(likely, said, finding.mend());
      case SEVERAL -> finding.with(likely, said, spoken.question(things, finding.mend()));
      case ANOTHER -> finding.with(Certainty.POSSIBLE, said, finding.mend());
    };
  }

  private static Certainty better(Certainty one, Certainty other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Certainty worse(Certainty one, Certainty other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** What lines of the screen name and this machine has nothing of, of any kind; sentences. */
  public static List<String> unknown(Evidence evidence) {
    return Arrays.stream(SubjectKind.values())
        .flatMap(kind -> SubjectReadings.of(kind, evidence).unknown().stream())
        .distinct()
        .toList();
  }
}
