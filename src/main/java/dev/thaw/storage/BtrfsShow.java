package dev.thaw.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code btrfs filesystem show --raw}. */
final class BtrfsShow {

  /** The label is in quotes that nothing escapes: it ends at the last one. */
  private static final Pattern HEAD = Pattern.compile("Label: (none|'(.*)') +uuid: (\\S+)");

  private static final Pattern TOTAL =
      Pattern.compile("\\s+Total devices (\\d+) FS bytes used (\\d+)");
  private static final Pattern DEVICE =
      Pattern.compile("\\s+devid +\\d+ size (\\d+) used \\d+ path (.*?)( MISSING)?");

  private BtrfsShow() {}

  /** The filesystems, in the order printed. */
  static List<Btrfs> parse(String text) {
    var found = new ArrayList<Btrfs>();
    for (String line : text.split("\n")) {
      Matcher head = HEAD.matcher(line);
      Matcher total = TOTAL.matcher(line);
      Matcher device = DEVICE.matcher(line);
      if (head.matches()) {
        String label = head.group(2) == null ? "" : head.group(2);
        found.add(new Btrfs(head.group(3), label, 0, 0, List.of()));
      } else if (!found.isEmpty() && total.matches()) {
        Btrfs last = found.removeLast();
        int expected = Integer.parseInt(total.group(1));
        long used = Long.parseLong(total.group(2));
        found.add(new Btrfs(last.uuid(), last.label(), used, expected, last.devices()));
      } else if (!found.isEmpty() && device.matches() && device.group(3) == null) {
        Btrfs last = found.removeLast();
        var devices = new ArrayList<>(last.devices());
        devices.add(device.group(2));
        found.add(new Btrfs(last.uuid(), last.label(), last.used(), last.expected(), devices));
      }
    }
    return found;
  }
}
