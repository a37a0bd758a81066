package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.Fstab;
import dev.thaw.nixos.FstabEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the rescue stands, by what the kernel says.
 *
 * @param steps the procedure, in order
 */
public record Procedure(List<Milestone> steps) {

  /** How far a step is. */
  public enum Progress {
    /** It holds. */
    DONE,
    /** It holds in part, and is what to do now: again. */
    PART,
    /** It is what to do now. */
    NEXT,
    /** It comes afterwards. */
    LATER
  }

  /**
   * One step of the procedure.
   *
   * @param progress how far it is
   * @param call the helper to call
   * @param what what it is for, and what was seen
   */
  public record Milestone(Progress progress, String call, String what) {}

  /** Looks where the rescue stands; in a rehearsal, where it would. */
  static Procedure look(Rescue rescue) {
    State state = rescue.state();
    boolean rehearsed = !rescue.rehearsed().isEmpty();
    return rehearsed || !state.isMounted() ? of(state, rehearsed) : of(state, fstab(rescue));
  }

  /**
   * The fstab of the system that is mounted at the root; empty when its store is not, or in a
   * rehearsal nothing really is.
   */
  private static Optional<Fstab> fstab(Rescue rescue) {
    try {
      byte[] text =
          InstalledFile.read(rescue.machine(), rescue.root(), Inside.PROFILE + "/etc/fstab")
              .content();
      return Optional.of(Fstab.parse(new String(text, StandardCharsets.UTF_8)));
    } catch (Trouble.Refused unreadable) {
      return Optional.empty();
    }
  }

  /** Judges what holds now, where all that would be mounted is: in a rehearsal, or nothing yet. */
  static Procedure of(State state, boolean rehearsed) {
    return of(state, List.of(), List.of(), List.of(), rehearsed);
  }

  /**
   * Judges what holds now.
   *
   * @param fstab the mounted system's; empty when its store is not mounted
   */
  static Procedure of(State state, Optional<Fstab> fstab) {
    return fstab
        .map(known ->
            of(
                state,
                left(known, state, true),
                left(known, state, false),
                locked(known, state),
                false))
        .orElseGet(() -> of(state, List.of("its store"), List.of("its store"), List.of(), false));
  }

  /** What of the installed system is not mounted: the folders, as it knows them itself. */
  static List<String> left(Rescue rescue, State state) {
    return fstab(rescue).map(known -> left(known, state, false)).orElse(List.of());
  }

  private static List<String> left(Fstab fstab, State state, boolean needed) {
    return files(fstab, needed).filter(file -> live(file, state).isEmpty()).toList();
  }

  /** What has to be written to and can't be: a rebuild is refused, and so is an edit. */
  private static List<String> locked(Fstab fstab, State state) {
    return files(fstab, true)
        .filter(file -> live(file, state).filter(LiveMount::readOnly).isPresent())
        .toList();
  }

  /** Where an fstab mounts what lies on disks; of that only what a rescue needs, if asked for. */
  private static Stream<String> files(Fstab fstab, boolean needed) {
    return fstab.entries().stream()
        .filter(entry -> entry.file().startsWith("/") && !entry.isSwap())
        .filter(entry -> entry.kind() != DeviceKind.NETWORK && entry.kind() != DeviceKind.NONE)
        .filter(entry -> !needed || entry.isUsualForBoot() || entry.isEarly())
        .map(FstabEntry::file)
        .distinct();
  }

  /** What is mounted there now: the last one hides the others. */
  private static Optional<LiveMount> live(String file, State state) {
    String point = file.equals("/") ? state.root() : state.root() + file;
    return state.mounts().stream()
        .filter(mount -> mount.point().equals(point))
        .reduce((earlier, later) -> later);
  }

  /**
   * The steps.
   *
   * @param needed what is not mounted, and has to be
   * @param left all that is not mounted
   * @param locked what is mounted read-only, and has to be written to
   */
  private static Procedure of(
      State state, List<String> needed, List<String> left, List<String> locked, boolean rehearsed) {
    boolean mounted = state.isMounted();
    boolean whole = mounted && needed.isEmpty() && locked.isEmpty();
    boolean imported = !state.poolsInside().isEmpty();
    var steps = new ArrayList<Milestone>();
    if (!mounted) {
      steps.add(
          new Milestone(
              Progress.NEXT, "installs(), generations()", "see what is there; changes nothing"));
    }
    if (!state.containers().isEmpty() || !mounted) {
      steps.add(
          state.containers().isEmpty()
              ? new Milestone(Progress.LATER, "unlock()", "only if the disk is encrypted")
              : new Milestone(
                  Progress.DONE, "unlock()", "open: " + String.join(", ", state.containers())));
    }
    steps.add(
        new Milestone(
            whole ? Progress.DONE : mounted ? Progress.PART : Progress.NEXT,
            "mountAll()",
            mounted
                ? mounted(state, left, locked)
                    + (whole
                        ? ""
                        : needed.isEmpty() ? ": it says what to do" : ": it mounts the rest")
                    + (rehearsed ? ", in this rehearsal" : "")
                : imported
                    ? "the pool is imported, nothing is mounted yet"
                    : "imports what is needed, and mounts it at " + state.root()));
    Progress inside = whole ? Progress.NEXT : Progress.LATER;
    steps.add(
        new Milestone(inside, "config(), edit()", "take the bad change back: config().remove(…)"));
    steps.add(new Milestone(inside, "rebuild()", "or rollback(N), which builds nothing"));
    steps.add(
        new Milestone(
            Progress.LATER, "leave()", "unmounts, exports the pool, closes what was opened"));
    steps.add(new Milestone(Progress.LATER, "reboot()", "without the live image"));
    return new Procedure(List.copyOf(steps));
  }

  private static String mounted(State state, List<String> left, List<String> locked) {
    int count = state.mountedInside().size();
    return count
        + (count == 1 ? " filesystem at " : " filesystems at ")
        + state.root()
        + (state.isWritable() ? ", writable" : ", read-only")
        + (left.isEmpty() ? "" : ", without " + Clean.line(String.join(", ", left)))
        + (locked.isEmpty() || !state.isWritable()
            ? ""
            : ", but not " + Clean.line(String.join(", ", locked)));
  }
}
