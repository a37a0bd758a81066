package dev.thaw.rescue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One mounted filesystem, a line of {@code /proc/self/mountinfo}.
 *
 * @param point where it is mounted
 * @param source what is mounted: a device, a dataset; "tmpfs" and the like for others
 * @param fsType the filesystem's type
 * @param options the mount's options and the filesystem's own
 */
public record LiveMount(String point, String source, String fsType, List<String> options) {

  /** Whether nothing can be written through it. */
  public boolean readOnly() {
    return options.contains("ro");
  }

  /** Whether it is mounted at {@code root} or below it. */
  public boolean isAtOrBelow(String root) {
    return point.equals(root) || point.startsWith(root + "/");
  }

  /**
   * Reads {@code /proc/self/mountinfo}, in the order of mounting; lines that make no sense are
   * passed over.
   */
  public static List<LiveMount> parse(String mountinfo) {
    var mounts = new ArrayList<LiveMount>();
    for (String line : mountinfo.split("\n")) {
      String[] fields = line.split(" ");
      int dash = Arrays.asList(fields).indexOf("-");
      if (dash < 6 || fields.length < dash + 4) {
        continue;
      }
      var options = new ArrayList<>(List.of(fields[5].split(",")));
      options.addAll(List.of(fields[dash + 3].split(",")));
      mounts.add(
          new LiveMount(
              unescape(fields[4]),
              unescape(fields[dash + 2]),
              fields[dash + 1],
              List.copyOf(options)));
    }
    return mounts;
  }

  /** Undoes the kernel's {@code \ooo} for space, tab, newline and backslash. */
  private static String unescape(String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    ByteBuffer plain = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length && isOctal(bytes, i + 1)) {
        plain.put(
            (byte) Integer.parseInt(new String(bytes, i + 1, 3, StandardCharsets.US_ASCII), 8));
        i += 3;
      } else {
        plain.put(bytes[i]);
      }
    }
    return new String(plain.array(), 0, plain.position(), StandardCharsets.UTF_8);
  }

  private static boolean isOctal(byte[] bytes, int from) {
    for (int i = from; i < from + 3; i++) {
      if (bytes[i] < '0' || bytes[i] > '7') {
        return false;
      }
    }
    return true;
  }
}
