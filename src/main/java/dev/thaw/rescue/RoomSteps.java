package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.nixos.BootSpace;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.loader.SystemdBoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commands that make the room which {@link BootRoom} worked out, each with what takes it back.
 *
 * @param room what goes
 * @param root where the installed system is mounted
 */
record RoomSteps(BootRoom room, String root) {

  /** Where in the installed system is kept what goes, below the name of its place. */
  static final String KEPT = "/var/lib/thaw";

  private static final String PRELUDE = Scripts.read(Probe.class, "prelude.sh");
  private static final String MAKE = PRELUDE + Scripts.read(RoomSteps.class, "make-room.sh");
  private static final String PUT_BACK = PRELUDE + Scripts.read(RoomSteps.class, "put-back.sh");

  /** Copying some files to or from a slow stick takes its time. */
  private static final Duration COPYING = Duration.ofMinutes(10);

  /** How much a script does to have a file kept, or to put one back. */
  private enum How {
    DROP,
    TRY,
    KEEP,
    MILD,
    WHOLE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is worth nothing, then what nothing refers to, then the old generations. */
  List<Command> free() {
    var steps = new ArrayList<Command>();
    for (BootSpace space : room.spaces()) {
      files(room.halves(), space)
          .ifPresent(paths ->
              steps.add(
                  make(
                      How.DROP,
                      "remove what was left half written or empty on the boot partition: "
                          + count(paths),
                      space,
                      paths)));
      files(room.unreferenced(), space)
          .ifPresent(paths ->
              steps.add(
                  undoable(
                      make(
                          How.TRY,
                          "take away kernels and initrds of NixOS that no entry of any menu refers"
                              + " to: "
                              + count(paths),
                          space,
                          paths),
                      space,
                      paths)));
    }
    if (!room.old().isEmpty()) {
      steps.add(
          delete(
              "take "
                  + named(room.old())
                  + " out of the profile, or the installer would copy its files again; its system"
                  + " stays in the store until garbage is collected",
              room.old()));
      for (BootSpace space : room.spaces()) {
        files(room.oldFiles(), space)
            .ifPresent(paths ->
                steps.add(
                    undoable(
                        make(
                            How.TRY,
                            "take away what only "
                                + named(room.old())
                                + " has on the boot partition: "
                                + count(paths),
                            space,
                            paths),
                        space,
                        paths)));
      }
    }
    return steps;
  }

  /** The generation that is sure to hang, out of the profile and off the boot partition. */
  List<Command> replace() {
    var steps = new ArrayList<Command>();
    room.hung()
        .ifPresent(hung -> {
          steps.add(
              delete(
                  "take generation "
                      + hung.number()
                      + ", which is sure to hang, out of the profile: it makes room for the one"
                      + " that replaces it",
                  List.of(hung)));
          for (BootSpace space : room.spaces()) {
            files(room.hungFiles(), space)
                .ifPresent(paths ->
                    steps.add(
                        undoable(
                            make(
                                How.KEEP,
                                "keep its entry and its files in "
                                    + KEPT
                                    + space.mountPoint()
                                    + ", compared, and take them off the boot partition",
                                space,
                                paths),
                            space,
                            paths)));
          }
        });
    return steps;
  }

  /** What puts everything back that went, newest first; for when the work failed. */
  List<Command> back(List<Command> done) {
    return done.reversed().stream()
        .flatMap(step -> step.undo().stream())
        .distinct()
        .map(undo -> Command.changes("put back what made room", undo).within(COPYING))
        .toList();
  }

  /**
   * The command that writes the menu when the hung generation is gone, with what takes all of it
   * back: the generation's link, the profile, its files in place of those that came.
   *
   * @param profile what brings the profile back to where it was
   * @param menu what writes the menu again that was there; none where its default was another one
   */
  Command undoingAll(Command writesMenu, List<Command> profile, Optional<Command> menu) {
    var undo = new ArrayList<>(links(room.hung().stream().toList()));
    profile.forEach(command -> undo.add(command.argv()));
    for (BootSpace space : room.spaces()) {
      files(room.hungFiles(), space)
          .ifPresent(paths -> {
            undo.add(putBack(How.WHOLE, space, paths));
            // Nothing is left for it; it says that the step that took them is taken back.
            undo.add(putBack(How.MILD, space, paths));
          });
    }
    menu.ifPresent(command -> undo.add(command.argv()));
    return undoneBy(writesMenu, undo);
  }

  /** The command, taken back by these commands. */
  static Command undoneBy(Command command, List<List<String>> undo) {
    Command undoable = command;
    for (List<String> argv : undo) {
      undoable = undoable.undoneBy(argv.toArray(String[]::new));
    }
    return undoable;
  }

  /** Takes generations out of the profile, inside. */
  Command deleteGenerations(String purpose, List<Integer> numbers) {
    var program =
        new ArrayList<>(List.of("nix-env", "--profile", Inside.PROFILE, "--delete-generations"));
    numbers.forEach(number -> program.add(Integer.toString(number)));
    return Inside.act(purpose, root, Inside.PROFILE, program).within(COPYING);
  }

  private Command delete(String purpose, List<Generation> generations) {
    return undoneBy(
        deleteGenerations(purpose, generations.stream().map(Generation::number).toList()),
        links(generations));
  }

  /** The links of these generations again, with the dates they had. */
  private List<List<String>> links(List<Generation> generations) {
    var commands = new ArrayList<List<String>>();
    for (Generation generation : generations) {
      commands.add(
          Inside.act(
                  "",
                  root,
                  Inside.PROFILE,
                  List.of("ln", "-sfn", generation.toplevel(), generation.link()))
              .argv());
      commands.add(
          Inside.act(
                  "",
                  root,
                  Inside.PROFILE,
                  List.of(
                      "touch",
                      "-h",
                      "-d",
                      "@" + generation.date().getEpochSecond(),
                      generation.link()))
              .argv());
    }
    return commands;
  }

  private Command make(How how, String purpose, BootSpace space, List<String> paths) {
    var argv =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                MAKE,
                "thaw-make-room",
                how.word(),
                root,
                space.mountPoint(),
                KEPT + space.mountPoint()));
    argv.addAll(paths);
    return Command.changes(purpose, argv).within(COPYING);
  }

  private Command undoable(Command command, BootSpace space, List<String> paths) {
    return command.undoneBy(putBack(How.MILD, space, paths).toArray(String[]::new));
  }

  private List<String> putBack(How how, BootSpace space, List<String> paths) {
    List<String> names =
        space.files().keySet().stream()
            .filter(path -> space.own().contains(path) || path.startsWith(SystemdBoot.ENTRIES))
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .toList();
    var argv =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                PUT_BACK,
                "thaw-put-back",
                how.word(),
                root,
                space.mountPoint(),
                KEPT + space.mountPoint(),
                space.loader().folder(),
                Integer.toString(names.size())));
    argv.addAll(names);
    argv.addAll(paths);
    return argv;
  }

  private static Optional<List<String>> files(Map<String, List<String>> all, BootSpace space) {
    return Optional.ofNullable(all.get(space.mountPoint()));
  }

  private static String count(List<String> paths) {
    return paths.size() == 1 ? "one file" : paths.size() + " files";
  }

  private static String named(List<Generation> generations) {
    return (generations.size() == 1 ? "generation " : "the generations ")
        + generations.stream()
            .map(Generation::number)
            .sorted(Comparator.naturalOrder())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
  }
}
