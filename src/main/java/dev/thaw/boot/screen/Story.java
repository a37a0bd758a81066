package dev.thaw.boot.screen;

import dev.thaw.boot.screen.KnownLine.Meaning;
import dev.thaw.boot.screen.ScreenEvent.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happened, from the order of the lines: what failed first, what followed, what was got over.
 */
final class Story {

  /** What a line is about stands no further away than so many known lines. */
  private static final int NEARBY = 6;

  private static final Pattern IMPORT =
      Pattern.compile("zfs-import-(?<pool>.+?)(?:-start|\\.service)?");

  private static final List<String> GONE = List.of("device-gone", "driver-missing");

  private static final List<String> RESUME = List.of("resume-device");

  private static final List<String> CUT = List.of("boot-copy-damaged");

  private static final List<String> STAGE_2 =
      List.of("stage-2-mount-missing", "stage-2-mount-fails");

  private static final List<String> LATE_MOUNT = List.of("stage-2-mount-missing");

  private final ScreenText text;
  private final List<LineFinder.Found> lines;

  private Story(ScreenText text, List<LineFinder.Found> lines) {
    this.text = text;
    this.lines = lines;
  }

  /** The events of these lines, in their order. */
  static List<ScreenEvent> of(ScreenText text, List<LineFinder.Found> lines) {
    return new Story(text, lines).events();
  }

  private List<ScreenEvent> events() {
    var events = new ArrayList<ScreenEvent>();
    for (int i = 0; i < lines.size(); i++) {
      events.add(event(i));
    }
    dependents(events);
    followers(events);
    return events;
  }

  private ScreenEvent event(int i) {
    LineFinder.Found line = lines.get(i);
    KnownLine known = line.known();
    ScreenText.Line typed = line(line);
    String path = line.hole().map(hole -> Names.path(hole, line.name())).orElse("");
    List<String> kinds = known.meaning() == Meaning.WENT_WELL ? List.of() : known.kinds().of(path);
    var event =
        new ScreenEvent(
            new ScreenEvent.Known(
                known.speaker(),
                shown(line),
                known.meaning() == Meaning.FOLLOWS,
                known.meaning().isFailure()),
            new ScreenEvent.Typed(quote(line), line.slips() > 0, JobTimer.in(typed.text())),
            // What systemd mounts is of either stage; its path tells.
            isOfStage2(kinds) ? ScreenStage.STAGE_2 : known.stage(),
            role(i),
            kinds,
            line.names(),
            Names.inside(path));
    return event.about().isEmpty() && known.near().isPresent()
        ? near(known.near().get(), i).map(name -> event.about(name, name.text())).orElse(event)
        : event;
  }

  private static boolean isOfStage2(List<String> kinds) {
    return !kinds.isEmpty() && STAGE_2.contains(kinds.getFirst());
  }

  /** How it reads that it was taken for; an expression stands for the line itself. */
  private String shown(LineFinder.Found line) {
    return line.known().shape() instanceof KnownLine.Words words ? words.readable() : quote(line);
  }

  private ScreenText.Line line(LineFinder.Found line) {
    return text.lines().get(text.line(Math.min(line.start(), text.letters().length() - 1)));
  }

  /** The line as it was typed, with the next ones as far as it goes on there. */
  private String quote(LineFinder.Found line) {
    int last = text.letters().length() - 1;
    int first = text.line(Math.min(line.start(), last));
    int end = text.line(Math.clamp(line.end() - 1, 0, last));
    return text.lines().subList(first, end + 1).stream()
        .map(ScreenText.Line::text)
        .reduce((one, other) -> one + " " + other)
        .orElse("");
  }

  private Role role(int i) {
    KnownLine known = lines.get(i).known();
    return switch (known.meaning()) {
      case GOES_ON, REACHED, WENT_WELL -> Role.WENT_ON;
      case STOPS_HERE -> isLast(i) && !isThere(i) ? Role.STOPPED : Role.GOT_OVER;
      case FAILS_FOR_GOOD -> Role.FAILED;
      case FAILS, FOLLOWS -> isGotOver(i) ? Role.GOT_OVER : Role.FAILED;
      case PASSES -> isGotOver(i) || isInRebuild(i) ? Role.GOT_OVER : Role.MISSED;
    };
  }

