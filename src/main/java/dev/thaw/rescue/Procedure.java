package dev.thaw.rescue;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the rescue stands, by what the kernel says.
 *
 * @param steps the procedure, in order
 */
public record Procedure(List<Step> steps) {

  /** How far a step is. */
  public enum Standing {
    /** It holds. */
    DONE,
    /** It is what to do now. */
    NEXT,
    /** It comes afterwards. */
    LATER
  }

  /**
   * One step of the procedure.
   *
   * @param standing how far it is
   * @param call the helper to call
   * @param what what it is for, and what was seen
   */
  public record Step(Standing standing, String call, String what) {}

  /**
   * Judges what holds now.
   *
   * @param rehearsed whether it only would
   */
  static Procedure of(State state, boolean rehearsed) {
    boolean mounted = state.isMounted();
    boolean imported = !state.poolsInside().isEmpty();
    var steps = new ArrayList<Step>();
    if (!mounted) {
      steps.add(
          new Step(
              Standing.NEXT, "installs(), generations()", "see what is there; changes nothing"));
    }
    if (!state.containers().isEmpty() || !mounted) {
      steps.add(
          state.containers().isEmpty()
              ? new Step(Standing.LATER, "unlock()", "only if the disk is encrypted")
              : new Step(
                  Standing.DONE, "unlock()", "open: " + String.join(", ", state.containers())));
    }
    steps.add(
        new Step(
            mounted ? Standing.DONE : Standing.NEXT,
            "mountAll()",
            mounted
                ? state.mountedInside().size()
                    + " filesystems at "
                    + state.root()
                    + (state.isWritable() ? ", writable" : ", read-only")
                    + (rehearsed ? ", in this rehearsal" : "")
                : imported
                    ? "the pool is imported, nothing is mounted yet"
                    : "imports what is needed, and mounts it at " + state.root()));
    Standing inside = mounted ? Standing.NEXT : Standing.LATER;
    steps.add(new Step(inside, "config(), edit()", "take the bad change back: config().remove(…)"));
    steps.add(new Step(inside, "rebuild()", "or rollback(N), which builds nothing"));
    steps.add(
        new Step(Standing.LATER, "leave()", "unmounts, exports the pool, closes what was opened"));
    steps.add(new Step(Standing.LATER, "reboot()", "without the live image"));
    return new Procedure(List.copyOf(steps));
  }
}
