package dev.thaw.nixos;

import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.MenuBlock;
import dev.thaw.nixos.loader.SystemdBoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what room there is where the boot loader of a mounted installation reads. */
public final class BootSpaces {

  private static final Probe PROBE =
      Probe.of(
          BootSpaces.class,
          "room",
          "see what room the boot partition has, and what it may do without",
          Duration.ofMinutes(2));

  private BootSpaces() {}

  /**
   * The places from which this installation, mounted at {@code root}, may start; one round trip.
   */
  public static List<BootSpace> look(Machine machine, Installation installation, String root) {
    Map<String, String> places = places(installation);
    if (places.isEmpty()) {
      return List.of();
    }
    var arguments = new ArrayList<>(List.of(root));
    arguments.addAll(places.keySet());
    return read(PROBE.run(machine, arguments.toArray(String[]::new)), installation, places);
  }

  /** The folders that may be it, each with its partition. */
  private static Map<String, String> places(Installation installation) {
    var places = new LinkedHashMap<String, String>();
    for (BootPartition partition : installation.bootPartitions()) {
      if (!partition.mountPoint().isEmpty() && !partition.device().isEmpty()) {
        places.putIfAbsent(partition.mountPoint(), partition.device());
      }
    }
    if (!installation.bareBoot().isEmpty()
        && installation.bootPartitions().stream().noneMatch(p -> p.mountPoint().equals("/boot"))) {
      places.put("/boot", "");
    }
    return places;
  }

  /** What the probe printed. */
  static List<BootSpace> read(
      Probe.Sections sections, Installation installation, Map<String, String> places) {
    var own = new HashSet<String>();
    installation.generations().forEach(generation -> own.addAll(BootSpace.systems(generation)));
    var all = new ArrayList<MenuBlock>();
    for (int n = 1; n <= places.size(); n++) {
      all.addAll(menus(sections, n));
    }
    var spaces = new ArrayList<BootSpace>();
    int n = 0;
    for (Map.Entry<String, String> place : places.entrySet()) {
      n++;
      String[] space = sections.text(RoomFormat.space(n)).strip().split(" ");
      Map<String, Long> files = files(sections, n);
      List<MenuBlock> menus = menus(sections, n);
      Optional<BootLoader> loader = loader(menus, own, files);
      if (space.length == 2 && loader.isPresent()) {
        long block = Math.max(1, Fields.number(space[1], 1));
        spaces.add(
            new BootSpace(
                place.getKey(),
                place.getValue(),
                loader.get(),
                copies(loader.get(), menus, own),
                block,
                block * Fields.number(space[0], 0),
                files,
                List.copyOf(all)));
      }
    }
    return spaces;
  }

  private static Map<String, Long> files(Probe.Sections sections, int n) {
    var files = new LinkedHashMap<String, Long>();
    List<String> listed = Fields.list(sections, RoomFormat.files(n));
    for (int i = 0; i + 1 < listed.size(); i += 2) {
      files.put("/" + listed.get(i), Fields.number(listed.get(i + 1), 0));
    }
    return files;
  }

  private static List<MenuBlock> menus(Probe.Sections sections, int n) {
    var menus = new ArrayList<MenuBlock>();
    for (SurveyRows.Text file :
        SurveyRows.Text.read(Fields.bytes(sections, RoomFormat.menus(n)), RoomFormat.MENU_LIMIT)) {
      menus.addAll(MenuBlock.of("/" + file.path(), file.text()));
    }
    List<String> images = Fields.list(sections, RoomFormat.images(n));
    for (int i = 0; i + 1 < images.size(); i += 2) {
      // Not cut into parts: an image is one entry.
      String names = images.get(i + 1).replace('\n', ' ');
      menus.addAll(MenuBlock.of(images.get(i), names));
    }
    return menus;
  }

  /** The loader whose menu here starts this installation; else the one that has a folder here. */
  private static Optional<BootLoader> loader(
      List<MenuBlock> menus, Set<String> own, Map<String, Long> files) {
    return menus.stream()
        .filter(menu -> menu.inits().stream().anyMatch(own::contains))
        .flatMap(menu -> BootLoader.reading(menu.file()).stream())
        .findFirst()
        .or(() -> Optional.of(new SystemdBoot()).filter(one -> hasFolder(one, files)));
  }

  private static boolean hasFolder(BootLoader loader, Map<String, Long> files) {
    return files.keySet().stream().anyMatch(path -> path.startsWith(loader.folder() + "/"));
  }

  private static boolean copies(BootLoader loader, List<MenuBlock> menus, Set<String> own) {
    return !loader.readsStore()
        || menus.stream()
            .filter(menu -> menu.inits().stream().anyMatch(own::contains))
            .anyMatch(menu -> menu.text().contains(loader.folder() + "/"));
  }
}
