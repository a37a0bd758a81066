package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.rescue.NixEvent.Activity;
import dev.thaw.rescue.NixEvent.Begun;
import dev.thaw.rescue.NixEvent.Counted;
import dev.thaw.rescue.NixEvent.Ended;
import dev.thaw.rescue.NixEvent.Expected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far nix is: by its log for programs, and by the lines that it prints for people: what it will
 * build and fetch, and when it begins with each.
 */
final class NixProgress {

  private static final Pattern PLANNED =
      Pattern.compile(
          "\\s*(?:these (\\d{1,7}) (?:derivations|paths)|this (?:derivation|path)) will be"
              + " (built|fetched)\\b.*");

  private static final Pattern STORE_PATH =
      Pattern.compile("/nix/store/[0-9a-z]{32}-([^']+?)(?:\\.drv)?");

  private static final Pattern BEGUN =
      Pattern.compile("\\s*(building|copying path) '" + STORE_PATH + "'.*");

  private static final double MEBIBYTE = 1 << 20;

  private int toBuild;
  private int toFetch;
  private int built;
  private int fetched;

  /** What the lines for people named last, which do not tell when it ends. */
  private String named = "";

  private final Map<Long, String> running = new RecentActivities<>();
  private final Map<Long, Long> transferred = new RecentActivities<>();
  private long transferredBefore;
  private final Map<Long, Long> toTransfer = new RecentActivities<>();
  private final Map<Long, Activity> kinds = new RecentActivities<>();

  /** Takes note of a line for people. */
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
        named = begun.group(2);
      } else {
        fetched++;
      }
    }
  }

  /** Takes note of a line for programs; its text is one for people, too. */
  synchronized void read(NixEvent event) {
    switch (event) {
      case NixEvent.Message(String text) -> text.lines().forEach(this::read);
      case Begun begun -> begin(begun);
      case Ended(long id) -> end(id);
      case Counted counted -> count(counted);
      case Expected(long id, Activity activity, long count) -> {
        if (activity == Activity.TRANSFER) {
          toTransfer.put(id, Math.max(0, count));
        }
      }
      case NixEvent.Printed _, NixEvent.Other _ -> {}
    }
  }

  private void begin(Begun begun) {
    read(begun.text());
    kinds.put(begun.id(), begun.activity());
    Matcher path = STORE_PATH.matcher(begun.subject());
    boolean one = begun.activity() == Activity.BUILD || begun.activity() == Activity.PATH;
    if (one && path.matches()) {
      running.put(begun.id(), path.group(1));
      named = "";
    }
  }

  private void end(long id) {
    running.remove(id);
    kinds.remove(id);
    Long bytes = transferred.remove(id);
    transferredBefore += bytes == null ? 0 : bytes;
  }

  private void count(Counted counted) {
    int expected = Math.clamp(counted.expected(), 0, 9_999_999);
    switch (kinds.getOrDefault(counted.id(), Activity.OTHER)) {
      case BUILDS -> toBuild = Math.max(toBuild, expected);
      case PATHS -> toFetch = Math.max(toFetch, expected);
      case TRANSFER -> transferred.put(counted.id(), Math.max(0, counted.done()));
      default -> {}
    }
  }

  /**
   * The line of progress after that time: {@code building 2 of 7, fetched 3 of 12 (34 of 120 MiB),
   * 1:05, linux}.
   */
  synchronized String line(Duration took) {
    var parts = new ArrayList<String>();
    if (built > 0 || toBuild > 0) {
      parts.add("building " + built + " of " + Math.max(built, toBuild));
    }
    if (fetched > 0 || toFetch > 0) {
      parts.add("fetched " + fetched + " of " + Math.max(fetched, toFetch) + mebibytes());
    }
    parts.add("%d:%02d".formatted(took.toMinutes(), took.toSecondsPart()));
    String last = running.values().stream().reduce(named, (_, name) -> name);
    if (!last.isEmpty()) {
      int others = running.size() - 1;
      parts.add(Clean.line(last) + (others > 0 ? " and " + others + " more" : ""));
    }
    return String.join(", ", parts);
  }

  private String mebibytes() {
    long all = toTransfer.values().stream().reduce(0L, Math::max);
    long now = transferred.values().stream().mapToLong(bytes -> bytes).sum();
    long done = Math.min(all, transferredBefore + now);
    return all == 0 ? "" : " (%.0f of %.0f MiB)".formatted(done / MEBIBYTE, all / MEBIBYTE);
  }
}
