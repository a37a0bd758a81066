package dev.thaw.boot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which of the names that are known was typed: to the letter, with a slip, or cut off. */
final class Names {

  /** So many words can be one name: the screen breaks lines where it likes. */
  private static final int MOST_WORDS = 4;

  private Names() {}

  /**
   * Reads the name behind a phrase.
   *
   * <p>Dots end a name. Where there are none, what was typed may be its beginning, or the words
   * after it may be no part of it.
   */
  static Reading read(Symptom symptom, Symptom.Place place, List<String> names) {
    Reading first = at(symptom, place.end(), names);
    if (place.slips() == 0 || first.exact()) {
      return first;
    }
    // A slip at the end of the phrase can belong to the name, which begins a letter off the place.
    var readings = new ArrayList<Reading>();
    for (int start : new int[] {place.end() - 1, place.end() + 1}) {
      if (start >= 0 && start < symptom.length()) {
        Reading reading = at(symptom, start, names);
        if (reading.exact() && symptom.beginsWord(start)) {
          return reading;
        }
        readings.add(new Reading(reading.typed(), reading.names(), false));
      }
    }
    return first.isUnknown()
        ? readings.stream().filter(reading -> !reading.isUnknown()).findFirst().orElse(first)
        : first;
  }

  private static Reading at(Symptom symptom, int place, List<String> names) {
    List<String> words = symptom.words(place);
    boolean whole = symptom.isWhole(place);
    if (words.isEmpty()) {
      return new Reading("", List.of(), false);
    }
    Collection<String> texts = texts(words, whole);
    Set<String> exact = new LinkedHashSet<>();
    Set<String> near = new LinkedHashSet<>();
    for (String name : names) {
      if (texts.stream().anyMatch(text -> Symptom.strict(text).equals(Symptom.strict(name)))) {
        exact.add(name);
      } else if (texts.stream().anyMatch(text -> Symptom.isSlip(text, name))) {
        near.add(name);
      }
    }
    Set<String> begun = new LinkedHashSet<>();
    String all = Symptom.strict(String.join("", words));
    for (String name : names) {
      String letters = Symptom.strict(name);
      if (!whole && letters.startsWith(all) && letters.length() > all.length()) {
        begun.add(name);
      }
    }
    String typed = whole ? String.join("", words) : words.getFirst();
    Set<String> fit = new LinkedHashSet<>(exact);
    if (exact.isEmpty()) {
      fit.addAll(near);
    }
    fit.addAll(begun);
    boolean one = exact.size() == 1 && fit.size() == 1;
    String shown = one || words.size() == 1 ? String.join("", words) : typed;
    return new Reading(one ? shortest(texts, fit.iterator().next()) : shown, List.copyOf(fit), one);
  }

  private static String shortest(Collection<String> texts, String name) {
    return texts.stream()
        .filter(text -> Symptom.strict(text).equals(Symptom.strict(name)))
        .findFirst()
        .orElse(name);
  }

  /** What can be the name: all up to the dots, or else the first word, or the first few. */
  private static Collection<String> texts(List<String> words, boolean whole) {
    if (whole) {
      return List.of(String.join("", words));
    }
    var texts = new ArrayList<String>();
    for (int count = 1; count <= Math.min(MOST_WORDS, words.size()); count++) {
      texts.add(String.join("", words.subList(0, count)));
    }
    return texts;
  }
}
