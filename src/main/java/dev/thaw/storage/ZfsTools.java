package dev.thaw.storage;

import dev.thaw.machine.Probe;
import java.util.Optional;

/** Whether the live system has ZFS. */
final class ZfsTools {

  private static final int NOT_FOUND = 127;

  private ZfsTools() {}

  /**
   * The sentence to show when there is no ZFS here, if so.
   *
   * @param module the section that loaded the module
   * @param tool a section that used zpool
   */
  static Optional<String> missing(Probe.Sections sections, String module, String tool) {
    Optional<Probe.Section> load = sections.find(module);
    if (sections.find(tool).map(Probe.Section::status).orElse(NOT_FOUND) == NOT_FOUND) {
      return Optional.of(
          "This live image has no zpool command: pools can't be seen. Boot an image with ZFS, such"
              + " as the official NixOS one.");
    }
    return load.filter(section -> !section.ok())
        .map(section ->
            "ZFS is not available in this live image: its kernel module can't be loaded"
                + Printed.after(section)
                + "\nBoot an image with ZFS, such as the official NixOS one.");
  }
}
