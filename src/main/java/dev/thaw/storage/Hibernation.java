package dev.thaw.storage;

import dev.thaw.machine.Clean;
import java.util.List;
import java.util.stream.Collectors;

/** What to say when a hibernated system was found. */
final class Hibernation {

  private Hibernation() {}

  /** The warning about hibernation images on these devices. */
  static String note(List<String> devices) {
    return "A hibernated system lies in "
        + devices.stream().map(Clean::line).collect(Collectors.joining(" and "))
        + ": its memory expects the disks as they were. Resume it, or give its session up, before"
        + " anything is imported or mounted writable.";
  }
}
