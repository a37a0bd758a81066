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
      Pattern.compile("\\s++Total devices (\\d++) FS bytes used (\\d++)");
  private static final Pattern DEVICE =
      Pattern.compile("\\s++devid ++\\d++ size (\\d++) used \\d++ path (.*)");

  /** What follows the path of a device that is not there. */
  private static final String MISSING = " MISSING";

  private BtrfsShow() {}

  /** A filesystem while its lines are read. */
  private static final class Found {
    private final String uuid;
    private final String label;
    private final List<String> devices = new ArrayList<>();
    private long used;
    private int expected;

    Found(String uuid, String label) {
      this.uuid = uuid;
      this.label = label;
    }

    Btrfs done() {
      return new Btrfs(uuid, label, used, expected, devices);
    }
  }

  /** The filesystems, in the order printed. */
  static List<Btrfs> parse(String text, Numbers numbers) {
    var found = new ArrayList<Found>();
    for (String line : text.split("\n")) {
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        found.add(new Found(head.group(3), head.group(2) == null ? "" : head.group(2)));
      } else if (!found.isEmpty()) {
        more(found.getLast(), line, numbers);
      }
    }
    return found.stream().map(Found::done).toList();
  }

  private static void more(Found it, String line, Numbers numbers) {
    Matcher total = TOTAL.matcher(line);
    Matcher device = DEVICE.matcher(line);
    if (total.matches()) {
      it.expected = numbers.count(total.group(1), "the number of devices of btrfs " + it.uuid);
      it.used = numbers.read(total.group(2), "the number of bytes used on btrfs " + it.uuid);
    } else if (device.matches()
        && !device.group(2).endsWith(MISSING)
        // Some releases give one that is not there the path of one that is.
        && !it.devices.contains(device.group(2))) {
      it.devices.add(device.group(2));
    }
  }
}
