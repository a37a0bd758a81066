package dev.thaw.boot;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe;
import dev.thaw.machine.ShellQuoting;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootMenu;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether the kernel and the initrd that the boot loader reads are the store's. Where they lie is
 * up to the loader: on the ESP, on an extended boot partition, in a plain folder {@code /boot}, in
 * the store itself.
 */
public final class BootCopies {

  /**
   * A copy that a boot loader reads.
   *
   * @param path on the installed system: {@code /boot/EFI/nixos/….efi}
   * @param size in bytes; -1 when it is not there, though the menu beside it names it
   */
  public record Copy(String path, long size) {}

  /** A folder of the installation that a boot loader reads, and what lies in it. */
  private record Spot(String folder, BootTree tree) {}

  private final Generation generation;
  private final Optional<Installation.Listed> entry;
  private final List<Spot> spots = new ArrayList<>();

  /** Finds the places from which this generation may be started. */
  BootCopies(Installation installation, Generation generation) {
    this.generation = generation;
    entry = installation.entry(generation);
    // The one goes first: where the menus don't tell, the copies are looked for there.
    installation.bootPartition().ifPresent(this::add);
    installation.bootPartitions().stream().filter(p -> !p.theOne()).forEach(this::add);
    // A plain /boot counts only with a menu of its own: else it may be what a rebuild left there
    // while the boot partition was not mounted.
    if (installation.bareBoot().lists(generation.toplevel())
        && installation.bootPartitions().stream().noneMatch(p -> p.mountPoint().equals("/boot"))) {
      spots.add(new Spot("/boot", installation.bareBoot()));
    }
  }

  /**
   * The copies of a generation's kernel or initrd from which a loader may start it, in every place
   * that has a menu for it: mirrored boot partitions have one each.
   */
  public static List<Copy> copies(Installation installation, Generation generation, BootFile file) {
    if (file.bootPath().isEmpty()) {
      return List.of();
    }
    var copies = new BootCopies(installation, generation);
    var found = new ArrayList<Copy>();
    for (Spot spot : copies.spots) {
      long size = spot.tree().sizeOf(file.bootPath());
      if (copies.names(spot, file) || size >= 0 && spot.tree().lists(generation.toplevel())) {
        found.add(new Copy(spot.folder() + file.bootPath(), size));
      }
    }
    return found.isEmpty()
        ? List.of(new Copy(copies.copy(file), file.bootSize()))
        : List.copyOf(found);
  }

  /** Whether an entry beside it names the file; GRUB's may name one on another partition. */
  private boolean names(Spot spot, BootFile file) {
    return spot.tree().entries().stream()
        .filter(one -> one.starts(generation.toplevel(), generation.number()))
        .anyMatch(one -> one.files().contains(file.bootPath()));
  }

  private void add(BootPartition partition) {
    if (!partition.mountPoint().isEmpty()) {
      spots.add(new Spot(partition.mountPoint(), partition.tree()));
    }
  }

  /** What {@code same.sh} has to compare: four arguments for each file. */
  List<String> arguments() {
    var arguments = new ArrayList<String>();
    compare("kernel", generation.kernel(), arguments);
    compare("initrd", generation.initrd(), arguments);
    expected()
        .forEach((file, hash) -> {
          String[] words = hash.split(" ", 2);
          arguments.addAll(List.of(hash(file), words[0], "/" + words[1], at(file)));
        });
    for (String initrd : further()) {
      String copy = entry.orElseThrow().partition().mountPoint() + initrd;
      arguments.addAll(List.of(initrd, "there", "", copy));
    }
    return arguments;
  }

  private static String hash(String file) {
    return "hash of " + file;
  }

  /** The place whose menu has hashes of this generation's files, and the entry that has them. */
  private Optional<Map.Entry<Spot, LoaderEntry>> hashing() {
    return spots.stream()
        .flatMap(spot ->
            spot.tree().starting(generation.toplevel(), generation.number()).stream()
                .filter(one -> !one.hashes().isEmpty())
                .map(one -> Map.entry(spot, one)))
        .findFirst();
  }

