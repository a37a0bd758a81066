package dev.thaw.nixos;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts, in the form of {@code diff -u}. */
final class UnifiedDiff {

  private static final int CONTEXT = 3;

  private record Line(char sign, String text) {}

  private UnifiedDiff() {}

  /** The difference; empty when there is none. Carriage returns stay in the lines. */
  static String of(String path, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    List<Line> lines = align(lines(before), lines(after));
    var diff = new StringBuilder("--- a" + absolute(path) + "\n+++ b" + absolute(path) + "\n");
    int at = 0;
    while (at < lines.size()) {
      int change = at;
      while (change < lines.size() && lines.get(change).sign() == ' ') {
        change++;
      }
      if (change == lines.size()) {
        break;
      }
      int from = Math.max(at, change - CONTEXT);
      int to = endOfHunk(lines, change);
      hunk(lines, from, to, diff);
      at = to;
    }
    return diff.toString();
  }

  private static String absolute(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(at, end));
      at = end;
    }
    return lines;
  }

  private static int endOfHunk(List<Line> lines, int change) {
    int to = change;
    int same = 0;
    for (int i = change; i < lines.size() && same <= 2 * CONTEXT; i++) {
      if (lines.get(i).sign() == ' ') {
        same++;
      } else {
        same = 0;
        to = i + 1;
      }
    }
    return Math.min(lines.size(), to + CONTEXT);
  }

  private static void hunk(List<Line> lines, int from, int to, StringBuilder diff) {
    diff.append(
        "@@ -%s +%s @@\n".formatted(span(lines, from, to, '+'), span(lines, from, to, '-')));
    for (Line line : lines.subList(from, to)) {
      diff.append(line.sign()).append(line.text());
      if (!line.text().endsWith("\n")) {
        diff.append("\n\\ No newline at end of file\n");
      }
    }
  }

  /** Where a hunk begins and how long it is, in the file whose lines never have {@code other}. */
  private static String span(List<Line> lines, int from, int to, char other) {
    long before = lines.subList(0, from).stream().filter(line -> line.sign() != other).count();
    long length = lines.subList(from, to).stream().filter(line -> line.sign() != other).count();
    return (length == 0 ? before : before + 1) + "," + length;
  }

  /** Lays the lines beside each other along their longest common subsequence. */
  private static List<Line> align(List<String> before, List<String> after) {
    int start = 0;
    while (start < Math.min(before.size(), after.size())
        && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < Math.min(before.size(), after.size()) - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    var lines = new ArrayList<Line>();
    before.subList(0, start).forEach(line -> lines.add(new Line(' ', line)));
    middle(
        before.subList(start, before.size() - end),
        after.subList(start, after.size() - end),
        lines);
    before
        .subList(before.size() - end, before.size())
        .forEach(line -> lines.add(new Line(' ', line)));
    return lines;
  }

  private static void middle(List<String> before, List<String> after, List<Line> lines) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add(new Line(' ', before.get(i++)));
        j++;
      } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line('-', before.get(i++)));
      } else {
        lines.add(new Line('+', after.get(j++)));
      }
    }
  }
}
