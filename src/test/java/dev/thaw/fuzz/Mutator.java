package dev.thaw.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes inputs that nobody thought of out of valid ones; the same for the same seed. */
final class Mutator {

  private static final int LONGEST = 64 * 1024;

  private static final List<String> WORDS =
      List.of(
          "18446744073709551616",
          "9223372036854775808",
          "-1",
          "99999999999999999999999",
          "0",
          "",
          " ",
          "  ",
          "\t",
          "\n",
          "\n\n\n",
          "\0",
          "\r",
          "=",
          ":",
          "\"",
          "'",
          "''",
          "\\",
          "\\x",
          "\\xc3",
          "${",
          "}",
          "{",
          "[",
          "]",
          "(",
          ")",
          "<",
          ">",
          "*",
          "+",
          "..",
          "/",
          "//",
          "#",
          "@",
          "-",
          "_",
          "null",
          "true",
          "inherit",
          "let",
          "ARRAY",
          "pool: ",
          "config:",
          "submenu",
          "\u00e9",
          "\uFFFF",
          "\\303\\251",
          "1e999999999",
          "NaN",
          "init=",
          "\u202e",
          ";",
          ",",
          "|");

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  /** A changed copy of one of these, with something of another in it now and then. */
  byte[] next(List<byte[]> corpus) {
    byte[] bytes = any(corpus);
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      bytes = change(bytes, corpus);
    }
    return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
  }

  private byte[] any(List<byte[]> corpus) {
    return corpus.get(random.nextInt(corpus.size())).clone();
  }

  private byte[] change(byte[] bytes, List<byte[]> corpus) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(1 + (random.nextBoolean() ? 8 : 400)));
    return switch (random.nextInt(8)) {
      case 0 -> with(bytes, from, to, new byte[0], 1);
      case 1 -> with(bytes, from, from, word(), 1);
      case 2 -> with(bytes, from, to, word(), 1);
      case 3 -> with(bytes, from, from, word(), 1 + random.nextInt(3000));
      case 4 -> with(bytes, to, to, Arrays.copyOfRange(bytes, from, to), 1 + random.nextInt(200));
      case 5 -> {
        byte[] other = any(corpus);
        int start = random.nextInt(other.length + 1);
        int end = Math.min(other.length, start + random.nextInt(400));
        yield with(bytes, from, to, Arrays.copyOfRange(other, start, end), 1);
      }
      case 6 -> Arrays.copyOf(bytes, from);
      default -> {
        if (from < bytes.length) {
          bytes[from] =
              (byte)
                  (random.nextBoolean()
                      ? random.nextInt(256)
                      : bytes[from] ^ 1 << random.nextInt(8));
        }
        yield bytes;
      }
    };
  }

  private byte[] word() {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] with(byte[] bytes, int from, int to, byte[] part, int times) {
    var changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, from);
    for (int i = 0; i < times && changed.size() < LONGEST; i++) {
      changed.writeBytes(part);
    }
    changed.write(bytes, to, bytes.length - to);
    return changed.toByteArray();
  }

  /** Inputs that grow: a piece of a valid one, again and again, until there are so many bytes. */
  byte[] grown(byte[] valid, int from, int to, int size) {
    byte[] piece = Arrays.copyOfRange(valid, from, to);
    var grown = new ByteArrayOutputStream();
    grown.write(valid, 0, to);
    while (piece.length > 0 && grown.size() < size) {
      grown.writeBytes(piece);
    }
    grown.write(valid, to, valid.length - to);
    return grown.toByteArray();
  }

  /** A place to take such a piece from: its beginning and its end. */
  int[] piece(byte[] valid) {
    int from = random.nextInt(Math.max(1, valid.length));
    int[] lengths = {1, 1, 2, 3, 5, 8, 20, 60};
    return new int[] {from, Math.min(valid.length, from + lengths[random.nextInt(lengths.length)])};
  }
}
