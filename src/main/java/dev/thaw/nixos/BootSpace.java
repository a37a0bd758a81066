package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootLoaders;
import dev.thaw.nixos.loader.MenuBlock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A place that the boot loader of an installation reads, and what it may do without.
 *
 * @param mountPoint where it is in the installed system: {@code /boot}
 * @param device the partition's name now; empty for a plain folder
 * @param loader what starts this installation from there
 * @param copies whether the loader has copies there; else it reads the store itself
 * @param block how many bytes the smallest file takes
 * @param free how many bytes are free
 * @param files the size of each file, by its path from there: {@code /EFI/nixos/….efi}
 * @param menus what each boot loader reads, there and in the other places: other systems' menus,
 *     too
 */
public record BootSpace(
    String mountPoint,
    String device,
    BootLoader loader,
    boolean copies,
    long block,
    long free,
    Map<String, Long> files,
    List<MenuBlock> menus) {

  private static final Pattern HALF = Pattern.compile("(?i).*\\.tmp(?:\\.\\w*)?");

  /** Small files that the smaller loaders write anew: as many clusters, and the menu once more. */
  private static final int SMALL_FILES = 16;

  /** The files in the loader's own folder. */
  public List<String> own() {
    String folder = loader.folder().toLowerCase(Locale.ROOT) + "/";
    return files.keySet().stream()
        .filter(path -> path.toLowerCase(Locale.ROOT).startsWith(folder))
        .filter(path -> path.indexOf('/', folder.length()) < 0)
        .toList();
  }

  /** Half-written files, and entries of NixOS with nothing in them. */
  public List<String> halves() {
    var own = new HashSet<>(own());
    return files.keySet().stream()
        .filter(path ->
            own.contains(path) && isHalf(path) && !isNamed(path, Set.of())
                || isMenuOfNixos(path)
                    && (isHalf(path)
                        || path.endsWith(".conf") && files.getOrDefault(path, 0L) == 0))
        .toList();
  }

  private static boolean isHalf(String path) {
    return HALF.matcher(path).matches();
  }

  private static boolean isMenuOfNixos(String path) {
    return BootLoaders.ALL.stream().anyMatch(loader -> loader.writesMenu(path));
  }

  /**
   * Files in the loader's own folder that nothing refers to: no menu of any system, and none of
   * these generations. None where that can't be told.
   */
  public List<String> unreferenced(Collection<Generation> generations) {
    if (menus.isEmpty() || hasSilentImage()) {
      return List.of();
    }
    List<String> halves = halves();
    return own().stream()
        .filter(path -> !halves.contains(path))
        .filter(path -> !isNamed(path, Set.of()))
        .filter(path -> generations.stream().noneMatch(g -> isOf(path, g)))
        .toList();
  }

  /** A stub that does not tell which kernel it starts: then any may be its. */
  private boolean hasSilentImage() {
    return loader.hidesFiles()
        && files.entrySet().stream()
            .filter(file -> loader.isMenu(file.getKey()))
            .anyMatch(file ->
                menus.stream()
                    .filter(menu -> menu.file().equalsIgnoreCase(file.getKey()))
                    .noneMatch(menu -> menu.text().contains("efi/nixos/")));
  }

  /**
   * The entries and copies that only these generations have: no other entry, and none of the
   * generations that stay.
   */
  public List<String> of(Collection<Generation> going, Collection<Generation> staying) {
    var systems = new HashSet<String>();
    going.forEach(generation -> systems.addAll(systems(generation)));
    staying.forEach(generation -> systems.removeAll(systems(generation)));
    var paths = new LinkedHashSet<String>();
    for (MenuBlock menu : menus) {
      if (BootLoader.isSingleEntry(menu.file())
          && menu.isOnlyOf(systems)
          && files.containsKey(menu.file())) {
        paths.add(menu.file());
      }
    }
    if (hasSilentImage()) {
      return List.of();
    }
    for (String path : own()) {
      boolean theirs =
          going.stream().anyMatch(generation -> isOf(path, generation))
              || menus.stream().anyMatch(menu -> menu.isOnlyOf(systems) && menu.names(path));
      if (theirs
          && !isNamed(path, systems)
          && staying.stream().noneMatch(generation -> isOf(path, generation))) {
        paths.add(path);
      }
    }
    return List.copyOf(paths);
  }

  /** Whether a menu names the file, those entries aside that start only these systems. */
  private boolean isNamed(String path, Set<String> but) {
    return menus.stream().anyMatch(menu -> !menu.isOnlyOf(but) && menu.names(path));
  }

  private boolean isOf(String path, Generation generation) {
    return copy(generation.kernel()).filter(path::equals).isPresent()
        || copy(generation.initrd()).filter(path::equals).isPresent();
  }

  /** The systems of a generation: its own and its variants'. */
  static Set<String> systems(Generation generation) {
    var systems = new HashSet<String>();
    systems.add(generation.toplevel());
    generation
        .bootSpec()
        .ifPresent(spec -> spec.specialisations().values().forEach(v -> systems.add(v.toplevel())));
    return systems;
  }

  /** The copy of a kernel or initrd, if it is there: the one an entry names, or one of its name. */
  public Optional<String> copy(BootFile file) {
    if (file.storePath().isEmpty()) {
      return Optional.empty();
    }
    if (files.containsKey(file.bootPath())) {
      return Optional.of(file.bootPath());
    }
    String name = file.storePath().replaceFirst("^/nix/store/", "").replace('/', '-');
    return own().stream()
        .filter(path -> {
          String end = path.substring(path.lastIndexOf('/') + 1);
          return end.equalsIgnoreCase(name) || end.equalsIgnoreCase(name + ".efi");
        })
        .findFirst();
  }

  /** What these files take. */
  public long taken(Collection<String> paths) {
    return paths.stream().mapToLong(path -> whole(files.getOrDefault(path, 0L))).sum();
  }

  /** So many bytes in whole clusters; none for what is not known. */
  public long whole(long bytes) {
    return bytes <= 0 ? 0 : (bytes + block - 1) / block * block;
  }

  /** What entries and the menu itself take when they are written anew beside the old ones. */
  public long small() {
    return SMALL_FILES * block + menu();
  }

  /** What they take at least. */
  public long smallest() {
    return 4 * block + menu();
  }

  private long menu() {
    return loader.rewritesMenu()
        ? whole(menus.stream().mapToLong(menu -> menu.text().length()).sum())
        : 0;
  }
}
