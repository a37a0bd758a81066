package dev.thaw.boot.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was typed, in lines without what stands before the words: colours, times, the name of the
 * program; and all letters that count in one row, with the place where each stands.
 */
final class ScreenText {

  /** Colours and other orders to a terminal. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\u001b(?:\\[[0-9;:?!]*[A-Za-z]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[()][A-Z0-9]|[A-Z])");

  /** The kernel's own time, wherever its line begins: it breaks into the lines of others. */
  private static final Pattern STAMP =
      Pattern.compile("(?:<\\d{1,3}>)?\\[\\s{0,5}\\d{1,7}\\.\\d{1,9}\\]:?");

  /** The journal's time, host and program; the program alone. */
  private static final Pattern JOURNAL =
      Pattern.compile(
          "^\\s*(?:(?:\\p{L}{3,5}\\.? +\\d{1,2} +|\\d{4}-\\d\\d-\\d\\d[T ]|\\d{1,2} \\p{L}{3,5}\\.?"
              + " )\\d\\d:\\d\\d:\\d\\d\\S*\\s+(?:[\\w.-]+\\s+)?)?"
              + "(?:(?<program>[A-Za-z][\\w@.\\\\+/-]*)(?:\\[\\d+\\])?:\\s+)?");

  /** How a unit ended, the little light that runs, and which of several is waited for. */
  private static final Pattern TAG =
      Pattern.compile(
          "^\\s*\\[\\s*(?<tag>OK|FAILED|DEPEND|TIME|INFO|WARN|SKIP|UNSUPP|\\**)\\s*\\]\\s*"
              + "(?:\\(\\d+ of \\d+\\)\\s*)?",
          Pattern.CASE_INSENSITIVE);

  /** A unit's own name in front of what it is called. */
  private static final Pattern UNIT =
      Pattern.compile("[\\w@.:\\\\-]{1,200}\\.(?:service|mount|target|swap|socket|device) - ");

  /** Programs whose name stands in front of their words only where a journal is read. */
  private static final Pattern PROGRAM =
      Pattern.compile("stage-1-init|stage-2-init|systemd(-[\\w-]+)?|kernel|init");

  /** Marks of quotations and of lists. */
  private static final Pattern MARKS = Pattern.compile("^[\\s>*•`\"'“„«|#-]+(?=\\S)");

  private static final Pattern DOTS = Pattern.compile("^[\\s.…\"'”’)]+");

  private static final int LONGEST = 2_000;

  private final List<Line> lines;
  private final String letters;
  private final int[] lineOf;
  private final int[] columnOf;

  /**
   * A line as it counts.
   *
   * @param text without what stands before the words
   * @param program whose line it is, as far as that stands there; may be empty
   * @param tag how a unit ended, {@code FAILED}; may be empty
   * @param isKernel whether the kernel's time stands before it, and no program's name
   * @param start its first letter in the row of all letters
   */
  record Line(String text, String program, String tag, boolean isKernel, int start) {}

  ScreenText(String typed) {
    var all = new ArrayList<Line>();
    var row = new StringBuilder();
    var at = new int[2][Math.max(16, typed.length())];
    for (String physical : plain(typed).split("\\R|\r")) {
      for (Piece piece : pieces(physical)) {
        Line line = line(piece, row.length());
        for (int i = 0; i < line.text.length(); i++) {
          char c = Letters.plain(line.text.charAt(i));
          if (c != 0 && c != '.') {
            at[0][row.length()] = all.size();
            at[1][row.length()] = i;
            row.append(c);
          }
        }
        all.add(line);
      }
    }
    lines = List.copyOf(all);
    letters = row.toString();
    lineOf = Arrays.copyOf(at[0], row.length());
    columnOf = Arrays.copyOf(at[1], row.length());
  }

  private static String plain(String typed) {
    return typed.indexOf('\u001b') < 0 ? typed : ESCAPE.matcher(typed).replaceAll("");
  }

  private record Piece(String text, boolean stamped) {}

  /** A line in parts that no screen's line is longer than. */
  private static List<Piece> pieces(String physical) {
    if (physical.length() <= LONGEST) {
      return parted(physical);
    }
    var pieces = new ArrayList<Piece>();
    for (int at = 0; at < physical.length(); at += LONGEST) {
      pieces.addAll(parted(physical.substring(at, Math.min(physical.length(), at + LONGEST))));
    }
    return pieces;
  }