  /** Whether nothing comes after it but more of the same. */
  private boolean isLast(int i) {
    return lines.subList(i + 1, lines.size()).stream()
        .allMatch(later -> later.known().speaker() == Speaker.PERSON || isSameWait(i, later));
  }

  /** Whether what it stopped for is there: a menu above its last line lists a system. */
  private boolean isThere(int i) {
    return lines.subList(0, i).stream()
        .anyMatch(before ->
            before.known().meaning() == Meaning.WENT_WELL
                && before.hole().isEmpty()
                && isOfTheSame(lines.get(i), before));
  }

  private boolean isSameWait(int i, LineFinder.Found later) {
    LineFinder.Found line = lines.get(i);
    return line.known().meaning() == Meaning.STOPS_HERE
        && later.known() == line.known()
        && later.name().equals(line.name());
  }

  /** Whether a rebuild's own programs say it, where they see no module at all. */
  private boolean isInRebuild(int i) {
    return i > 0
        && lines.get(i).hole().isEmpty()
        && lines.get(i - 1).known().stage() == ScreenStage.REBUILD;
  }

  private boolean isGotOver(int i) {
    LineFinder.Found line = lines.get(i);
    ScreenStage stage = line.known().stage();
    return lines.subList(i + 1, lines.size()).stream()
        .anyMatch(later ->
            switch (later.known().meaning()) {
              case REACHED ->
                  stage != ScreenStage.REBUILD && later.known().stage().compareTo(stage) > 0;
              case WENT_WELL -> isOfTheSame(line, later);
              default -> false;
            });
  }

  /** Whether what went well in the end can be what a line shows the failure of. */
  private static boolean isOfTheSame(LineFinder.Found line, LineFinder.Found later) {
    boolean named = line.hole().isPresent() && line.hole().equals(later.hole());
    return line.known().kinds().all().stream().anyMatch(later.known().kinds().all()::contains)
        && (!named || line.name().equals(later.name()));
  }

