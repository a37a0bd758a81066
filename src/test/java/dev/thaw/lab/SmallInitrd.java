package dev.thaw.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An initrd for a recording, unpacked: all its names but those of the shell's many programs, its
 * scripts, its settings and its list of built-in modules.
 */
final class SmallInitrd {

  private static final int HEADER = 110;
  private static final int SIZE_AT = 54;
  private static final int NAME_SIZE_AT = 94;
  private static final int TIME_AT = 46;
  private static final int LONGEST = 64 * 1024;

  private SmallInitrd() {}

  /** The same archive, each file that is no text, or a long one, without its content. */
  static byte[] of(byte[] packed) {
    byte[] all = unpacked(packed);
    var small = new ByteArrayOutputStream();
    int at = 0;
    while (at + HEADER < all.length && all[at] == '0') {
      int name = number(all, at + NAME_SIZE_AT);
      int size = number(all, at + SIZE_AT);
      int content = padded(at + HEADER + name);
      String path = new String(all, at + HEADER, name - 1, StandardCharsets.UTF_8);
      byte[] kept = Arrays.copyOfRange(all, content, content + size);
      byte[] head = Arrays.copyOfRange(all, at, content);
      at = padded(content + size);
      if (path.contains("-extra-utils/bin/") && isText(kept)) {
        continue;
      }
      if (!path.endsWith("/modules.builtin.bin")
          && (!isText(kept) || path.contains("udev-rules"))) {
        kept = new byte[0];
      }
      put(head, SIZE_AT, kept.length);
      put(head, TIME_AT, 0);
      small.writeBytes(head);
      small.writeBytes(Arrays.copyOf(kept, padded(kept.length)));
    }
    return small.toByteArray();
  }

  private static boolean isText(byte[] content) {
    for (byte b : content) {
      if (b == 0) {
        return false;
      }
    }
    return content.length <= LONGEST;
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static int number(byte[] bytes, int at) {
    return Integer.parseInt(new String(bytes, at, 8, StandardCharsets.US_ASCII), 16);
  }

  private static void put(byte[] bytes, int at, int number) {
    byte[] text = "%08X".formatted(number).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, bytes, at, text.length);
  }

  private static byte[] unpacked(byte[] packed) {
    String tool = (packed[0] & 0xff) == 0x1f ? "gzip" : packed[0] == 0x28 ? "zstd" : "";
    if (tool.isEmpty()) {
      return packed;
    }
    try {
      Path file = Files.createTempFile("thaw", ".initrd");
      try {
        Files.write(file, packed);
        Process process = new ProcessBuilder(tool, "-dc", file.toString()).start();
        byte[] all = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
          throw new IllegalStateException(tool + " can't unpack an initrd");
        }
        return all;
      } finally {
        Files.delete(file);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
