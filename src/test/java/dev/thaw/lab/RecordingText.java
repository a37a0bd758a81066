package dev.thaw.lab;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes as lines that a person can read and a diff can compare. A line ends with a newline of the
 * bytes; with {@code \0} where they have a NUL instead, and with {@code \} where they have neither.
 * {@code \xHH} is a byte that is no text, {@code \z{N}} stands for N of NUL, {@code \\} for a
 * backslash.
 */
final class RecordingText {

  private static final int MANY = 4;

  private RecordingText() {}

  /** These bytes as lines. */
  static List<String> lines(byte[] bytes) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    int at = 0;
    while (at < bytes.length) {
      int zeros = zeros(bytes, at);
      if (zeros >= MANY) {
        line.append("\\z{").append(zeros).append('}');
        at += zeros;
        continue;
      }
      switch (bytes[at]) {
        case '\n' -> {
          lines.add(line.toString());
          line.setLength(0);
          at++;
        }
        case 0 -> {
          lines.add(line + "\\0");
          line.setLength(0);
          at++;
        }
        case '\\' -> {
          line.append("\\\\");
          at++;
        }
        default -> at += character(bytes, at, line);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line + "\\");
    }
    return lines;
  }

  private static int zeros(byte[] bytes, int at) {
    int end = at;
    while (end < bytes.length && bytes[end] == 0) {
      end++;
    }
    return end - at;
  }

  /** Adds one character, or one byte that is none; how many bytes it takes. */
  private static int character(byte[] bytes, int at, StringBuilder line) {
    int first = bytes[at] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length > 0 && at + length <= bytes.length && (first >= ' ' || first == '\t')) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, at, length))
                .toString();
        if (first != 0x7f && !Character.isISOControl(text.charAt(0)) || first == '\t') {
          line.append(text);
          return length;
        }
      } catch (CharacterCodingException e) {
        // It is no text.
      }
    }
    line.append("\\x%02x".formatted(first));
    return 1;
  }

  /** The bytes that were written as these lines. */
  static byte[] bytes(List<String> lines) {
    var bytes = new ByteArrayOutputStream();
    lines.forEach(line -> line(line, bytes));
    return bytes.toByteArray();
  }

  private static void line(String line, ByteArrayOutputStream bytes) {
    int at = 0;
    while (at < line.length()) {
      int backslash = line.indexOf('\\', at);
      String plain = line.substring(at, backslash < 0 ? line.length() : backslash);
      bytes.writeBytes(plain.getBytes(StandardCharsets.UTF_8));
      if (backslash < 0) {
        break;
      }
      if (backslash == line.length() - 1) {
        return;
      }
      at = backslash + 2;
      switch (line.charAt(backslash + 1)) {
        case '0' -> {
          bytes.write(0);
          return;
        }
        case 'x' -> {
          bytes.write(Integer.parseInt(line, at, at + 2, 16));
          at += 2;
        }
        case 'z' -> {
          int end = line.indexOf('}', at);
          bytes.writeBytes(new byte[Integer.parseInt(line, at + 1, end, 10)]);
          at = end + 1;
        }
        default -> bytes.write('\\');
      }
    }
    bytes.write('\n');
  }
}
