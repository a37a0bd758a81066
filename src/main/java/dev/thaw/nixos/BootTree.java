package dev.thaw.nixos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies on a boot partition, or in a folder {@code /boot}.
 *
 * @param total the filesystem's size in bytes; -1 when it is not known
 * @param free how much of it is free, in bytes; -1 when it is not known
 * @param files every file's size in bytes, by its path from the root: {@code /EFI/nixos/….efi}
 * @param conf systemd-boot's settings; empty when it has none here
 * @param entries systemd-boot's entries, in the order of its menu
 * @param images systemd-boot's entries for unified images, in the order of its menu
 * @param otherInits the systems that another boot loader's menu starts, by its name ({@code grub},
 *     {@code extlinux}, {@code limine}), and those of unified images ({@code uki}); first the one
 *     that is started when nobody chooses, empty where that is none of NixOS
 * @param unsaved the system that GRUB's menu would start if {@code grubenv} did not keep what was
 *     once chosen; empty where that makes no difference
 */
public record BootTree(
    long total,
    long free,
    Map<String, Long> files,
    Optional<LoaderConf> conf,
    List<LoaderEntry> entries,
    List<LoaderEntry> images,
    Map<String, List<String>> otherInits,
    String unsaved) {

  /** Nothing is there, or nothing could be read. */
  public static final BootTree EMPTY =
      new BootTree(-1, -1, Map.of(), Optional.empty(), List.of(), Map.of());

  /** One without unified images. */
  public BootTree(
      long total,
      long free,
      Map<String, Long> files,
      Optional<LoaderConf> conf,
      List<LoaderEntry> entries,
      Map<String, List<String>> otherInits) {
    this(total, free, files, conf, entries, List.of(), otherInits, "");
  }

  /** All of these as one: an ESP and the extended boot partition that belongs to it. */
  static BootTree merge(List<BootTree> trees) {
    if (trees.size() == 1) {
      return trees.getFirst();
    }
    var files = new LinkedHashMap<String, Long>();
    var inits = new LinkedHashMap<String, List<String>>();
    var entries = new ArrayList<LoaderEntry>();
    var images = new ArrayList<LoaderEntry>();
    for (BootTree tree : trees) {
      tree.files.forEach(files::putIfAbsent);
      tree.otherInits.forEach(inits::putIfAbsent);
      entries.addAll(tree.entries);
      images.addAll(tree.images);
    }
    entries.sort(LoaderEntry.MENU_ORDER);
    images.sort(LoaderEntry.MENU_ORDER);
    return new BootTree(
        -1,
        -1,
        files,
        trees.stream().map(BootTree::conf).flatMap(Optional::stream).findFirst(),
        List.copyOf(entries),
        List.copyOf(images),
        inits,
        trees.stream().map(BootTree::unsaved).filter(one -> !one.isEmpty()).findFirst().orElse(""));
  }

  /** Whether there is anything that a boot loader would read. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** The size of a file in bytes, -1 if it is not there; vfat does not regard case. */
  public long sizeOf(String path) {
    Long exact = files.get(path);
    return exact != null
        ? exact
        : files.entrySet().stream()
            .filter(file -> file.getKey().equalsIgnoreCase(path))
            .mapToLong(Map.Entry::getValue)
            .findFirst()
            .orElse(-1);
  }

  /**
   * The entry that systemd-boot starts when nobody chooses. Entries whose kernel is not there are
   * left out of its menu; where that is all of them, the one that it would start otherwise.
   */
  public Optional<LoaderEntry> defaultEntry() {
    LoaderConf settings = conf.orElse(LoaderConf.NONE);
    return settings
        .choose(menu().stream().filter(this::isShown).toList())
        .or(() -> settings.choose(menu()));
  }

  /** All that systemd-boot's menu offers, in its order: entries and unified images. */
  public List<LoaderEntry> menu() {
    return Stream.concat(entries.stream(), images.stream()).sorted(LoaderEntry.MENU_ORDER).toList();
  }

  private boolean isShown(LoaderEntry entry) {
    return entry.linux().isEmpty() || files.isEmpty() || sizeOf(entry.linux()) >= 0;
  }

  /** The system that is started when nobody chooses, whichever the loader; empty when unknown. */
  public String defaultToplevel() {
    return defaultEntry()
        .map(LoaderEntry::toplevel)
        .filter(toplevel -> !toplevel.isEmpty())
        .or(() -> otherInits.values().stream().flatMap(List::stream).findFirst())
        .orElse("");
  }

  /** Whether some menu here starts this system. */
  public boolean lists(String toplevel) {
    return entries.stream().anyMatch(entry -> entry.toplevel().equals(toplevel))
        || otherInits.values().stream().anyMatch(inits -> inits.contains(toplevel));
  }
}
