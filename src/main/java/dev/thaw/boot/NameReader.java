package dev.thaw.boot;

import dev.thaw.boot.screen.Hole;
import dev.thaw.boot.screen.Letters;
import dev.thaw.boot.screen.ScreenName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which of the names that are known a name of the screen is: to the letter, with a slip, cut off,
 * or with its middle left out.
 *
 * @param names those that are known, and what each of them means
 */
public record NameReader(Map<String, String> names) {

  /** So many words can be one name: the screen breaks lines where it likes. */
  private static final int MOST_WORDS = 4;

  /** A reader of names each of which means only itself. */
  public static NameReader of(Collection<String> names) {
    return new NameReader(
        names.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    Function.identity(),
                    (one, _) -> one,
                    LinkedHashMap::new)));
  }

  /**
   * Reads a name of the screen; one name for each thing that it can mean.
   *
   * @param slipped whether the line in which it stands was read with slips
   */
  public Reading read(ScreenName at, boolean slipped) {
    List<String> words = at.words();
    if (words.isEmpty()) {
      return new Reading("", List.of(), false, slipped);
    }
    boolean module = at.hole() == Hole.MODULE;
    List<String> texts = texts(at, module);
    // Words behind a path may be misspelt, too.
    List<String> misspelt = module ? texts : joined(words);
    var exact = new LinkedHashSet<String>();
    var near = new LinkedHashSet<String>();
    for (String name : names.keySet()) {
      if (texts.stream().anyMatch(text -> isSame(text, name))) {
        exact.add(name);
      } else if (texts.stream().anyMatch(text -> isAround(text, name))
          || misspelt.stream().anyMatch(text -> isSlip(text, name, module))) {
        near.add(name);
      }
    }
    Set<String> fit = new LinkedHashSet<>(exact.isEmpty() ? near : exact);
    if (!at.whole()) {
      fit.addAll(begun(String.join("", words), !exact.isEmpty(), module));
    }
    List<String> things = oneEach(fit);
    boolean one = !exact.isEmpty() && things.size() == 1;
    String shown =
        at.whole() || one || words.size() == 1 ? String.join("", words) : words.getFirst();
    return new Reading(
        one ? shortest(texts, exact.getFirst()) : shown,
        one ? List.of(exact.getFirst()) : things,
        one,
        slipped);
  }

  /** Of the names of one thing, the first. */
  private List<String> oneEach(Set<String> fit) {
    var first = new LinkedHashMap<String, String>();
    fit.forEach(name -> first.putIfAbsent(names.getOrDefault(name, name), name));
    return List.copyOf(first.values());
  }

  /** Those of which what was typed is the beginning: it may be cut off. */
  private Set<String> begun(String typed, boolean exact, boolean module) {
    var begun = new LinkedHashSet<String>();
    String all = Letters.strict(module ? typed : Units.path(typed));
    for (String name : names.keySet()) {
      String letters = Letters.strict(name);
      // A path that is one of the names is not cut off where another one goes on below it.
      boolean below = exact && !module && name.startsWith("/", boundary(name, all.length()));
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

  /** What parts it counts, too: a unit's name has other signs at the same places. */
  private static boolean isSame(String text, String name) {
    return Letters.parted(Units.path(text)).equals(Letters.parted(name));
  }

  /** Whether a name begins and ends so: systemd leaves out the middle where it has no room. */
  private static boolean isAround(String text, String name) {
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

  private static boolean isSlip(String text, String name, boolean module) {
    return module ? Letters.isSlip(text, name, 5) : Letters.isSlip(Units.path(text), name, 3);
  }

  private static String shortest(List<String> texts, String name) {
    return texts.stream().filter(text -> isSame(text, name)).findFirst().orElse(name);
  }

  /** What can be the name: all up to its end, or else the first word, or the first few. */
  private static List<String> texts(ScreenName at, boolean module) {
    List<String> words = at.words();
    var texts =
        new ArrayList<>(
            at.whole()
                ? List.of(String.join("", words), String.join("", words.subList(0, at.line())))
                : joined(words));
    if (module && words.size() > 1) {
      // A _ is easily taken for a blank.
      texts.add(words.get(0) + "_" + words.get(1));
    }
    return texts;
  }

  private static List<String> joined(List<String> words) {
    var texts = new ArrayList<String>();
    for (int count = 1; count <= Math.min(MOST_WORDS, words.size()); count++) {
      texts.add(String.join("", words.subList(0, count)));
    }
    return texts;
  }
}
