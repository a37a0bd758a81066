package dev.thaw.boot.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of the screen that was understood.
 *
 * @param known what it was taken for
 * @param typed how it stands on the screen
 * @param stage how far the machine was then
 * @param role what it is in what happened
 * @param kinds the failures that it shows, by their ids, the likeliest first; empty for none
 * @param names all names in it, and on the lines around it that tell what it is about; the first is
 *     what it is about
 * @param about that name, as it stands there; a path of stage 1 as the system itself has it; may be
 *     empty
 */
public record ScreenEvent(
    Known known,
    Typed typed,
    ScreenStage stage,
    Role role,
    List<String> kinds,
    List<ScreenName> names,
    String about) {

  /**
   * What a line was taken for.
   *
   * @param speaker which program prints it
   * @param shown how it reads
   * @param consequence whether such a line only follows from what failed, wherever that was: how
   *     far the machine came, it does not tell
   * @param fails whether such a line tells that something failed, wherever it stands
   */
  public record Known(Speaker speaker, String shown, boolean consequence, boolean fails) {}

  /**
   * How a line stands on the screen.
   *
   * @param line the line
   * @param corrected whether it has slips
   * @param timer how long it has been waiting, where it counts that
   */
  public record Typed(String line, boolean corrected, Optional<JobTimer> timer) {}

  /** What an event is in what happened. */
  public enum Role {
    /** The machine went on. */
    WENT_ON,
    /** It failed, or was waited for, and what came later shows that this was got over. */
    GOT_OVER,
    /** The machine stopped at this. */
    STOPPED,
    /** This failed. */
    FAILED,
    /** This failed, and the machine goes on without it. */
    MISSED,
    /** It follows from what failed before it. */
    FOLLOWED
  }

  /** Copies the lists. */
  public ScreenEvent {
    kinds = List.copyOf(kinds);
    names = List.copyOf(names);
  }

  /** Which program printed it. */
  public Speaker speaker() {
    return known.speaker();
  }

  /** The line as it was typed. */
  public String line() {
    return typed.line();
  }

  /** What it is about, to the letter; empty where it names nothing. */
  public String named() {
    return names.isEmpty() ? "" : names.getFirst().text();
  }

  /** Whether it tells what failed, or where the machine stopped. */
  public boolean isFailure() {
    return role == Role.FAILED || role == Role.STOPPED || role == Role.MISSED;
  }

  /** Whether it shows one of these failures. */
  public boolean shows(List<String> ids) {
    return isFailure() && kinds.stream().anyMatch(ids::contains);
  }

  /** Whether the machine stands still at it, and nothing ends that. */
  public boolean hangs() {
    return role == Role.STOPPED && typed.timer().flatMap(JobTimer::limit).isEmpty();
  }

  /** The kind of name that it is about; empty where it names none. */
  Optional<Hole> hole() {
    return names.stream().findFirst().map(ScreenName::hole);
  }

  ScreenEvent as(Role other) {
    return new ScreenEvent(known, typed, stage, other, kinds, names, about);
  }

  /** The same about another name; its own ones are kept. */
  ScreenEvent about(ScreenName first, String other) {
    var all = new ArrayList<ScreenName>();
    all.add(first);
    all.addAll(names);
    return new ScreenEvent(known, typed, stage, role, kinds, all, other);
  }

  /** The same in another stage. */
  ScreenEvent in(ScreenStage other) {
    return new ScreenEvent(known, typed, other, role, kinds, names, about);
  }

  /** The same of other failures. */
  ScreenEvent of(List<String> others) {
    return new ScreenEvent(known, typed, stage, role, others, names, about);
  }
}
