package dev.thaw.rescue;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootSpace;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Room on the boot partition, worked out before anything is built: what is going to be written,
 * against what is free, and what goes first where that is too little.
 *
 * @param spaces where the boot loader reads, as it was looked at
 * @param halves what was half written and is worth nothing, for each place
 * @param unreferenced kernels and initrds that nothing refers to, for each place
 * @param old generations that can be spared, oldest first, with their own files
 * @param hung the generation that is sure to hang, which makes room for what replaces it
 * @param oldFiles the files of {@code old}, for each place
 * @param hungFiles the files of {@code hung}, for each place
 * @param remarks which generation stays, and what is not certain
 * @param builds whether room is made for a new generation
 */
record BootRoom(
    List<BootSpace> spaces,
    Map<String, List<String>> halves,
    Map<String, List<String>> unreferenced,
    List<Generation> old,
    Optional<Generation> hung,
    Map<String, List<String>> oldFiles,
    Map<String, List<String>> hungFiles,
    List<String> remarks,
    boolean builds) {

  /** There is room enough. */
  static final BootRoom ENOUGH =
      new BootRoom(
          List.of(),
          Map.of(),
          Map.of(),
          List.of(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          List.of(),
          false);

  /** Whether nothing has to go. */
  boolean isEnough() {
    return halves.isEmpty() && unreferenced.isEmpty() && old.isEmpty() && hung.isEmpty();
  }

  /**
   * Works out what goes: first what is worth nothing, then what nothing refers to, then old
   * generations, last the one that hangs; and no more of these kinds than has to.
   *
   * @param wanted the generation that is to boot next; empty where a new one is built
   * @param hangs whether the menu's default is sure to hang; only asked where nothing else helps
   * @param isBuilt whether the current generation is what would be built; asked only then, too
   * @throws Trouble.Refused if there is too little room even so
   */
  static BootRoom plan(
      Installation installation,
      List<BootSpace> all,
      OptionalInt wanted,
      BooleanSupplier hangs,
      BooleanSupplier isBuilt) {
    List<BootSpace> spaces = all.stream().filter(BootSpace::copies).toList();
    var going = new Going(installation, spaces, new BootWrites(installation, wanted.isEmpty()));
    if (going.isEnough()) {
      return ENOUGH;
    }
    if (wanted.isEmpty() && isBuilt.getAsBoolean()) {
      // Built once more it is the same, and only what is missing of it is written.
      return plan(installation, all, OptionalInt.of(current(installation)), hangs, isBuilt);
    }
    going.takeHalves();
    if (!going.isEnough()) {
      going.takeUnreferenced();
    }
    SpareGenerations spared = SpareGenerations.of(installation, spaces, wanted);
    for (Generation generation : spared.candidates()) {
      if (!going.isEnough()) {
        going.old.add(generation);
      }
    }
    going.keepWhatDoesNotHelp();
    if (!going.isEnough()) {
      installation.generations().stream()
          .filter(Generation::isDefault)
          .filter(Generation::isMain)
          .filter(g -> wanted.isEmpty() || g.number() != wanted.getAsInt())
          .findFirst()
          .filter(g -> hangs.getAsBoolean())
          .ifPresent(going.hung::add);
    }
    going.mustBePossible();
    return going.room(spared, wanted.isEmpty());
  }

  private static int current(Installation installation) {
    return installation.current().map(Generation::number).orElse(0);
  }

  /** What goes so far. */
  private static final class Going {
    private final Installation installation;
    private final List<BootSpace> spaces;
    private final BootWrites writes;
    private final Map<String, List<String>> halves = new LinkedHashMap<>();
    private final Map<String, List<String>> unreferenced = new LinkedHashMap<>();
    private final List<Generation> old = new ArrayList<>();
    private final List<Generation> hung = new ArrayList<>();

    Going(Installation installation, List<BootSpace> spaces, BootWrites writes) {
      this.installation = installation;
      this.spaces = spaces;
      this.writes = writes;
    }

    boolean isEnough() {
      return spaces.stream().allMatch(space -> lacks(space) <= 0);
    }

    /** How much is missing there, if all is written that may be. */
    private long lacks(BootSpace space) {
      Set<String> gone = gone(space);
      return writes.most(space, staying(), gone) - writes.room(space, staying(), gone);
    }

    void takeHalves() {
      spaces.forEach(space -> put(halves, space, space.halves()));
    }

    void takeUnreferenced() {
      spaces.forEach(
          space -> put(unreferenced, space, space.unreferenced(installation.generations())));
    }

    /** One that shares all its files with another frees nothing by going. */
    void keepWhatDoesNotHelp() {
      for (Generation generation : List.copyOf(old)) {
        List<Long> before = spaces.stream().map(this::lacks).toList();
        int at = old.indexOf(generation);
        old.remove(generation);
        if (!isEnough() && !before.equals(spaces.stream().map(this::lacks).toList())) {
          old.add(at, generation);
        }
      }
    }

    private List<Generation> staying() {
      return installation.generations().stream()
          .filter(g -> !old.contains(g) && !hung.contains(g))
          .toList();
    }

    private Set<String> gone(BootSpace space) {
      var gone = new HashSet<String>();
      gone.addAll(halves.getOrDefault(space.mountPoint(), List.of()));
      gone.addAll(unreferenced.getOrDefault(space.mountPoint(), List.of()));
      gone.addAll(space.of(both(), staying()));
      return gone;
    }

    private List<Generation> both() {
      var both = new ArrayList<>(old);
      both.addAll(hung);
      return both;
    }

    private static void put(Map<String, List<String>> map, BootSpace space, List<String> paths) {
      if (!paths.isEmpty()) {
        map.put(space.mountPoint(), paths);
      }
    }

    void mustBePossible() {
      for (BootSpace space : spaces) {
        Set<String> gone = gone(space);
        long least = writes.least(space, staying(), gone);
        long room = writes.room(space, staying(), gone);
        if (room < least) {
          throw tooLittle(space, least, room, gone);
        }
      }
    }

    private Trouble tooLittle(BootSpace space, long least, long room, Set<String> gone) {
      String foreign =
          space.files().entrySet().stream()
              .filter(file -> file.getValue() >= 1 << 20 && !space.own().contains(file.getKey()))
              .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
              .limit(3)
              .map(file -> space.mountPoint() + file.getKey() + " (" + mib(file.getValue()) + ")")
              .collect(Collectors.joining(", "));
      return new Trouble.NotReady(
          "There is too little room on the boot partition"
              + (space.device().isEmpty() ? "" : " " + space.device())
              + ": "
              + mib(least)
              + " are needed at least, "
              + mib(room)
              + (gone.isEmpty() ? " are free" : " would be free after all that can be spared")
              + ". Nothing was built or changed.",
          (foreign.isEmpty()
                  ? ""
                  : "Not NixOS's own, and not touched: "
                      + foreign
                      + ". What of it nobody needs can be moved by hand: enter(\"mv FILE /root/\")."
                      + " ")
              + "If the machine hangs in stage 1: diagnose(symptom=\"…\") with the screen's last"
              + " lines; then a generation that is sure to hang makes room.");
    }

    private static String mib(long bytes) {
      return (bytes + (1 << 20) - 1 >> 20) + " MiB";
    }

    BootRoom room(SpareGenerations spared, boolean builds) {
      var oldFiles = new LinkedHashMap<String, List<String>>();
      var hungFiles = new LinkedHashMap<String, List<String>>();
      var remarks = new ArrayList<String>();
      var beforeHung = new ArrayList<>(staying());
      beforeHung.addAll(hung);
      for (BootSpace space : spaces) {
        List<String> first = space.of(old, beforeHung);
        put(oldFiles, space, first);
        put(
            hungFiles,
            space,
            space.of(both(), staying()).stream().filter(path -> !first.contains(path)).toList());
        remarks.add(
            space.mountPoint()
                + " has "
                + mib(space.free())
                + " free; what is to be written takes up to "
                + mib(writes.most(space, staying(), gone(space)))
                + ".");
        if (lacks(space) > 0) {
          remarks.add(
              "If the kernel changes, too, the room there may not be enough: then the boot menu"
                  + " stays as it is, and rebuild() says so.");
        }
      }
      if (!old.isEmpty() && !spared.rule().isEmpty()) {
        remarks.add(spared.rule());
      }
      return new BootRoom(
          spaces,
          halves,
          unreferenced,
          List.copyOf(old),
          hung.stream().findFirst(),
          oldFiles,
          hung.isEmpty() ? Map.of() : hungFiles,
          remarks,
          builds);
    }
  }
}
