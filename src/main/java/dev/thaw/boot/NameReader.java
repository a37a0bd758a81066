package dev.thaw.boot;

import dev.thaw.boot.screen.Letters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the names that are known was typed: to the letter, with a slip, cut off, or with its
 * middle left out.
 *
 * @param names those that are known, and what each of them means
 * @param modules whether they are modules', which dots end, and of which short ones differ in a
 *     letter
 */
record NameReader(Map<String, String> names, boolean modules) {

  /** So many words can be one name: the screen breaks lines where it likes. */
  private static final int MOST_WORDS = 4;

  /**
   * Reads the module's name behind a phrase.
   *
   * <p>Dots end a name. Where there are none, what was typed may be its beginning, or the words
   * after it may be no part of it.
   */
  static Reading module(Symptom symptom, Symptom.Place place, List<String> names) {
    var known = new LinkedHashMap<String, String>();
    names.forEach(name -> known.put(name, name));
    return new NameReader(known, true).read(symptom, place);
  }

  /** Reads the name behind a phrase; one name for each thing that it can mean. */
  Reading read(Symptom symptom, Symptom.Place place) {
    Reading first = at(symptom, place.end());
    if (place.slips() == 0 || first.exact()) {
      return first;
    }
    // A slip at the end of the phrase can belong to the name, which begins a letter off the place.
    var readings = new ArrayList<Reading>();
    for (int start : new int[] {place.end() - 1, place.end() + 1}) {
      if (start >= 0 && start < symptom.length()) {
        Reading reading = at(symptom, start);
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

  private Reading at(Symptom symptom, int place) {
    return read(modules ? symptom.module(place) : symptom.path(place));
  }

  /** Reads the name that these words are. */
  Reading read(Symptom.Words at) {
    List<String> words = at.words();
    if (words.isEmpty()) {
      return new Reading("", List.of(), false);
    }
    List<String> texts = texts(at);
    var exact = new LinkedHashSet<String>();
    var near = new LinkedHashSet<String>();
    for (String name : names.keySet()) {
      if (texts.stream().anyMatch(text -> isSame(text, name))) {
        exact.add(name);
      } else if (texts.stream().anyMatch(text -> isAround(text, name))
          || slipped(at).stream().anyMatch(text -> isSlip(text, name))) {
        near.add(name);
      }
    }
    Set<String> begun = at.whole() ? Set.of() : begun(words, !exact.isEmpty());
    Set<String> fit = new LinkedHashSet<>(exact.isEmpty() ? near : exact);
    fit.addAll(begun);
    List<String> things = oneEach(fit);
    boolean one = !exact.isEmpty() && things.size() == 1;
    String shown =
        at.whole() || one || words.size() == 1 ? String.join("", words) : words.getFirst();
    return new Reading(
        one ? shortest(texts, exact.getFirst()) : shown,
        one ? List.of(exact.getFirst()) : things,
        one);
  }

  /** Of the names of one thing, the first. */
  private List<String> oneEach(Set<String> fit) {
    var first = new LinkedHashMap<String, String>();
    fit.forEach(name -> first.putIfAbsent(names.getOrDefault(name, name), name));
    return List.copyOf(first.values());
  }

  /** Those of which what was typed is the beginning: it may be cut off. */
  private Set<String> begun(List<String> words, boolean exact) {
    var begun = new LinkedHashSet<String>();
    String all = strict(String.join("", words));
    for (String name : names.keySet()) {
      String letters = Letters.strict(name);
      // A path that is one of the names is not cut off where another one goes on below it.
      boolean below = exact && !modules && name.startsWith("/", boundary(name, all.length()));
      if (letters.startsWith(all) && letters.length() > all.length() && !below) {
        begun.add(name);
      }
    }
    return begun;
  }

  /** Where in a name so many letters end. */
  private static int boundary(String name, int letters) {
    int left = letters;
    int place = 0;
    while (place < name.length() && left > 0) {
      left -= Character.isLetterOrDigit(name.charAt(place)) ? 1 : 0;
      place++;
    }
    return place;
  }

  private String strict(String text) {
    return Letters.strict(modules ? text : Units.path(text));
  }

  /** Of a path, what parts it counts, too: a unit's name has other signs at the same places. */
  private boolean isSame(String text, String name) {
    return modules
        ? Letters.strict(text).equals(Letters.strict(name))
        : Letters.parted(Units.path(text)).equals(Letters.parted(name));
  }

  /** Whether a name begins and ends so: systemd leaves out the middle where it has no room. */
  private boolean isAround(String text, String name) {
    int gap = text.indexOf('…');
    if (gap < 0) {
      return false;
    }
    String before = Letters.strict(text.substring(0, gap));
    String after = Letters.strict(text.substring(gap + 1));
    String letters = Letters.strict(name);
    return letters.length() > before.length() + after.length()
        && letters.startsWith(before)
        && letters.endsWith(after)
        && !after.isEmpty();
  }

  private boolean isSlip(String text, String name) {
    return modules ? Letters.isSlip(text, name, 5) : Letters.isSlip(Units.path(text), name, 3);
  }

  private String shortest(List<String> texts, String name) {
    return texts.stream().filter(text -> isSame(text, name)).findFirst().orElse(name);
  }

  /** What can be the name: all up to its end, or else the first word, or the first few. */
  private List<String> texts(Symptom.Words at) {
    if (!at.whole()) {
      return joined(at.words());
    }
    String all = String.join("", at.words());
    return modules ? List.of(all) : List.of(all, String.join("", at.words().subList(0, at.line())));
  }

  /** What can be the name with a slip: of a path, words behind it may be misspelt, too. */
  private List<String> slipped(Symptom.Words at) {
    return modules ? texts(at) : joined(at.words());
  }

  private static List<String> joined(List<String> words) {
    var texts = new ArrayList<String>();
    for (int count = 1; count <= Math.min(MOST_WORDS, words.size()); count++) {
      texts.add(String.join("", words.subList(0, count)));
    }
    return texts;
  }
}
