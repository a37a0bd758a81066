package dev.thaw.boot;

import dev.thaw.boot.screen.Letters;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds of things that a screen names, by the words that stand before such a name there. */
public enum SubjectKind {
  /** A module that could not be loaded. */
  MODULE(List.of("modprobe: FATAL: Module", "Failed to find module"), List.of()),
  /** A device that is waited for. */
  DEVICE(
      List.of(
          "waiting for device",
          "Waiting 10 seconds for device",
          "Unable to resume from device",
          "Resume from hibernation using device",
          "File System Check on"),
      List.of("A start job is running for", "fsck")),
  /** A folder that something is to be mounted on. */
  MOUNT_POINT(
      List.of(), List.of("Failed to mount", "Dependency failed for", "A start job is running for")),
  /** A pool. */
  POOL(List.of("cannot import", "Import ZFS pool", "importing root ZFS pool"), List.of()),
  /** A dataset of a pool. */
  DATASET(List.of(), List.of("filesystem", "cannot open")),
  /** A system in the store. */
  SYSTEM(List.of("stage 2 init script", "Failed to canonicalize"), List.of()),
  /** A file of the boot partition. */
  BOOT_FILE(List.of(), List.of("Error loading"));

  /** Folders that many names begin with: they name nothing. */
  private static final Set<String> FOLDERS =
      Set.of(
          "dev",
          "devdisk",
          "devdiskbyuuid",
          "devdiskbylabel",
          "devdiskbyid",
          "devdiskbypartuuid",
          "devdiskbypartlabel",
          "devdiskbypath",
          "devmapper",
          "mntroot",
          "mntrootnix",
          "mntrootnixstore",
          "nixstore",
          "efi",
          "efinixos",
          "boot");

  private final List<String> phrases;
  private final List<String> vague;

  SubjectKind(List<String> phrases, List<String> vague) {
    this.phrases = phrases;
    this.vague = vague;
  }

  /** What stands before such a name and no other. */
  List<String> phrases() {
    return phrases;
  }

  /** What stands before names of other kinds, too. */
  List<String> vague() {
    return vague;
  }

  /** What stands behind such a name. */
  List<String> behind() {
    return this == DEVICE ? List.of("is unavailable") : List.of();
  }

  /** Whether a name is of this kind by its looks. */
  boolean looksLike(String typed) {
    boolean device = typed.matches("/?dev[-/].*");
    String small = typed.toLowerCase(Locale.ROOT);
    return switch (this) {
      case DEVICE -> device;
      case MOUNT_POINT ->
          !device
              && (typed.startsWith("/")
                  || Letters.isSlip(small.substring(small.lastIndexOf('.') + 1), "mount", 3));
      case POOL, MODULE -> true;
      case DATASET -> typed.indexOf('/') > 0;
      case SYSTEM -> typed.contains("/");
      case BOOT_FILE -> typed.startsWith("\\") || typed.startsWith("/");
    };
  }

  /** Whether nothing of a name is left but the folder that it is in. */
  static boolean isOnlyFolder(String typed) {
    String letters = Letters.strict(Units.path(typed));
    return letters.isEmpty() || FOLDERS.contains(letters);
  }
}
