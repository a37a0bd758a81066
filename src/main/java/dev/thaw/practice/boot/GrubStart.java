package dev.thaw.practice.boot;

import dev.thaw.boot.bios.GrubPlace;
import dev.thaw.nixos.loader.BootMenu;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.GrubSectors;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Tree;
import dev.thaw.practice.state.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A BIOS, and GRUB: the first disk with its code is started, its core image finds the rest. */
record GrubStart(MachineState state, List<String> screen) {

  /**
   * What GRUB loads.
   *
   * @param entry the entry of the menu
   * @param initrd its first initrd
   */
  record Loaded(LoaderEntry entry, Optional<Node> initrd) {}

  /** Goes on to where the kernel starts. */
  Loaded run() {
    say("Booting from Hard Disk...");
    Device disk =
        state.devices.stream()
            .filter(device -> !state.core(device).isEmpty())
            .findFirst()
            .orElseThrow(() -> {
              say("Boot failed: not a bootable disk");
              say("");
              say("No bootable device.");
              return Boot.failed(screen, "Boot failed: not a bootable disk");
            });
    say("GRUB loading.");
    say("Welcome to GRUB!");
    say("");
    GrubPlace place = GrubPlace.of(GrubSectors.core(state.core(disk)));
    Device device = device(disk, place);
    Volume volume =
        Filesystems.on(state, device).orElseThrow(() -> rescue("error: unknown filesystem."));
    Tree files = volume.tree();
    String folder = place.folder();
    String normal = folder + "/i386-pc/normal.mod";
    if (files.get(normal).isEmpty()) {
      throw rescue("error: file `" + normal + "' not found.");
    }
    return load(files, menu(files, folder));
  }

  private void say(String line) {
    screen.add(line);
  }

  private Device device(Device disk, GrubPlace place) {
    return switch (place.kind()) {
      case UUID ->
          state.devices.stream()
              .filter(each -> each.uuid.equals(place.name()))
              .findFirst()
              .orElseThrow(() -> rescue("error: no such device: " + place.name() + "."));
      case PARTITION ->
          state.children(disk).stream()
              .filter(part -> part.partition == Integer.parseInt(place.name()))
              .findFirst()
              .orElseThrow(() -> rescue("error: no such partition."));
      case LABEL, VOLUME, ARRAY, OTHER -> throw rescue("error: unknown filesystem.");
    };
  }

  private Boot.Stopped rescue(String why) {
    say(why);
    say("Entering rescue mode...");
    say("grub rescue>");
    return Boot.failed(screen, why);
  }

  private LoaderEntry menu(Tree files, String folder) {
    Map<String, List<String>> texts = new HashMap<>();
    files
        .get(folder + "/grub.cfg")
        .ifPresent(node -> texts.put("grub", List.of(node.content().string())));
    files
        .get(folder + "/grubenv")
        .ifPresent(node -> texts.put("grubenv", List.of(node.content().string())));
    return new Grub()
        .read(texts)
        .flatMap(BootMenu::first)
        .orElseThrow(() -> {
          say("grub>");
          return Boot.failed(screen, "grub>");
        });
  }

  private Loaded load(Tree files, LoaderEntry entry) {
    say("  Booting `" + entry.title() + "'");
    say("");
    boolean kernel = files.get(entry.linux()).isPresent();
    if (!kernel) {
      String why = "error: file `" + entry.linux() + "' not found.";
      say(why);
      say("error: you need to load the kernel first.");
      say("");
      say("Press any key to continue...");
      throw Boot.failed(screen, why);
    }
    Optional<String> missing =
        entry.initrds().stream().filter(path -> files.get(path).isEmpty()).findFirst();
    missing.ifPresent(path -> {
      say("error: file `" + path + "' not found.");
      say("");
      say("Press any key to continue...");
    });
    return new Loaded(
        entry,
        missing.isPresent()
            ? Optional.empty()
            : entry.initrds().stream().findFirst().flatMap(files::get));
  }
}
