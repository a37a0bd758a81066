package dev.thaw.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code blkid -o export}. */
final class Blkid {

  private Blkid() {}

  /**
   * What blkid found, keyed by path, then by its names: {@code TYPE}, {@code UUID}, {@code LABEL},
   * {@code PARTUUID}, {@code PARTLABEL}. Lines that are no assignments are left out.
   */
  static Map<String, Map<String, String>> parse(String text) {
    var devices = new LinkedHashMap<String, Map<String, String>>();
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String key = line.substring(0, equals);
      String value = unescape(line.substring(equals + 1));
      if (key.equals("DEVNAME")) {
        values = new LinkedHashMap<>();
        devices.put(value, values);
      } else {
        values.put(key, value);
      }
    }
    return devices;
  }

  /**
   * Takes back blkid's escapes: a backslash before what a shell would see, and {@code M-x} or
   * {@code M-^x} for the bytes of a letter outside ASCII. The second kind is ambiguous, so it is
   * taken back only when UTF-8 comes out: a label {@code WM-DATA} stays.
   */
  static String unescape(String value) {
    var plain = new ByteArrayOutputStream();
    var bytes = new ByteArrayOutputStream();
    int high = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 'M' && high == 0 && i + 2 < value.length() && value.charAt(i + 1) == '-') {
        high = 0x80;
        plain.writeBytes(new byte[] {'M', '-'});
        i++;
        continue;
      }
      boolean escaped = c == '\\' && i + 1 < value.length();
      boolean control = high != 0 && c == '^' && i + 1 < value.length();
      String token = value.substring(escaped ? i + 1 : i, i + (escaped || control ? 2 : 1));
      plain.writeBytes(token.getBytes(StandardCharsets.UTF_8));
      if (control) {
        bytes.write(token.charAt(1) ^ 0x40 | high);
      } else if (high != 0) {
        bytes.write(token.charAt(0) | high);
      } else {
        bytes.writeBytes(token.getBytes(StandardCharsets.UTF_8));
      }
      high = 0;
      i += escaped || control ? 1 : 0;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return plain.toString(StandardCharsets.UTF_8);
    }
  }
}
