package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far nix is, by the lines that it prints where there is no terminal: what it will build and
 * fetch, and when it begins with each.
 */
final class NixProgress {

  private static final Pattern PLANNED =
      Pattern.compile(
          "\\s*(?:these (\\d{1,7}) (?:derivations|paths)|this (?:derivation|path)) will be"
              + " (built|fetched)\\b.*");

  private static final Pattern BEGUN =
      Pattern.compile(
          "\\s*(building|copying path) '/nix/store/[0-9a-z]{32}-([^']+?)(?:\\.drv)?'.*");

  private int toBuild;
  private int toFetch;
  private int built;
  private int fetched;
  private String building = "";

  /** Takes note of a line. */
  synchronized void read(String line) {
    Matcher planned = PLANNED.matcher(line);
    if (planned.matches()) {
      int count = planned.group(1) == null ? 1 : Integer.parseInt(planned.group(1));
      if (planned.group(2).equals("built")) {
        toBuild += count;
      } else {
        toFetch += count;
      }
      return;
    }
    Matcher begun = BEGUN.matcher(line);
    if (begun.matches()) {
      if (begun.group(1).equals("building")) {
        built++;
        building = Clean.line(begun.group(2));
      } else {
        fetched++;
      }
    }
  }

  /**
   * The line of progress after that time: {@code building 2 of 7, fetched 3 of 12, 1:05, linux}.
   */
  synchronized String line(Duration took) {
    var parts = new ArrayList<String>();
    if (built > 0 || toBuild > 0) {
      parts.add("building " + built + " of " + Math.max(built, toBuild));
    }
    if (fetched > 0 || toFetch > 0) {
      parts.add("fetched " + fetched + " of " + Math.max(fetched, toFetch));
    }
    parts.add("%d:%02d".formatted(took.toMinutes(), took.toSecondsPart()));
    if (!building.isEmpty()) {
      parts.add(building);
    }
    return String.join(", ", parts);
  }
}
