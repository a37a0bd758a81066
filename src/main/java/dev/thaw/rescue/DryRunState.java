package dev.thaw.rescue;

import dev.thaw.machine.ActionLog;
import dev.thaw.machine.Command;
import dev.thaw.machine.MachineFiles;
import dev.thaw.storage.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What would hold if the plans that were only rehearsed had been carried out: so that the next plan
 * of a rehearsal is the one it would have in earnest.
 *
 * @param commands the steps of those plans, oldest first; none when nothing is rehearsed
 */
record DryRunState(List<Command> commands) {

  /** Programs that open what can't be looked into before. */
  private static final Set<String> OPENERS = Set.of("cryptsetup", "vgchange", "mdadm", "zfs");

  DryRunState {
    commands = List.copyOf(commands);
  }

  /** Whether there is nothing to imagine. */
  boolean isEmpty() {
    return commands.isEmpty();
  }

  /** Whether this command was rehearsed, and not taken back afterwards. */
  boolean holds(Command command) {
    boolean holds = false;
    for (Command one : commands) {
      boolean takesBack = !command.undo().isEmpty() && one.argv().equals(command.undo().getLast());
      holds = one.argv().equals(command.argv()) || holds && !takesBack;
    }
    return holds;
  }

  /** What a rehearsal can't look into, because opening it was only rehearsed; in a sentence. */
  Optional<String> unseen() {
    return commands.stream()
        // What closes them again has nothing that takes it back.
        .filter(command -> OPENERS.contains(command.program()) && !command.undo().isEmpty())
        .filter(this::holds)
        .map(command ->
            "A rehearsal can't see what lies behind “"
                + command.purpose()
                + "”: do that in earnest, and rehearse the rest.")
        .findFirst();
  }

  /** What would be mounted, imported and open. */
  State after(State real) {
    var mounts = new ArrayList<>(real.mounts());
    var pools = new ArrayList<>(real.pools());
    var containers = new ArrayList<>(real.containers());
    var groups = new ArrayList<>(real.volumeGroups());
    var arrays = new ArrayList<>(real.arrays());
    for (Command command : commands) {
      List<String> argv = command.argv();
      String last = argv.getLast();
      switch (argv.getFirst()) {
        case "mount" -> mounted(argv).ifPresent(mounts::add);
        case "umount" -> unmount(mounts, last, argv.contains("--recursive"));
        case "zpool" -> {
          if (argv.get(1).equals("import")) {
            // By its undo: the command itself may name the pool's number.
            String name = command.undo().getLast().getLast();
            pools.add(new State.ImportedPool(name, real.root(), false, "ONLINE"));
          } else {
            pools.removeIf(pool -> pool.name().equals(last));
          }
        }
        case "cryptsetup" -> opened(containers, last, argv.contains("open"));
        case "vgchange" -> opened(groups, last, argv.contains("y"));
        // By its undo: a volume's container comes last.
        case "mdadm" ->
            opened(
                arrays,
                command.undo().isEmpty() ? last : command.undo().getLast().getLast(),
                !argv.contains("--stop"));
        default -> {}
      }
    }
    return new State(
        real.root(),
        mounts,
        pools,
        containers,
        groups,
        arrays,
        real.bases(),
        real.holders(),
        real.ended());
  }

  private static Optional<LiveMount> mounted(List<String> argv) {
    if (argv.contains("--make-rslave")) {
      return Optional.empty();
    }
    int type = argv.indexOf("-t") + 1;
    return Optional.of(
        new LiveMount(
            argv.getLast(),
            argv.get(argv.size() - 2),
            type > 0 ? argv.get(type) : "auto",
            List.of("rw")));
  }

  private static void unmount(List<LiveMount> mounts, String point, boolean recursive) {
    if (recursive) {
      mounts.removeIf(mount -> mount.isAtOrBelow(point));
      return;
    }
    for (int i = mounts.size() - 1; i >= 0; i--) {
      if (mounts.get(i).point().equals(point)) {
        mounts.remove(i);
        return;
      }
    }
  }

  private static void opened(List<String> all, String name, boolean open) {
    all.remove(name);
    if (open) {
      all.add(name);
    }
  }

  /** The pools, as they would be listed in that state. */
  List<Pool> after(List<Pool> real, State state) {
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
  List<ActionLog.Entry> after(List<ActionLog.Entry> real) {
    var record = new ArrayList<>(real);
    for (Command command : commands) {
      record.add(
          new ActionLog.Entry(
              "rehearsed-" + record.size(),
              Instant.now(),
              "rehearsal",
              command.purpose(),
              command.argv(),
              command.undo(),
              Optional.of(0)));
    }
    return record;
  }

  /**
   * What a file would hold.
   *
   * @param written its bytes; empty if no rehearsed command wrote them
   * @param place where they are now in that case: another path if it would have been copied back
   */
  record Content(Optional<byte[]> written, String place) {}

  /** What the file at {@code place}, a path on the live system, would hold. */
  Content content(String place) {
    String wanted = place;
    for (Command command : commands.reversed()) {
      List<String> argv = command.argv();
      if (MachineFiles.writtenBy(command).equals(Optional.of(wanted))) {
        return new Content(Optional.of(input(command)), wanted);
      }
      Optional<MachineFiles.Restored> restored = MachineFiles.restoredBy(command);
      if (restored.isPresent() && restored.get().path().equals(wanted)) {
        wanted = restored.get().backup();
      } else if (argv.getFirst().equals("cp") && argv.getLast().equals(wanted)) {
        wanted = argv.get(argv.size() - 2);
      }
    }
    return new Content(Optional.empty(), wanted);
  }

  /** Whether a file in this folder of the live system would be written, or one below it. */
  boolean writesBelow(String folder) {
    return commands.stream()
        .flatMap(command -> MachineFiles.writtenBy(command).stream())
        .anyMatch(path -> path.startsWith(folder + "/"));
  }

  /** Whether git would bring files back to texts that only git knows. */
  boolean restoresCommit() {
    return commands.stream()
        .anyMatch(command -> command.argv().contains("git") && command.argv().contains("restore"));
  }

  private static byte[] input(Command command) {
    try (InputStream in = command.stdin().open().get()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