  private Map<String, String> expected() {
    return hashing().map(one -> new TreeMap<>(one.getValue().hashes())).orElseGet(TreeMap::new);
  }

  private String at(String file) {
    return hashing().map(one -> one.getKey().folder()).orElse("") + file;
  }

  private BootCheck.Check hashed(String file, Probe.Sections same) {
    LoaderEntry one = hashing().orElseThrow().getValue();
    boolean holds = same.find(hash(file)).map(Probe.Section::ok).orElse(false);
    String stub = one.file().isEmpty() ? "" : at("/EFI/Linux/" + one.file());
    String name = stub.isEmpty() ? "the entry in the menu" : stub;
    return new BootCheck.Check(
        BootCheck.Part.HASH,
        at(file) + " has the hash that its entry has of it",
        holds,
        holds ? "" : name + " has another hash of it",
        holds ? "" : "mend(diagnose()) takes away what does not fit; then rebuild().",
        holds ? "" : stub);
  }

  /** What the entry names beside the generation's own initrd; of those the store has no record. */
  private List<String> further() {
    return entry
        .filter(listed -> !listed.partition().mountPoint().isEmpty())
        .map(listed ->
            listed.entry().initrds().stream()
                .filter(initrd -> !initrd.equals(generation.initrd().bootPath()))
                .distinct()
                .toList())
        .orElse(List.of());
  }

  /** What it found, as checks; none when no place is known to boot from. */
  List<BootCheck.Check> checks(Probe.Sections same) {
    var checks = new ArrayList<BootCheck.Check>();
    if (!spots.isEmpty()) {
      check("kernel", generation.kernel(), same).ifPresent(checks::add);
      check("initrd", generation.initrd(), same).ifPresent(checks::add);
      expected().keySet().stream()
          .filter(file -> same.find(hash(file)).filter(one -> one.status() <= 1).isPresent())
          .forEach(file -> checks.add(hashed(file, same)));
      further().forEach(initrd -> checks.add(there(initrd, same)));
    }
    return checks;
  }

  private BootCheck.Check there(String initrd, Probe.Sections same) {
    boolean holds = same.find(initrd).map(Probe.Section::ok).orElse(false);
    String copy = entry.orElseThrow().partition().mountPoint() + initrd;
    return new BootCheck.Check(
        BootCheck.Part.COPY,
        "the further initrd that its entry names is there, too",
        holds,
        holds ? copy : copy + " is missing or empty: systemd-boot refuses the whole entry",
        holds
            ? ""
            : "Put it there again, or take it out of the configuration's list of initrds, and"
                + " rebuild().");
  }

  private void compare(String name, BootFile file, List<String> arguments) {
    if (spots.isEmpty() || file.storePath().isEmpty()) {
      return;
    }
    if (!file.bootPath().isEmpty()) {
      String how = file.grows() ? "begins" : "whole";
      arguments.addAll(List.of(name, how, file.storePath(), copy(file)));
    } else {
      storeMenu()
          .ifPresent(menu -> arguments.addAll(List.of(name, "named", file.storePath(), menu)));
    }
  }

  /**
   * Where the copy is: below the place whose menu starts the generation, as a loader's entry names
   * files beside it; the file may also lie there alone.
   */
  private String copy(BootFile file) {
    Optional<Spot> spot =
        spots.stream()
            .filter(s -> s.tree().lists(generation.toplevel()))
            .filter(s -> s.tree().sizeOf(file.bootPath()) >= 0)
            .findFirst()
            .or(this::listing)
            .or(() ->
                spots.stream().filter(s -> s.tree().sizeOf(file.bootPath()) >= 0).findFirst());
    return spot.or(() -> spots.stream().findFirst()).map(Spot::folder).orElse("/boot")
        + file.bootPath();
  }

