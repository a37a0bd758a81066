package dev.thaw.rescue;

import dev.thaw.nixos.Generation;
import dev.thaw.storage.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What would hold if the plans that were only rehearsed had been carried out: so that the next plan
 * of a rehearsal is the one it would have in earnest.
 *
 * @param steps those of these plans, oldest first; none when nothing is rehearsed
 */
record DryRunState(List<Step> steps) {

  DryRunState {
    steps = List.copyOf(steps);
  }

  /** Whether there is nothing to imagine. */
  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Whether this was rehearsed, and not taken back afterwards. */
  boolean holds(Step step) {
    boolean holds = false;
    for (Step one : steps) {
      boolean takesBack = !step.undo().isEmpty() && one.action().equals(step.undo().getLast());
      holds = one.action().equals(step.action()) || holds && !takesBack;
    }
    return holds;
  }

  /** What a rehearsal can't look into, because opening it was only rehearsed; in a sentence. */
  Optional<String> unseen() {
    return steps.stream()
        .filter(step -> step.action() instanceof StorageAction.Opening)
        .filter(this::holds)
        .map(step ->
            "A rehearsal can't see what lies behind “"
                + step.purpose()
                + "”: do that in earnest, and rehearse the rest.")
        .findFirst();
  }

  /** What would be mounted, imported and open. */
  State after(State real) {
    State state = real;
    for (Step step : steps) {
      state =
          switch (step.action()) {
            case StorageAction storage -> storage.after(state);
            case FileAction _, SystemAction _, OtherAction _ -> state;
          };
    }
    return state;
  }

  /** The generations of the installation, which of them is current and which the default. */
  List<Generation> after(List<Generation> found) {
    List<Generation> generations = found;
    for (Step step : steps) {
      generations =
          switch (step.action()) {
            case SystemAction system -> system.after(generations);
            case StorageAction _, FileAction _, OtherAction _ -> generations;
          };
    }
    return generations;
  }

  /** The pools, as they would be listed in that state. */
  List<Pool> pools(List<Pool> real, State state) {
    return isEmpty()
        ? real
        : real.stream()
            .map(pool ->
                state.pools().stream()
                    .filter(imported -> imported.name().equals(pool.name()))
                    .findFirst()
                    .map(imported -> pool.imported() ? pool : pool.with(true, imported.altroot()))
                    .orElseGet(() -> pool.imported() ? pool.with(false, "") : pool))
            .toList();
  }

  /** The record, as it would be. */
  List<ActionLog.Entry> record(List<ActionLog.Entry> real) {
    var record = new ArrayList<>(real);
    for (Step step : steps) {
      record.add(
          new ActionLog.Entry(
              "rehearsed-" + record.size(),
              Instant.now(),
              "rehearsal",
              step.purpose(),
              step.action(),
              step.undo(),
              Optional.of(0)));
    }
    return record;
  }

  /**
   * What a file would hold.
   *
   * @param written its bytes; empty if no rehearsed step wrote them
   * @param place where they are now in that case: another path if it would have been copied back
   */
  record Content(Optional<byte[]> written, String place) {}

  /** What the file at {@code place}, a path on the live system, would hold. */
  Content content(String place) {
    String wanted = place;
    for (Step step : steps.reversed()) {
      String sought = wanted;
      switch (step.action()) {
        case FileAction.WriteFile file when file.path().equals(sought) -> {
          return new Content(Optional.of(input(step)), wanted);
        }
        case FileAction.RestoreFile file when file.path().equals(sought) -> wanted = file.backup();
        case FileAction.CopyFile file when file.to().equals(sought) -> wanted = file.from();
        case FileAction.MoveFile file when file.to().equals(sought) -> wanted = file.from();
        // Of what git brings back, only git knows the text.
        case FileAction _, StorageAction _, SystemAction _, OtherAction _ -> {}
      }
    }
    return new Content(Optional.empty(), wanted);
  }

  /** Whether a file in this folder of the live system would be written, or one below it. */
  boolean writesBelow(String folder) {
    return steps.stream()
        .anyMatch(step ->
            step.action() instanceof FileAction.WriteFile file
                && file.path().startsWith(folder + "/"));
  }

  /** Whether a file of the live system would be taken away, and not brought back. */
  boolean removes(String path) {
    return steps.stream()
        .anyMatch(step -> step.action().equals(new FileAction.RemoveFile(path)) && holds(step));
  }

  /** Whether git would bring files back to texts that only git knows. */
  boolean restoresCommit() {
    return steps.stream().anyMatch(step -> step.action() instanceof FileAction.RestoreCommit);
  }

  private static byte[] input(Step step) {
    try (InputStream in = step.stdin().open().get()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
