package dev.thaw.boot.screen;

import java.util.List;
import java.util.Optional;

/**
 * A line of the screen that was understood.
 *
 * @param speaker which program printed it
 * @param stage how far the machine was then
 * @param role what it is in what happened
 * @param kinds the failures that it shows, by their ids, the likeliest first; empty for none
 * @param hole the kind of name that it is about; empty where it names none
 * @param about that name, as it stands there; a path of stage 1 as the system itself has it; may be
 *     empty
 * @param named that name to the letter; may be empty
 * @param line the line as it was typed
 * @param shown how the line reads that it was taken for
 * @param corrected whether the line was typed with slips
 * @param timer how long it has been waiting, where the line counts that
 * @param consequence whether such a line only follows from what failed, wherever that was: how far
 *     the machine came, it does not tell
 */
public record ScreenEvent(
    Speaker speaker,
    ScreenStage stage,
    Role role,
    List<String> kinds,
    Optional<Hole> hole,
    String about,
    String named,
    String line,
    String shown,
    boolean corrected,
    Optional<JobTimer> timer,
    boolean consequence) {

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
    /** It follows from what failed before it. */
    FOLLOWED
  }

  /** Copies the list. */
  public ScreenEvent {
    kinds = List.copyOf(kinds);
  }

  /** Whether it tells why the machine does not come up. */
  public boolean isFailure() {
    return role == Role.FAILED || role == Role.STOPPED;
  }

  /** Whether it shows one of these failures. */
  public boolean shows(List<String> ids) {
    return isFailure() && kinds.stream().anyMatch(ids::contains);
  }

  ScreenEvent as(Role other) {
    return with(stage, other, kinds, hole, about, named);
  }

  ScreenEvent about(Hole kind, String name) {
    return with(stage, role, kinds, Optional.of(kind), name, name);
  }

  /** The same in another stage. */
  ScreenEvent in(ScreenStage other) {
    return with(other, role, kinds, hole, about, named);
  }

  /** The same of other failures. */
  ScreenEvent of(List<String> others) {
    return with(stage, role, others, hole, about, named);
  }

  private ScreenEvent with(
      ScreenStage where,
      Role part,
      List<String> shows,
      Optional<Hole> kind,
      String name,
      String letters) {
    return new ScreenEvent(
        speaker,
        where,
        part,
        shows,
        kind,
        name,
        letters,
        line,
        shown,
        corrected,
        timer,
        consequence);
  }
}
