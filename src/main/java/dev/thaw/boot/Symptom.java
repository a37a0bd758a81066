package dev.thaw.boot;

import dev.thaw.boot.screen.Letters;
import dev.thaw.boot.screen.Screen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last lines on the screen, as somebody typed them from a photograph. Case, blanks, line breaks
 * in the middle of a word, {@code -} or {@code _}, 0 or O and small slips make no difference.
 */
public final class Symptom {

  /** More than a screen holds; what comes before that says nothing. */
  private static final int LONGEST = 8000;

  /** Colours, how a unit ended, and a unit's own name in front of what it is called. */
  private static final Pattern NOISE =
      Pattern.compile(
          "\u001b(?:\\[[0-9;:?!]*[A-Za-z]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[()][A-Z0-9]|[A-Z])|\\[\\s*[A-Za-z*]{0,6}\\s*]"
              + "|\\b[\\w@.:\\\\-]{1,200}\\.(?:service|mount|target|swap|socket) - ");

  /** The kernel's own lines begin with the time: they come whenever they like. */
  private static final Pattern STAMP = Pattern.compile("\\[\\s*\\d+\\.\\d+]");

  /** Stands where a kernel's time stood. */
  private static final char KERNEL = '\u0001';

  /** So many places of one phrase are more than a screen shows. */
  private static final int MOST_PLACES = 20;

  /** What ends a path or a quoted name; dots of which there are several only cut it off. */
  private static final Pattern END =
      Pattern.compile(
          "(?<cut>\\.{2,}|…(?![\\w/\\\\-]))|\\.(?=\\s|$)|['\"’”“`;]|\\)|\\s\\(|[,:](?=\\s|$)|\\s-\\s"
              + "|\\s+(?:to\\s+appear|cannot\\s|is\\s|on\\s|failed|not\\s)");

  private static final int LONGEST_NAME = 300;

  private static final Pattern PATH = Pattern.compile("(?<![\\w/])/\\w");

  /** Nothing is known of the screen. */
  public static final Symptom NONE = new Symptom("");

  private final Screen screen;
  private final String typed;
  private final String squeezed;
  private final int[] origin;

  private Symptom(String text) {
    screen = Screen.read(text);
    String last = text.length() > LONGEST ? text.substring(text.length() - LONGEST) : text;
    String marked = STAMP.matcher(last.replace(KERNEL, ' ')).replaceAll(KERNEL + "");
    typed = NOISE.matcher(marked).replaceAll(" ");
    var letters = new StringBuilder();
    int[] places = new int[typed.length()];
    for (int i = 0; i < typed.length(); i++) {
      char c = Letters.plain(typed.charAt(i));
      // Dots end a name; several of them, or an ellipsis, are one.
      boolean repeated =
          c == '.' && !letters.isEmpty() && letters.charAt(letters.length() - 1) == '.';
      if (c != 0 && !repeated) {
        places[letters.length()] = i;
        letters.append(c);
      }
    }
    squeezed = letters.toString();
    origin = Arrays.copyOf(places, letters.length());
  }

  /** Takes the text as it was typed; blank for none. */
  public static Symptom of(String text) {
    return text == null || text.isBlank() ? NONE : new Symptom(text);
  }

  /** What it says, line by line. */
  public Screen screen() {
    return screen;
  }

  /** Whether nothing is known of the screen. */
  public boolean isEmpty() {
    return squeezed.isEmpty();
  }

  /**
   * Where a phrase stands among the letters that count.
   *
   * @param start its first letter
   * @param end behind its last letter
   * @param slips in how many letters it differs
   */
  public record Place(int start, int end, int slips) {}

  /** Where the phrase, or something close to it, stands for the last time; empty if nowhere. */
  public Optional<Place> find(String phrase) {
    List<Place> places = places(phrase, 1);
    return places.stream().findFirst();
  }

  /** Every place where the phrase, or something close to it, stands, the last one first. */
  public List<Place> all(String phrase) {
    return places(phrase, MOST_PLACES);
  }

  private List<Place> places(String phrase, int most) {
    String wanted = Letters.squeeze(phrase);
    var starts = new int[squeezed.length() + 1];
    int[] slips = slips(wanted, starts);
    int enough = wanted.length() / 5;
    var places = new ArrayList<Place>();
    for (int end = squeezed.length(); end > 0 && places.size() < most; end--) {
      if (slips[end] <= enough) {
        int best = end;
        while (best > 1 && slips[best - 1] < slips[best]) {
          best--;
        }
        places.add(new Place(starts[best], best, slips[best]));
        end = Math.min(end, starts[best] + 1);
      }
    }
    return places;
  }

  /** Whether a path, or one below it, stands anywhere, to the letter. */
  public boolean mentions(String path) {
    return Pattern.compile("(?<![\\w/])" + Pattern.quote(path) + "(?![\\w-])")
        .matcher(typed)
        .find();
  }

  /** Whether an absolute path stands anywhere. */
  public boolean mentionsPath() {
    return PATH.matcher(typed).find();
  }

  /** What is typed behind {@code place}, up to dots: a name without the blanks inside it. */
  public String nameAfter(int place) {
    int end = squeezed.indexOf('.', place);
    int stop = end < 0 ? squeezed.length() : end;
    return place >= stop
        ? ""
        : typed.substring(origin[place], origin[stop - 1] + 1).replaceAll("\\s", "");
  }

