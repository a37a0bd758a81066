package dev.thaw.rescue;

import dev.thaw.nixos.BootSpace;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.loader.SystemdBoot;
import dev.thaw.rescue.FileAction.Care;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The steps that make the room which {@link BootRoom} worked out, each with what takes it back.
 *
 * @param room what goes
 * @param root where the installed system is mounted
 */
record RoomSteps(BootRoom room, String root) {

  /** Where in the installed system is kept what goes, below the name of its place. */
  static final String KEPT = "/var/lib/thaw";

  /** What is worth nothing, then what nothing refers to, then the old generations. */
  List<Step> free() {
    var steps = new ArrayList<Step>();
    for (BootSpace space : room.spaces()) {
      files(room.halves(), space)
          .ifPresent(paths ->
              steps.add(
                  make(
                      Care.DROP,
                      "remove what was left half written or empty on the boot partition: "
                          + count(paths),
                      space,
                      paths)));
      files(room.unreferenced(), space)
          .ifPresent(paths ->
              steps.add(
                  undoable(
                      make(
                          Care.TRY,
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
                            Care.TRY,
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
  List<Step> replace() {
    var steps = new ArrayList<Step>();
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
                                Care.KEEP,
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
  List<Step> back(List<Step> done) {
    return done.reversed().stream()
        .flatMap(step -> step.undo().stream())
        .distinct()
        .map(undo -> Step.of("put back what made room", undo))
        .toList();
  }

  /**
   * The step that writes the menu when the hung generation is gone, with what takes all of it back:
   * the generation's link, the profile, its files in place of those that came.
   *
   * @param profile what brings the profile back to where it was
   * @param menu what writes the menu again that was there; none where its default was another one
   */
  Step undoingAll(Step writesMenu, List<Action> profile, Optional<Action> menu) {
    var undo = new ArrayList<>(links(room.hung().stream().toList()));
    undo.addAll(profile);
    for (BootSpace space : room.spaces()) {
      files(room.hungFiles(), space)
          .ifPresent(paths -> {
            undo.add(putBack(Care.WHOLE, space, paths));
            // Nothing is left for it; it says that the step that took them is taken back.
            undo.add(putBack(Care.MILD, space, paths));
          });
    }
    menu.ifPresent(undo::add);
    return writesMenu.undoneBy(undo);
  }

  private Step delete(String purpose, List<Generation> generations) {
    List<Integer> numbers = generations.stream().map(Generation::number).toList();
    return Step.of(purpose, new SystemAction.DeleteGenerations(root, Inside.PROFILE, numbers))
        .undoneBy(links(generations));
  }

  /** The links of these generations again, with the dates they had. */
  private List<Action> links(List<Generation> generations) {
    var undo = new ArrayList<Action>();
    for (Generation one : generations) {
      undo.add(new SystemAction.LinkGeneration(root, one.toplevel(), one.link()));
      undo.add(new SystemAction.DateGeneration(root, one.date().getEpochSecond(), one.link()));
    }
    return undo;
  }

  private Step make(Care care, String purpose, BootSpace space, List<String> paths) {
    String point = space.mountPoint();
    return Step.of(purpose, new FileAction.MakeRoom(care, root, point, KEPT + point, paths));
  }

  private Step undoable(Step step, BootSpace space, List<String> paths) {
    return step.undoneBy(putBack(Care.MILD, space, paths));
  }

  private Action putBack(Care care, BootSpace space, List<String> paths) {
    List<String> names =
        space.files().keySet().stream()
            .filter(path -> space.own().contains(path) || path.startsWith(SystemdBoot.ENTRIES))
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .toList();
    String point = space.mountPoint();
    return new FileAction.PutBack(
        care, root, point, KEPT + point, space.loader().folder(), names, paths);
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
