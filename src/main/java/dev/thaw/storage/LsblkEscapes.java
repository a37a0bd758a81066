package dev.thaw.storage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The escapes of an old lsblk: it writes a byte that is not ASCII as {@code \xc3}, which JSON does
 * not know.
 */
final class LsblkEscapes {

  private LsblkEscapes() {}

  /** The JSON with those bytes as letters; all else as it is. */
  static String undone(String json) {
    if (!json.contains("\\x")) {
      return json;
    }
    var undone = new StringBuilder(json.length());
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < json.length(); i++) {
      int value = value(json, i);
      if (value >= 0) {
        bytes.write(value);
        i += 3;
        continue;
      }
      end(bytes, undone);
      undone.append(json.charAt(i));
      // What JSON itself escapes: of "\\\\x20" the second backslash begins nothing.
      if (json.charAt(i) == '\\' && i + 1 < json.length()) {
        undone.append(json.charAt(++i));
      }
    }
    end(bytes, undone);
    return undone.toString();
  }

  /** The byte that an escape at {@code at} stands for; -1 where there is none. */
  private static int value(String json, int at) {
    if (!json.startsWith("\\x", at) || at + 4 > json.length()) {
      return -1;
    }
    int high = Character.digit(json.charAt(at + 2), 16);
    int low = Character.digit(json.charAt(at + 3), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static void end(ByteArrayOutputStream bytes, StringBuilder undone) {
    if (bytes.size() == 0) {
      return;
    }
    for (char c : bytes.toString(StandardCharsets.UTF_8).toCharArray()) {
      if (c == '"' || c == '\\') {
        undone.append('\\').append(c);
      } else if (c < ' ') {
        undone.append("\\u00").append(c < 0x10 ? "0" : "1").append(Character.forDigit(c & 15, 16));
      } else {
        undone.append(c);
      }
    }
    bytes.reset();
  }
}
