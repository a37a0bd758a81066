package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.MachineFiles;
import dev.thaw.machine.Stdin;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entry of the boot menu made the default by the boot loader's own file: loader.conf, grub.cfg,
 * limine.conf, extlinux.conf. Nothing of the installed system runs for it, and nothing of the menu
 * is written anew.
 *
 * @param generation whose entry it is
 * @param system which system the entry starts: the generation's own, or a variant's
 * @param name what it is called to a person: {@code generation 56}
 */
record OwnMeans(
    Rescue rescue, Installation installation, Generation generation, String system, String name) {

  private static final String PROFILES = "/nix/var/nix/profiles";

  /** A folder of the installed system that a boot loader reads, and what lies in it. */
  private record Spot(String folder, BootTree tree) {}

  /**
   * The steps. None where the entry is the default already.
   *
   * @throws Trouble.Refused if no entry starts it, or one that names what is not there
   */
  List<Step> steps() {
    BootLoader loader =
        installation
            .loader()
            .orElseThrow(() -> refused("which boot loader starts this system is not certain"));
    List<Spot> spots = spots();
    Spot listing =
        spots.stream()
            .filter(spot -> entry(spot, loader).isPresent())
            .findFirst()
            .orElseThrow(() -> refused("the boot menu has no entry for it"));
    LoaderEntry entry = entry(listing, loader).orElseThrow();
    entry.files().stream()
        .filter(file -> listing.tree().sizeOf(file) < 0)
        .filter(file -> !loader.readsStore() || !file.contains("/store/"))
        .findFirst()
        .ifPresent(file -> {
          throw refused(listing.folder() + Clean.line(file) + " is missing, which its entry names");
        });
    String file = loader.defaultFile().orElseThrow();
    List<Spot> settings = spots.stream().filter(spot -> spot.tree().sizeOf(file) >= 0).toList();
    if (settings.isEmpty()) {
      throw refused("there is no " + file + " on the boot partition, which would say it");
    }
    var steps = new ArrayList<Step>();
    for (Spot spot : settings) {
      // Where the menu is one text, each has entries of its own.
      LoaderEntry meant = entry(spot, loader).orElse(entry);
      steps.addAll(choosing(loader, meant, spot.folder() + file));
    }
    return steps;
  }

  /** The profile's link, led to the generation by the live system's ln. */
  Step profile() {
    String folder = Mounting.real(rescue, PROFILES);
    Step step =
        Step.of(
            "point the profile at generation " + generation.number(),
            new SystemAction.LinkProfile(rescue.root(), folder, generation.number()));
    return installation
        .current()
        .map(
            now -> step.undoneBy(new SystemAction.LinkProfile(rescue.root(), folder, now.number())))
        .orElse(step);
  }

  private Optional<LoaderEntry> entry(Spot spot, BootLoader loader) {
    return spot.tree().menu(loader).stream()
        .flatMap(menu -> menu.entries().stream())
        .filter(entry -> entry.starts(system, generation.number()))
        .findFirst();
  }

  private List<Spot> spots() {
    List<BootPartition> mounted =
        installation.bootPartitions().stream()
            .filter(partition -> !partition.mountPoint().isEmpty())
            .toList();
    Stream<Spot> bare =
        mounted.stream().anyMatch(partition -> partition.mountPoint().equals("/boot"))
            ? Stream.empty()
            : Stream.of(new Spot("/boot", installation.bareBoot()));
    return Stream.concat(
            mounted.stream().map(partition -> new Spot(partition.mountPoint(), partition.tree())),
            bare)
        .toList();
  }

  private List<Step> choosing(BootLoader loader, LoaderEntry entry, String path) {
    InstalledFile file = InstalledFile.read(rescue, installation.configuration(), path);
    String text =
        loader
            .withDefault(file.text(), entry)
            .orElseThrow(() -> refused(path + " can't name its entry as the default"));
    if (text.equals(file.text())) {
      return List.of();
    }
    Stdin content = Stdin.of(file.bytes(text));
    String sha256 = MachineFiles.checksum(content);
    String kept = KeptAside.place(rescue, file.content().length) + path;
    return List.of(
        Step.of(
            "make room to keep the old " + path,
            new FileAction.MakeFolders(List.of(kept.substring(0, kept.lastIndexOf('/'))))),
        Step.of("keep the old " + path, new FileAction.CopyFile(file.place(), kept, true)),
        Step.of(
                "have " + path + " say that " + name + " is the default",
                new SystemAction.ChooseDefault(
                    rescue.root(),
                    file.place(),
                    content.length(),
                    sha256,
                    MachineFiles.checksum(Stdin.of(file.content())),
                    generation.toplevel()))
            .reading(content)
            .undoneBy(new FileAction.RestoreFile(kept, file.place(), sha256)));
  }

  private Trouble.NotReady refused(String why) {
    return new Trouble.NotReady(
        "The boot loader's own file can't make " + name + " the default: " + why + ".",
        "bootPartition() shows what there is; rollback(%d) writes the menu anew, where it can."
            .formatted(generation.number()));
  }
}