  private Optional<Spot> listing() {
    return spots.stream().filter(s -> s.tree().lists(generation.toplevel())).findFirst();
  }

  /** The text of a menu that starts the generation, whose loader can read the store itself. */
  private Optional<String> storeMenu() {
    return spots.stream()
        .flatMap(spot ->
            started(spot)
                .map(BootMenu::loader)
                .filter(BootLoader::readsStore)
                .flatMap(loader -> loader.menuText().stream())
                .map(text -> spot.folder() + text))
        .findFirst();
  }

  /** The menus there that start the generation. */
  private Stream<BootMenu> started(Spot spot) {
    return spot.tree().menus().stream().filter(menu -> menu.lists(generation.toplevel()));
  }

  /** Empty for a generation that has no such file: its closure is judged elsewhere. */
  private Optional<BootCheck.Check> check(String name, BootFile file, Probe.Sections same) {
    if (file.storePath().isEmpty()) {
      return Optional.empty();
    }
    Optional<Probe.Section> compared = same.find(name);
    boolean holds = compared.map(Probe.Section::ok).orElse(false);
    if (!file.bootPath().isEmpty()) {
      boolean cached = same.find(BootFormat.cached(name)).isPresent();
      return Optional.of(copied(name, file, compared, same.find(BootFormat.at(name)), cached));
    }
    if (storeMenu().isPresent() && holds) {
      return Optional.of(
          new BootCheck.Check(
              BootCheck.Part.COPY,
              "the boot menu starts the " + name + " straight from the store: there is no copy",
              true,
              file.storePath(),
              ""));
    }
    if (spots.stream().flatMap(this::started).anyMatch(menu -> menu.loader().hidesFiles())) {
      return Optional.of(
          new BootCheck.Check(
              BootCheck.Part.COPY,
              "the boot menu starts a unified image, whose " + name + " was not compared",
              true,
              "",
              ""));
    }
    return Optional.of(
        new BootCheck.Check(
            BootCheck.Part.COPY,
            "the boot menu names the generation's " + name,
            false,
            "no entry of the boot menu names one",
            "See what the boot loader's installer printed; bootPartition() shows what lies"
                + " there."));
  }

  private BootCheck.Check copied(
      String name,
      BootFile file,
      Optional<Probe.Section> compared,
      Optional<Probe.Section> at,
      boolean cached) {
    String copy = copy(file);
    int status = compared.map(Probe.Section::status).orElse(2);
    String what =
        "the "
            + name
            + " on the boot partition is the store's, byte for byte"
            // Other loaders keep the secrets in a file of their own.
            + (file.grows() && entry.isPresent() ? "; secrets follow it" : "");
    if (status == 0) {
      return new BootCheck.Check(
          BootCheck.Part.COPY,
          what + (cached ? " (as the kernel remembers it: it was not read from the disk)" : ""),
          true,
          copy,
          "");
    }
    if (at.isEmpty()) {
      return new BootCheck.Check(
          BootCheck.Part.COPY,
          what,
          false,
          copy + " is missing",
          "See what the boot loader's installer printed, and bootPartition() whether there is"
              + " room.");
    }
    if (status == 1) {
      // A rebuild does not write again what stands there under its name already.
      return new BootCheck.Check(
          BootCheck.Part.COPY,
          what,
          false,
          copy + " differs from " + file.storePath(),
          "mend(diagnose()) takes it away, kept for undo(); then rebuild() writes it anew.",
          copy);
    }
    String path = ShellQuoting.quote(at.get().text());
    return new BootCheck.Check(
        BootCheck.Part.UNREAD,
        what,
        false,
        copy + " could not be compared: " + compared.map(Probe.Section::errText).orElse("").strip(),
        "Look at it with sh(\"" + java("ls -l -- " + path) + "\", looks=true).");
  }

  /** The text as it stands between the quotes of a string in a cell. */
  private static String java(String text) {
    return Clean.line(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
