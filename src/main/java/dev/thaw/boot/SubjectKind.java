package dev.thaw.boot;

import dev.thaw.boot.screen.Hole;
import dev.thaw.boot.screen.Letters;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.boot.screen.ScreenName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds of things that a screen names and that a machine has by name. */
public enum SubjectKind {
  /** A module that could not be loaded. */
  MODULE,
  /** A device that is waited for. */
  DEVICE,
  /** A folder that something is to be mounted on. */
  MOUNT_POINT,
  /** A pool. */
  POOL,
  /** A dataset of a pool. */
  DATASET,
  /** A system in the store. */
  SYSTEM,
  /** A file of the boot partition. */
  BOOT_FILE;

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

  /** What is waited for where a folder's name stands for a device's. */
  private static final List<String> FOLDER_AWAITED =
      List.of("bind-source-missing", "resume-device");

  /** What a name on a line is; empty where it is none of these. */
  static Optional<SubjectKind> of(ScreenEvent event, ScreenName name) {
    String text = name.text();
    return switch (name.hole()) {
      case MODULE -> when(MODULE, event.kinds().contains("module-not-found"));
      case DEVICE, MOUNT -> {
        boolean device = text.matches("(?i)/?dev[-/].*|[a-z]+=.*");
        boolean awaited = event.kinds().stream().anyMatch(FOLDER_AWAITED::contains);
        yield Optional.of(device || awaited || !isMount(name) ? DEVICE : MOUNT_POINT);
      }
      case POOL -> Optional.of(POOL);
      case DATASET -> when(DATASET, text.indexOf('/') > 0);
      case FILE ->
          event.kinds().equals(List.of("system-gone"))
              ? when(SYSTEM, text.contains("/"))
              : when(BOOT_FILE, event.kinds().contains("boot-copy-missing"));
      case DISK, NAME, UNIT, TEXT -> Optional.empty();
    };
  }

  private static boolean isMount(ScreenName name) {
    return name.text().startsWith("/") || name.hole() == Hole.MOUNT;
  }

  private static Optional<SubjectKind> when(SubjectKind kind, boolean is) {
    return is ? Optional.of(kind) : Optional.empty();
  }

  /** Whether nothing of a name is left but the folder that it is in. */
  static boolean isOnlyFolder(String typed) {
    String letters = Letters.strict(Units.path(typed));
    return letters.isEmpty() || FOLDERS.contains(letters);
  }
}
