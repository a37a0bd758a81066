package dev.thaw.boot.screen;

import dev.thaw.boot.screen.ScreenEvent.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a screen says.
 *
 * @param events the lines that were understood, in their order; empty when none was
 * @param rest what is typed behind the last line at which a machine can stop, without the kernel's
 *     own lines, which come whenever they like; empty when nothing is
 */
public record Screen(List<ScreenEvent> events, String rest) {

  /** Nobody said what is on it. */
  public static final Screen NONE = new Screen(List.of(), "");

  /** Copies the list. */
  public Screen {
    events = List.copyOf(events);
  }

  /** Reads what somebody typed from a screen, a photograph or a journal; it may be empty. */
  public static Screen read(String typed) {
    if (typed.isBlank()) {
      // Where nobody said what is on it, the table is not read.
      return NONE;
    }
    var text = new ScreenText(typed);
    List<LineFinder.Found> lines = LineFinder.find(text);
    List<ScreenEvent> said = Story.of(text, lines);
    String rest =
        lines.stream()
            .filter(line -> line.known().meaning() == KnownLine.Meaning.STOPS_HERE)
            .reduce((_, later) -> later)
            .map(last -> text.rest(last.end()))
            .orElse("");
    return new Screen(
        said.stream().anyMatch(ScreenEvent::isFailure) ? said : Descriptions.add(said, text, lines),
        rest);
  }

  /** What failed, or where it stopped: the first is what the rest may come from. */
  public List<ScreenEvent> failures() {
    return events.stream().filter(ScreenEvent::isFailure).toList();
  }

  /** What failed and did not stop the machine: what came later shows that it went on. */
  public List<ScreenEvent> gotOver() {
    return events.stream()
        .filter(event -> event.role() == Role.GOT_OVER && event.known().fails())
        .toList();
  }

  /** Whether it tells what failed, or where the machine stopped. */
  public boolean isUnderstood() {
    return events.stream().anyMatch(ScreenEvent::isFailure);
  }

  /**
   * Whether all that failed on it, in stage 1, only follows from something that it does not show.
   */
  public boolean showsOnlyWhatFollowed() {
    return isUnderstood()
        && failures().stream()
            .allMatch(event -> event.known().consequence() && event.stage().isBeforeStage2());
  }

  /** Whether it shows one of these failures. */
  public boolean shows(List<String> ids) {
    return events.stream().anyMatch(event -> event.shows(ids));
  }

  /** How far the machine came; empty where no line tells. */
  public Optional<ScreenStage> stage() {
    return events.stream()
        .filter(event -> event.speaker() != Speaker.PERSON || event.isFailure())
        .map(ScreenEvent::stage)
        .filter(stage -> stage != ScreenStage.REBUILD || events.size() == 1)
        .max(Comparator.naturalOrder());
  }

  /**
   * Whether the machine came further than this stage; what only follows from a failure tells not.
   */
  public boolean isBeyond(ScreenStage stage) {
    return events.stream()
        .filter(event -> event.speaker() != Speaker.PERSON)
        .flatMap(event -> reached(event).stream())
        .anyMatch(each -> each != ScreenStage.REBUILD && each.compareTo(stage) > 0);
  }

  /** The script of stage 1 tries to mount even where the device is not there: it got so far. */
  private static Optional<ScreenStage> reached(ScreenEvent event) {
    return !event.known().consequence()
        ? Optional.of(event.stage())
        : event.speaker() == Speaker.SCRIPT && event.stage() == ScreenStage.MOUNTS
            ? Optional.of(ScreenStage.DEVICES)
            : Optional.empty();
  }
}
