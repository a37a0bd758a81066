package dev.thaw.practice.boot;

import dev.thaw.nixos.loader.LoaderConf;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.practice.nix.UserAccounts;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Gpt;
import dev.thaw.practice.state.Layers;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Stage1Image;
import dev.thaw.practice.state.Volume;
import dev.thaw.practice.state.ZfsPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine's own boot: firmware, boot loader, stage 1, stage 2, each from what lies on the
 * disks, and the screen meanwhile.
 */
public final class Boot {

  /** How far a boot came. */
  public enum Verdict {
    /** Stage 2 was reached. */
    BOOTS,
    /** It waits for ever. */
    HANGS,
    /** It gave up. */
    FAILS
  }

  /**
   * A system that runs from its own disk.
   *
   * @param toplevel its path in the store
   * @param mounts what it has mounted, each at its own place
   */
  public record Running(String toplevel, List<MountEntry> mounts) {

    /** Copies the list. */
    public Running {
      mounts = List.copyOf(mounts);
    }
  }

  /**
   * What came of a boot.
   *
   * @param screen what was on the screen, line by line
   * @param why the line that it ended with; the host's name when it boots
   * @param running the system that runs then; empty when it does not boot
   */
  public record Outcome(
      List<String> screen, Verdict verdict, String why, Optional<Running> running) {

    private static Outcome stopped(List<String> screen, Verdict verdict, String why) {
      return new Outcome(screen, verdict, why, Optional.empty());
    }
  }

  /** The boot ends here. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Outcome outcome;

    Stopped(Outcome outcome) {
      super("stopped", null, false, false);
      this.outcome = outcome;
    }
  }

  private final MachineState state;
  private final List<String> screen = new ArrayList<>();

  private Boot(MachineState state) {
    this.state = state;
  }

  /** Boots the machine from its own disk; the pools that it imports are its own then. */
  public static Outcome of(MachineState state) {
    Layers.closeAll(state);
    state.pools.forEach(ZfsPool::forgetKeys);
    try {
      return new Boot(state).run();
    } catch (Stopped e) {
      return e.outcome;
    }
  }

  private Outcome run() {
    if (!state.efi && state.devices.stream().anyMatch(this::isBiosDisk)) {
      GrubStart.Loaded loaded = new GrubStart(state, screen).run();
      return kernel(loaded.initrd().map(Node::content), loaded.entry());
    }
    Volume esp = esp().orElseThrow(this::nothingToStart);
    // What is left in the menu then, and starts.
    LoaderEntry entry = entry(esp).orElseThrow(() -> fails("    Reboot Into Firmware Interface"));
    say("    " + entry.title() + " (" + entry.version() + ")");
    say("");
    // All initrds, before the kernel: one that is missing is enough.
    if (entry.initrds().stream().anyMatch(initrd -> esp.tree().get(initrd).isEmpty())) {
      throw fails("Error preparing initrd: Not Found");
    }
    return kernel(
        entry.initrds().stream().findFirst().flatMap(esp.tree()::get).map(Node::content), entry);
  }

  /** Whether a disk is laid out for a BIOS. */
  private boolean isBiosDisk(Device device) {
    return !state.core(device).isEmpty() || device.partType.equals(Gpt.BIOS_BOOT);
  }

  private Outcome kernel(Optional<Content> loaded, LoaderEntry entry) {
    Content initrd = loaded.orElse(Content.Text.EMPTY);
    if (!(initrd instanceof Content.Initrd(Stage1Image image))) {
      // The kernel says so, and goes on without one.
      if (loaded.isPresent()) {
        say("Initramfs unpacking failed: ZSTD-compressed data is corrupt");
      }
      throw fails("Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)");
    }
    return start(image, entry.options(), entry.toplevel());
  }

  private Outcome start(Stage1Image image, List<String> parameters, String toplevel) {
    Stage1Words words =
        image.systemd()
            ? new SystemdStage1(screen)
            : new ScriptedStage1(screen, parameters.contains("boot.shell_on_fail"));
    MountNamespace root = Stage1Course.run(state, screen, words, image, parameters);
    return stage2(words, root, toplevel);
  }

  private void say(String line) {
    screen.add(line);
  }

