package dev.thaw.practice.machines;

import dev.thaw.practice.machines.Description.Line;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MachineState;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a machine from its description: first what it is made of, then its past, told step by step.
 * What is broken comes of the past: systems are built and boot menus written by the same programs
 * that a rescue runs.
 *
 * <ul>
 *   <li>{@code title}, {@code symptom}: what is wrong, and what the screen shows
 *   <li>{@code hangs MODULE}, {@code online}, {@code efi}: what the hardware does
 *   <li>{@code away SECONDS}: so long nobody comes who knows the passphrases
 *   <li>{@code failing DISK}: it reports errors
 *   <li>{@code disk}, {@code partition}, {@code luks}, {@code array}, {@code group}, {@code
 *       volume}, {@code pool}, {@code dataset}: the storage
 *   <li>{@code label POOL DEVICE}: what is left on a device of a pool that it was once part of
 *   <li>{@code format PARTITION}, {@code gone DISK}, {@code renamed OLD NEW}, {@code powercut
 *       PARTITION}: what became of it later: a filesystem is made anew, a disk is taken out, a pool
 *       or dataset gets another name, the power failed while it was mounted
 *   <li>{@code time INSTANT}: when what follows happened
 *   <li>{@code mount SOURCE PATH}, {@code unmount PATH}: where the filesystems are meanwhile
 *   <li>{@code locked ACCOUNT}: nobody has set a password for it; every other account has one from
 *       its first day, where the configuration gives none
 *   <li>{@code readonly PATH}: the kernel meets damage there, and has nothing written any more
 *   <li>{@code release VERSION}: which NixOS it builds with
 *   <li>{@code installed MACHINE-ID}: the files and folders that every installation has
 *   <li>{@code folder}, {@code file}, {@code link}, {@code filler}: files; {@code fill PATH}: one
 *       that takes all the room that is left
 *   <li>{@code replace FILE} with a block: the line {@code - OLD} becomes {@code + NEW}
 *   <li>{@code rebuild NUMBER [FLAKE#HOST] [fails=yes]}: a generation is built and becomes the
 *       default, unless the boot-loader step fails, as it then must
 *   <li>{@code boot}: it is started from its own disk; where it comes up, it is used and shut down
 *   <li>{@code run LINE}: a line in a shell of the machine itself
 *   <li>{@code used POOL HOST HOSTID}: who used a pool last
 * </ul>
 */
public final class MachineBuilder {

  private static final String INSTALLED =
      """
      file /etc/NIXOS
      file /etc/machine-id
        %s
      file /nix/var/nix/db/db.sqlite
      folder /nix/store mode=1775 owner=0:30000
      folder /root mode=700
      folder /var/log
      """;

  private final MachineState state = new MachineState();
  private final Hardware hardware = new Hardware(state);
  private final History past = new History(state);

  private MachineBuilder() {}

  /**
   * A new machine of that name, broken. Its hardware is there at once; its past, which takes much
   * longer, is told when somebody looks at what came of it.
   */
  public static MachineState make(String name) {
    List<Line> lines = Description.read(name);
    MachineState state = make(name, lines, false);
    state.tellLater(new Whole(() -> whole(name, lines)));
    return state;
  }

  /** A machine with its past, made when it is first asked for. */
  private static final class Whole implements Supplier<MachineState> {
    private final Supplier<MachineState> making;
    private @Nullable MachineState computer;

    Whole(Supplier<MachineState> making) {
      this.making = making;
    }

    @Override
    public synchronized MachineState get() {
      if (computer == null) {
        computer = making.get();
      }
      return computer;
    }
  }

  /** A new machine from these lines, its past told. */
  public static MachineState whole(String name, List<Line> lines) {
    return make(name, lines, true);
  }

  private static MachineState make(String name, List<Line> lines, boolean withPast) {
    var maker = new MachineBuilder();
    maker.state.name = name;
    Live.start(maker.state);
    for (Line line : lines) {
      if (!maker.hardware(line) && withPast) {
        maker.past(line);
      }
    }
    maker.state.past = 0;
    maker.state.begun = maker.state.now();
    Live.start(maker.state);
    return maker.state;
  }

  /**
   * Its title and its symptom only: what is told of a machine before it is made, which takes time.
   */
  public static MachineState described(String name) {
    var maker = new MachineBuilder();
    Description.read(name).stream()
        .filter(line -> List.of("title", "symptom").contains(line.verb()))
        .forEach(maker::hardware);
    return maker.state;
  }

  /** Does what a line says of the machine itself; whether it says that. */
  private boolean hardware(Line line) {
    switch (line.verb()) {
      case "title" -> state.title = line.block().isEmpty() ? line.word(1) : line.block();
      case "symptom" -> state.symptom = line.block();
      case "hangs" -> state.hangs.add(line.word(1));
      case "away" -> state.away = Integer.parseInt(line.word(1));
      case "online" -> state.online = true;
      case "efi" -> state.efi = true;
      case "disk" -> hardware.disk(line);
      case "failing" -> state.named(line.word(1)).orElseThrow().failing = true;
      case "partition" -> hardware.partition(line);
      case "luks" -> hardware.luks(line);
      case "array" -> hardware.array(line);
      case "group" -> hardware.group(line);
      case "volume" -> hardware.volume(line);
      case "pool" -> hardware.pool(line);
      case "dataset" -> hardware.dataset(line);
      case "used" -> hardware.used(line);
      case "label" -> hardware.label(line);
      case "powercut" -> hardware.powercut(line);
      case "format" -> hardware.format(line);
      case "gone" -> hardware.gone(line);
      case "renamed" -> hardware.renamed(line);
      case "time" -> state.past = Instant.parse(line.word(1)).getEpochSecond();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** What every installation has, beside what its systems bring. */
  private void installed(String machineId) {
    Description.parse(INSTALLED.formatted(machineId)).forEach(this::past);
  }

  /** Does what a line tells of the machine's past. */
  private void past(Line line) {
    switch (line.verb()) {
      case "mount" -> past.mount(line);
      case "unmount" -> past.shell(line, "umount " + History.ROOT + line.word(1));
      case "locked" -> past.locked(line);
      case "readonly" -> past.shell(line, "mount -o remount,ro " + History.ROOT + line.word(1));
      case "release" -> past.release(line.word(1));
      case "installed" -> installed(line.word(1));
      case "folder" -> past.folder(line);
      case "file" -> past.file(line);
      case "link" -> past.link(line);
      case "filler" -> past.filler(line);
      case "fill" -> past.fill(line);
      case "replace" -> past.replace(line);
      case "rebuild" -> past.rebuild(line);
      case "boot" -> past.boot();
      case "run" -> past.inside(line, line.word(1));
      default ->
          throw new IllegalArgumentException(
              "Line " + line.number() + " of the machine: there is no word “" + line.verb() + "”.");
    }
  }
}