  /** The name of this kind on the nearest line, those before it first, or of the line's program. */
  private Optional<ScreenName> near(Hole hole, int i) {
    Matcher unit = IMPORT.matcher(line(lines.get(i)).program());
    if (hole == Hole.POOL && unit.matches()) {
      return Optional.of(ScreenName.whole(Hole.POOL, unit.group("pool")));
    }
    for (int distance = 1; distance <= NEARBY; distance++) {
      for (int other : new int[] {i - distance, i + distance}) {
        if (other >= 0 && other < lines.size() && !lines.get(other).name().isEmpty()) {
          LineFinder.Found line = lines.get(other);
          if (line.hole().filter(hole::equals).isPresent()) {
            return Optional.of(line.names().getFirst());
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A device that was waited for, and what depended on it, are one failure: a place of stage 2
   * where it was to be mounted, or a hibernated system.
   */
  private static void dependents(List<ScreenEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      ScreenEvent event = events.get(i);
      if (event.isFailure() && event.kinds().containsAll(GONE)) {
        for (int j = i + 1; j < events.size(); j++) {
          ScreenEvent later = events.get(j);
          if (!later.isFailure()) {
            continue;
          }
          if (later.kinds().equals(LATE_MOUNT)) {
            ScreenEvent late = event.of(LATE_MOUNT).in(ScreenStage.STAGE_2);
            // What only swaps has no place where it is mounted.
            events.set(
                i,
                later.role() == Role.MISSED
                    ? late.as(Role.MISSED)
                    : later.names().stream()
                        .findFirst()
                        .map(name -> late.about(name, later.about()))
                        .orElse(late));
            break;
          }
          if (later.kinds().equals(RESUME)) {
            events.set(i, event.of(RESUME));
            break;
          }
        }
      }
    }
  }

  /** What follows from another failure, and what only tells the same again. */
  private void followers(List<ScreenEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      for (int j = 0; j < events.size() && events.get(i).isFailure(); j++) {
        ScreenEvent event = events.get(i);
        ScreenEvent before = events.get(j);
        if (i == j || !before.isFailure()) {
          continue;
        }
        if (j < i && isOfCutInitrd(before, event)) {
          events.set(i, event.as(Role.FOLLOWED));
        } else if (j < i && (isSame(before, event) || isOfIt(before, event))) {
          if (before.about().isEmpty() && !event.names().isEmpty()) {
            events.set(j, before.about(event.names().getFirst(), event.about()));
          }
          events.set(i, event.as(Role.FOLLOWED));
        } else if ((j < i || isOneLine(i, j) || isReason(i, j)) && follows(i, event, before)) {
          events.set(i, event.as(Role.FOLLOWED));
          if (isOfStage2(event.kinds())
              && before.stage() == ScreenStage.MOUNTS
              && Math.abs(j - i) <= NEARBY) {
            events.set(j, before.in(ScreenStage.STAGE_2));
          }
        }
      }
    }
  }

  /**
   * Whether what failed is told before its reason: a mount, whose reason the kernel tells, or a
   * script, which shows its own lines first.
   */
  private boolean isReason(int i, int j) {
    return j > i && j - i <= NEARBY && (isReasonOfMount(i, j) || isReasonOfScript(i, j));
  }

  private boolean isReasonOfMount(int i, int j) {
    ScreenStage stage = lines.get(j).known().stage();
    return shown(i).contains("stage-1-mount-fails")
        && meaning(j) != Meaning.FOLLOWS
        && (stage == ScreenStage.DEVICES || stage == ScreenStage.MOUNTS);
  }

  private boolean isReasonOfScript(int i, int j) {
    return shown(i).contains("activation-fails")
        ? shown(j).contains("activation-fails") && meaning(j) == Meaning.FAILS
        : shown(i).contains("rebuild-loader-not-installed")
            && !shown(j).contains("rebuild-loader-not-installed");
  }

  /** All failures that a line can show. */
  private List<String> shown(int i) {
    return lines.get(i).known().kinds().all();
  }

  private boolean isOneLine(int i, int j) {
    int last = Math.clamp(lines.get(i).end() - 1, 0, text.letters().length() - 1);
    return text.lines().get(text.line(last)) == line(lines.get(j)) && meaning(j) != Meaning.FOLLOWS;
  }

  private Meaning meaning(int i) {
    return lines.get(i).known().meaning();
  }

  private boolean follows(int i, ScreenEvent event, ScreenEvent before) {
    // A rebuild runs on a system that is up.
    boolean apart =
        event.stage() == ScreenStage.REBUILD
            ? before.stage() != ScreenStage.REBUILD && before.stage() != ScreenStage.STAGE_2
            : before.stage() == ScreenStage.REBUILD && event.stage() != ScreenStage.STAGE_2;
    boolean another =
        !event.about().isEmpty()
            && event.hole().equals(before.hole())
            && !event.about().equals(before.about())
            && event.hole().filter(hole -> hole != Hole.MOUNT && hole != Hole.DEVICE).isPresent();
    // systemd goes on when a module could not be loaded.
    boolean besides =
        before.stage() == ScreenStage.MODULES
            && event.stage() != ScreenStage.MODULES
            && !event.about().isEmpty();
    return meaning(i) == Meaning.FOLLOWS && !apart && !another && !besides;
  }

  /** Whether an initrd that was not unpacked to its end lacks what this needs. */
  private static boolean isOfCutInitrd(ScreenEvent before, ScreenEvent event) {
    return before.kinds().equals(CUT)
        && before.stage() == ScreenStage.KERNEL
        && event.stage() != ScreenStage.REBUILD;
  }

  /** Whether it stopped at what had failed before, or at a dataset of a pool that had. */
  private static boolean isOfIt(ScreenEvent before, ScreenEvent event) {
    String pool = before.hole().filter(Hole.POOL::equals).isPresent() ? before.about() + "/" : "";
    return !before.about().isEmpty()
        && (event.about().equals(before.about()) && event.role() == Role.STOPPED
            || !pool.isEmpty() && event.about().startsWith(pool));
  }

  private static boolean isSame(ScreenEvent before, ScreenEvent event) {
    boolean one = before.kinds().stream().anyMatch(event.kinds()::contains);
    return one
        && (before.about().equals(event.about())
            || before.about().isEmpty()
            || event.about().isEmpty());
  }
}