  private Stopped fails(String why) {
    say(why);
    return new Stopped(Outcome.stopped(screen, Verdict.FAILS, why));
  }

  /** It gave up, and has said so on its screen. */
  static Stopped failed(List<String> screen, String why) {
    return new Stopped(Outcome.stopped(screen, Verdict.FAILS, why));
  }

  /** It waits for ever, at the last line of its screen. */
  static Stopped hangs(List<String> screen) {
    return new Stopped(Outcome.stopped(screen, Verdict.HANGS, screen.getLast()));
  }

  // ---- firmware and boot loader

  /** The firmware tries each of its entries, and has no other. */
  private Stopped nothingToStart() {
    int number = 1;
    for (Map.Entry<String, String> entry : state.bootEntries().entrySet()) {
      say(
          "BdsDxe: failed to load Boot%04X \"%s\" from HD(1,GPT)/%s: Not Found"
              .formatted(number++, entry.getKey(), entry.getValue().replace('/', '\\')));
    }
    return fails("BdsDxe: No bootable option or device was found.");
  }

  private Optional<Volume> esp() {
    return state.devices.stream()
        .filter(device -> device.partType.equals(Gpt.ESP))
        .flatMap(device -> Filesystems.on(state, device).stream())
        .filter(volume ->
            volume.tree().get("/EFI/systemd/systemd-bootx64.efi").isPresent()
                || volume.tree().get("/EFI/BOOT/BOOTX64.EFI").isPresent())
        .findFirst();
  }

  private static Optional<LoaderEntry> entry(Volume esp) {
    var entries = new ArrayList<LoaderEntry>();
    for (String name : esp.tree().names("/loader/entries")) {
      if (name.endsWith(".conf")) {
        Node node = esp.tree().get("/loader/entries/" + name).orElseThrow();
        LoaderEntry entry = LoaderEntry.parse(name, node.content().string());
        // One without its kernel is not shown.
        if (esp.tree().get(entry.linux()).isPresent()) {
          entries.add(entry);
        }
      }
    }
    LoaderConf conf =
        esp.tree()
            .get("/loader/loader.conf")
            .map(node -> LoaderConf.parse(node.content().string()))
            .orElse(LoaderConf.NONE);
    return conf.choose(entries);
  }

  /** The login; where nobody can, what the first of its people sees who tries. */
  private void logIn(MountNamespace root, String toplevel, String host) {
    UserAccounts.lockedOut(root, toplevel)
        .ifPresent(name -> {
          say(host + " login: " + name);
          say("Password:");
          say("");
          say("Login incorrect");
        });
    say(host + " login:");
  }

  // ---- stage 2

  private Outcome stage2(Stage1Words words, MountNamespace root, String toplevel) {
    String init = toplevel + "/init";
    boolean there =
        !root.mounts().isEmpty()
            && root.mounts().stream().anyMatch(m -> m.point().equals("/"))
            && root.find(init).isPresent();
    if (!there) {
      throw failed(screen, words.noInit(init));
    }
    String host = root.text(toplevel + "/etc/hostname").strip();
    var journal = new Stage2Journal(root, state.now(), toplevel);
    words.ends();
    say("");
    say("<<< NixOS Stage 2 >>>");
    say("");
    say("running activation script...");
    say("setting up /etc...");
    say("starting systemd...");
    // Its udev has LVM's rules in any case.
    state.groups.forEach(group -> Layers.activate(state, group, _ -> true));
    var late = new Stage2Mounts(state, this::say, new ArrayList<>(root.mounts()), journal);
    if (!late.mount(root.text(toplevel + "/etc/fstab"))) {
      journal.givesUp();
      throw fails("You are in emergency mode.");
    }
    for (ZfsPool pool : state.pools) {
      if (root.mounts().stream().anyMatch(m -> m.volume().startsWith(pool.name + "/"))) {
        pool.hostName = host;
      }
    }
    journal.comesUp();
    say("[  OK  ] Reached target Multi-User System.");
    say("");
    logIn(root, toplevel, host);
    var running = new Running(toplevel, late.mounts());
    return new Outcome(screen, Verdict.BOOTS, host, Optional.of(running));
  }
}