  /** How the module's name behind a phrase can be read, as one of these; see {@link NameReader}. */
  public Reading read(Place place, List<String> names) {
    return NameReader.module(this, place, names);
  }

  /**
   * What stands where a name is.
   *
   * @param words what is typed there, parted by blanks and line breaks
   * @param line how many of them are in the first line
   * @param whole whether something ends it, so that it was not cut off
   */
  record Words(List<String> words, int line, boolean whole) {

    /** Copies the list. */
    Words {
      words = List.copyOf(words);
    }
  }

  /** A module's name from a letter on: dots end it. */
  Words module(int place) {
    List<String> words = words(place);
    return new Words(words, words.size(), isWhole(place));
  }

  /** The word that stands before a phrase. */
  Words wordBefore(Place place) {
    String before = typed.substring(0, origin[Math.min(place.start(), origin.length - 1)]).strip();
    String word = before.substring(before.replaceAll("[\\s\u0001]", " ").lastIndexOf(' ') + 1);
    return word.isEmpty() ? new Words(List.of(), 0, false) : new Words(List.of(word), 1, true);
  }

  /** A path, or a name in quotes, from a letter on. */
  Words path(int place) {
    int from = place == 0 ? 0 : origin[place - 1] + 1;
    String rest = typed.substring(from, Math.min(typed.length(), from + LONGEST_NAME));
    String name = rest.replaceFirst("^[\\s'\"‘“`(:\u0001]+", "");
    Matcher end = END.matcher(name);
    boolean ended = end.find();
    String text = (ended ? name.substring(0, end.start()) : name).strip();
    if (text.isEmpty()) {
      return new Words(List.of(), 0, false);
    }
    int line = text.lines().findFirst().orElse(text).strip().split("[\\s\u0001]+").length;
    return new Words(List.of(text.split("[\\s\u0001]+")), line, ended && end.group("cut") == null);
  }

  /**
   * What is typed from the phrase on to the dots behind the name, letter by letter as it stands
   * there; blanks and line breaks are one blank.
   */
  public String quote(Place place) {
    int from = origin[Math.min(place.start(), origin.length - 1)];
    return typed.substring(from, dotsEnd(place.end())).replaceAll("[\\s\u0001]+", " ").strip();
  }

  /** Where the dots behind a name end in what was typed; the end when there are none. */
  private int dotsEnd(int place) {
    int dot = squeezed.indexOf('.', place);
    int end = dot < 0 ? typed.length() : origin[dot];
    while (end < typed.length() && ".… ".indexOf(typed.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  /** Whether dots stand behind the name: then it is whole. */
  boolean isWhole(int place) {
    return squeezed.indexOf('.', place) >= 0;
  }

  /** What is typed behind the dots, without the kernel's own lines; empty when it ends there. */
  public String after(Place place) {
    var lines = new StringBuilder();
    for (String line : typed.substring(dotsEnd(place.end())).split("\n")) {
      if (line.indexOf(KERNEL) < 0) {
        lines.append(line.strip()).append(' ');
      }
    }
    return Letters.squeeze(lines.toString()).isEmpty() ? "" : lines.toString().strip();
  }

  /** Whether a text is the beginning of a phrase: a line that was cut off. */
  public static boolean begins(String text, String phrase) {
    String begun = Letters.squeeze(text);
    String whole = Letters.squeeze(phrase);
    if (begun.isEmpty() || begun.length() > whole.length() + 1) {
      return false;
    }
    return Letters.slips(whole, begun, false) <= (begun.length() < 5 ? 0 : 1);
  }

  /** The words that are typed from a letter on, up to the dots, if there are any. */
  List<String> words(int place) {
    int dot = squeezed.indexOf('.', place);
    int end = dot < 0 ? squeezed.length() : dot;
    return place >= end
        ? List.of()
        : List.of(
            typed.substring(origin[place], origin[end - 1] + 1).strip().split("[\\s\u0001]+"));
  }

  /** Whether a word begins with this letter. */
  boolean beginsWord(int place) {
    return place < origin.length
        && (origin[place] == 0 || !Character.isLetterOrDigit(typed.charAt(origin[place] - 1)));
  }

  /** How many letters count. */
  int length() {
    return squeezed.length();
  }

  /** Whether a name stands among the words, to the letter. */
  public boolean names(String name) {
    String wanted = Letters.strict(name);
    return Arrays.stream(typed.split("[^\\p{L}\\p{N}_-]+"))
        .anyMatch(w -> Letters.strict(w).equals(wanted));
  }

  /**
   * For each end in the text, the fewest slips with which the word can end there; {@code starts} is
   * told where it begins then.
   */
  private int[] slips(String word, int[] starts) {
    int[] row = new int[squeezed.length() + 1];
    Arrays.setAll(starts, i -> i);
    for (int i = 1; i <= word.length(); i++) {
      int[] next = Letters.next(row, i, word.charAt(i - 1), squeezed);
      int before = starts[0];
      for (int j = 1; j < row.length; j++) {
        int here = starts[j];
        boolean same = squeezed.charAt(j - 1) == word.charAt(i - 1);
        if (next[j] == row[j - 1] + (same ? 0 : 1)) {
          starts[j] = before;
        } else if (next[j] == next[j - 1] + 1) {
          starts[j] = starts[j - 1];
        }
        before = here;
      }
      row = next;
    }
    return row;
  }

  @Override
  public String toString() {
    return typed.replace(KERNEL, ' ').strip();
  }
}
