package dev.thaw.nixos.edit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The difference of two texts, line by line. */
public final class Diff {

  private static final int CONTEXT = 3;

  /** Above so many pairs of lines, what differs is shown as one block: 20 000 by 20 000 lines. */
  private static final long MOST_PAIRS = 400_000_000L;

  private Diff() {}

  /** A line of both texts (' '), of the first ('-') or of the second ('+'). */
  private record Line(char sign, String text) {}

  /**
   * The difference as {@code diff -u} writes it, with three lines around each change.
   *
   * @param path what the headers call the text
   * @return empty when the texts are equal; carriage returns and control characters are kept
   */
  public static String unified(String path, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    List<Line> lines = compared(lines(before), lines(after));
    var out = new StringBuilder("--- " + path + "\n+++ " + path + " (changed)\n");
    // How many lines of each text came before the one at hand.
    int old = 0;
    int now = 0;
    int at = 0;
    while (at < lines.size()) {
      int change = nextChange(lines, at);
      if (change == lines.size()) {
        break;
      }
      int from = Math.max(at, change - CONTEXT);
      int to = endOfHunk(lines, change);
      old += from - at;
      now += from - at;
      List<Line> hunk = lines.subList(from, to);
      int removed = (int) hunk.stream().filter(line -> line.sign() != '+').count();
      int added = (int) hunk.stream().filter(line -> line.sign() != '-').count();
      out.append("@@ -").append(range(old, removed)).append(" +").append(range(now, added));
      out.append(" @@\n");
      hunk.forEach(line -> print(line, out));
      old += removed;
      now += added;
      at = to;
    }
    return out.toString();
  }

  private static int nextChange(List<Line> lines, int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** After the context of the last change that is near enough to share a hunk with this one. */
  private static int endOfHunk(List<Line> lines, int change) {
    int at = change;
    while (true) {
      while (at < lines.size() && lines.get(at).sign() != ' ') {
        at++;
      }
      int next = nextChange(lines, at);
      if (next == lines.size() || next - at > 2 * CONTEXT) {
        return Math.min(lines.size(), at + CONTEXT);
      }
      at = next;
    }
  }

  private static String range(int before, int count) {
    return count == 1 ? "" + (before + 1) : (count == 0 ? before : before + 1) + "," + count;
  }

  private static void print(Line line, StringBuilder out) {
    out.append(line.sign()).append(line.text());
    if (!line.text().endsWith("\n")) {
      out.append("\n\\ No newline at end of file\n");
    }
  }

  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    for (int at = 0; at < text.length(); ) {
      int feed = text.indexOf('\n', at);
      int end = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(at, end));
      at = end;
    }
    return lines;
  }

  private static List<Line> compared(List<String> before, List<String> after) {
    int least = Math.min(before.size(), after.size());
    int head = 0;
    while (head < least && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < least - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    var lines = new ArrayList<Line>();
    before.subList(0, head).forEach(line -> lines.add(new Line(' ', line)));
    middle(
        before.subList(head, before.size() - tail),
        after.subList(head, after.size() - tail),
        lines);
    before
        .subList(before.size() - tail, before.size())
        .forEach(line -> lines.add(new Line(' ', line)));
    return lines;
  }

  /** Follows the longest common subsequence; of its table only one bit of each pair is kept. */
  private static void middle(List<String> before, List<String> after, List<Line> lines) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] a = numbered(before, numbers);
    int[] b = numbered(after, numbers);
    boolean huge = (long) a.length * b.length > MOST_PAIRS;
    BitSet[] takeOld = huge ? new BitSet[0] : table(a, b);
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      if (!huge && i < a.length && j < b.length && a[i] == b[j]) {
        lines.add(new Line(' ', before.get(i)));
        i++;
        j++;
      } else if (i < a.length && (j == b.length || huge || takeOld[i].get(j))) {
        lines.add(new Line('-', before.get(i)));
        i++;
      } else {
        lines.add(new Line('+', after.get(j)));
        j++;
      }
    }
  }

  private static int[] numbered(List<String> lines, Map<String, Integer> numbers) {
    return lines.stream()
        .mapToInt(line -> numbers.computeIfAbsent(line, unseen -> numbers.size()))
        .toArray();
  }

  /** For each pair of lines, whether going on in the old text keeps as many lines in common. */
  private static BitSet[] table(int[] a, int[] b) {
    var takeOld = new BitSet[a.length];
    int[] below = new int[b.length + 1];
    for (int i = a.length - 1; i >= 0; i--) {
      takeOld[i] = new BitSet(b.length);
      int[] row = new int[b.length + 1];
      for (int j = b.length - 1; j >= 0; j--) {
        takeOld[i].set(j, below[j] >= row[j + 1]);
        row[j] = a[i] == b[j] ? below[j + 1] + 1 : Math.max(below[j], row[j + 1]);
      }
      below = row;
    }
    return takeOld;
  }
}