  /** A line, parted where the kernel breaks in. */
  private static List<Piece> parted(String physical) {
    var pieces = new ArrayList<Piece>();
    if (physical.indexOf('[') < 0) {
      return physical.isBlank() ? List.of() : List.of(new Piece(physical, false));
    }
    Matcher stamp = STAMP.matcher(physical);
    int from = 0;
    boolean stamped = false;
    while (stamp.find()) {
      if (!physical.substring(from, stamp.start()).isBlank()) {
        pieces.add(new Piece(physical.substring(from, stamp.start()), stamped));
      }
      from = stamp.end();
      stamped = true;
    }
    if (!physical.substring(from).isBlank()) {
      pieces.add(new Piece(physical.substring(from), stamped));
    }
    return pieces;
  }

  private static Line line(Piece piece, int start) {
    String text = piece.text;
    String program = "";
    String tag = "";
    Matcher head = JOURNAL.matcher(text);
    if (head.find()) {
      String named = head.group("program") == null ? "" : head.group("program");
      boolean dated =
          head.start("program") > 0
              && text.substring(0, head.start("program")).strip().length() > 6;
      if (named.isEmpty() || dated || PROGRAM.matcher(named).matches()) {
        program = named;
        text = text.substring(head.end());
      }
    }
    Matcher mark = TAG.matcher(text);
    if (text.indexOf('[') >= 0 && mark.find()) {
      tag = mark.group("tag");
      text = text.substring(mark.end());
    }
    text = text.contains(" - ") ? UNIT.matcher(text).replaceAll("") : text;
    text = MARKS.matcher(text).replaceFirst("");
    boolean kernel = piece.stamped && (program.isEmpty() || program.equals("kernel"));
    return new Line(text.strip(), program, tag, kernel, start);
  }

  List<Line> lines() {
    return lines;
  }

  /** All letters that count, in one row. */
  String letters() {
    return letters;
  }

  /** Letters of the row as they were typed, small. */
  String written(int from, int to) {
    var written = new StringBuilder();
    for (int i = from; i < to; i++) {
      written.append(Character.toLowerCase(lines.get(lineOf[i]).text().charAt(columnOf[i])));
    }
    return written.toString();
  }

  /** The number of the line in which a letter stands. */
  int line(int letter) {
    return lineOf[letter];
  }

  /** Where in its line a letter stands. */
  int column(int letter) {
    return columnOf[letter];
  }

  /** Whether nothing but a few words of introduction stands before a letter in its line. */
  boolean isStart(int letter) {
    String before = lines.get(line(letter)).text().substring(0, column(letter));
    return before.isBlank()
        || before.length() < 40 && before.strip().matches("(?s).*[:>\"'“„«`(\\[]|[^\\p{L}]*");
  }

  /** Whether a word begins with this letter; at a line's beginning one may go on. */
  boolean isWordStart(int letter) {
    int column = column(letter);
    return column == 0
        || !Character.isLetterOrDigit(lines.get(line(letter)).text().charAt(column - 1));
  }

  /** Whether a word ends with this letter; at a line's end one may. */
  boolean isWordEnd(int letter) {
    String line = lines.get(line(letter)).text();
    int next = column(letter) + 1;
    return next >= line.length() || !Character.isLetterOrDigit(line.charAt(next));
  }

  /** The first letter of the line before whose letter this is. */
  int lineStart(int letter) {
    return letter == 0 ? 0 : lines.get(line(Math.min(letter, letters.length() - 1))).start();
  }

  /**
   * What is typed between two letters, both excluded, with line breaks.
   *
   * @param from the letter before; -1 for the beginning
   * @param to the letter behind; the number of letters for the end
   */
  String between(int from, int to) {
    int line = from < 0 ? 0 : line(from);
    int column = from < 0 ? 0 : column(from) + 1;
    int lastLine = to >= letters.length() ? lines.size() - 1 : line(to);
    var text = new StringBuilder();
    for (int i = line; i <= lastLine; i++) {
      String all = lines.get(i).text();
      int start = i == line ? Math.min(column, all.length()) : 0;
      int end = i == lastLine && to < letters.length() ? column(to) : all.length();
      text.append(all, start, Math.max(start, end));
      if (i < lastLine) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** What is typed from behind a letter on, without the kernel's own lines and without dots. */
  String rest(int letter) {
    int last = Math.clamp(letter - 1, 0, letters.length() - 1);
    var rest = new StringBuilder(lines.get(line(last)).text().substring(column(last) + 1));
    for (Line line : lines.subList(line(last) + 1, lines.size())) {
      if (!line.isKernel && rest.length() < LONGEST) {
        rest.append(' ').append(line.text);
      }
    }
    return DOTS.matcher(rest).replaceFirst("").strip();
  }

  /** Behind the last letter of the line in which a letter stands. */
  int lineEnd(int letter) {
    int all = letters().length();
    int next = letter >= all ? lines().size() : line(letter) + 1;
    return next < lines().size() ? lines().get(next).start() : all;
  }
}
