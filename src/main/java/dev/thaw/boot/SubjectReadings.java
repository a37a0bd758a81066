package dev.thaw.boot;

import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.boot.screen.ScreenEvent.Role;
import dev.thaw.boot.screen.ScreenName;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the screen names of one kind, and which of the things that this machine has or asks for each
 * name can be.
 *
 * @param readings of each name, the last one on the screen first
 * @param names all that is known of the kind, and what each name means
 */
public record SubjectReadings(List<Reading> readings, Map<String, String> names) {

  /** So many names of one kind are more than a screen shows. */
  private static final int MOST = 20;

  /** Copies the list. */
  public SubjectReadings {
    readings = List.copyOf(readings);
  }

  /** How far the screen speaks of a thing. */
  public enum Fit {
    /** It names nothing of the kind. */
    SILENT,
    /** It names the thing to the letter. */
    EXACT,
    /** It names it with a slip, or cut off. */
    NEAR,
    /** What it names can be this, or something else. */
    SEVERAL,
    /** It names something else. */
    ANOTHER
  }

  /** What the screen's events name of a kind; what went well is no matter. */
  public static SubjectReadings of(SubjectKind kind, Evidence evidence) {
    List<ScreenEvent> events =
        evidence.symptom().screen().events().stream()
            .filter(event -> event.role() != Role.WENT_ON)
            .toList();
    if (events.isEmpty()) {
      return new SubjectReadings(List.of(), Map.of());
    }
    Map<String, String> known = SubjectNames.of(kind, evidence);
    var names = new NameReader(known);
    List<Reading> readings =
        events.reversed().stream()
            .flatMap(event ->
                event.names().stream()
                    .filter(name -> SubjectKind.of(event, name).filter(kind::equals).isPresent())
                    .map(name -> new Named(name, event.typed().corrected())))
            .distinct()
            .limit(MOST)
            .map(named -> names.read(named.name, named.slipped))
            .filter(reading -> !SubjectKind.isOnlyFolder(reading.typed()))
            .toList();
    return new SubjectReadings(readings, known);
  }

  /** A name, and whether its line was read with slips. */
  private record Named(ScreenName name, boolean slipped) {}

  /** How far it speaks of one of these things. */
  public Fit fit(Collection<String> things) {
    return readings.stream()
        .map(reading -> fit(reading, things))
        .min(Comparator.naturalOrder())
        .orElse(Fit.SILENT);
  }

  private Fit fit(Reading reading, Collection<String> things) {
    Set<String> meant = meant(reading);
    if (meant.stream().noneMatch(things::contains)) {
      return Fit.ANOTHER;
    }
    if (!things.containsAll(meant)) {
      return Fit.SEVERAL;
    }
    return reading.exact() ? Fit.EXACT : Fit.NEAR;
  }

  private Set<String> meant(Reading reading) {
    var meant = new LinkedHashSet<String>();
    reading.names().forEach(name -> meant.add(names.getOrDefault(name, name)));
    return meant;
  }

  /** Both readings of what was corrected, and what nothing is called; sentences. */
  List<String> sentences(Collection<String> things) {
    return readings.stream()
        .filter(reading -> fit(reading, things) == fit(things))
        .filter(reading -> fit(reading, things) != Fit.EXACT)
        .map(SubjectReadings::sentence)
        .distinct()
        .toList();
  }

  private static String sentence(Reading reading) {
    if (reading.isUnknown()) {
      return unknown(reading);
    }
    return reading.exact()
        ? "The screen names another one: “" + reading.typed() + "”."
        : reading.sentence();
  }

  private static String unknown(Reading reading) {
    return "The screen names “"
        + reading.typed()
        + "”: this machine has nothing of that name, and nothing that it boots asks for it.";
  }

  /** What the screen names, and nothing is called; sentences. */
  List<String> unknown() {
    return readings.stream()
        .filter(Reading::isUnknown)
        .map(SubjectReadings::unknown)
        .distinct()
        .toList();
  }

  /** A question with this mend for the things, and none for what else it can be. */
  Mend question(Collection<String> things, Mend mend) {
    Reading reading =
        readings.stream().filter(one -> fit(one, things) == Fit.SEVERAL).findFirst().orElseThrow();
    var mends = new LinkedHashMap<String, Mend>();
    reading
        .names()
        .forEach(name ->
            mends.put(
                name,
                things.contains(names.getOrDefault(name, name))
                    ? mend
                    : new Mend.ByHand(
                        "Nothing was found to be wrong with "
                            + name
                            + ": diagnose(symptom=\"…\") with the whole name tells more.")));
    return Mend.OneOf.typed(reading.typed(), mends);
  }
}
