package dev.thaw.boot.bios;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.tukaani.xz.LZMAInputStream;

/**
 * GRUB's core image: what of it lies outside of any filesystem, and finds the rest. It says where.
 *
 * @param prefix where GRUB's folder is, as the installer put it in: {@code (,gpt2)/boot/grub}; with
 *     no drive where the script finds that
 * @param script the commands that it runs before: {@code search.fs_uuid … root}; mostly one or two
 *     lines, may be empty
 */
public record CoreImage(String prefix, String script) {

  private static final int SECTOR = 512;

  /** Where the first sector has the list of the others' places: at its end, going backwards. */
  private static final int BLOCK_LIST = SECTOR - 12;

  /** Where the second sector says how long what follows is, in four bytes each. */
  private static final int PACKED_SIZE = SECTOR + 8;

  private static final int PLAIN_SIZE = SECTOR + 12;
  private static final int REDUNDANCY = SECTOR + 16;

  /** How GRUB packs: it says none of this in the image. */
  private static final int LC = 3;

  private static final int LP = 0;
  private static final int PB = 2;
  private static final int DICTIONARY = 1 << 16;

  /** No core image is larger, unpacked. */
  private static final int MOST = 2 << 20;

  /** What goes before what was put in: the word {@code mimg}. */
  private static final int MODULES = 0x676d696d;

  private static final int KIND_SCRIPT = 2;
  private static final int KIND_PREFIX = 3;

  /**
   * How many sectors it has, its first one included, as that one says.
   *
   * @return 0 where the sector is none, or the others do not follow it
   */
  static int sectors(ByteBuffer first, long at) {
    if (first.limit() < SECTOR) {
      return 0;
    }
    boolean follows = first.getLong(BLOCK_LIST) == at + 1;
    return follows ? 1 + Short.toUnsignedInt(first.getShort(BLOCK_LIST + 8)) : 0;
  }

  /**
   * Reads a core image.
   *
   * @param bytes its sectors, all of them
   * @return empty where it is none, or damaged
   */
  static Optional<CoreImage> read(byte[] bytes) {
    if (bytes.length < 2 * SECTOR + 16) {
      return Optional.empty();
    }
    ByteBuffer image = little(bytes);
    int packed = image.getInt(PACKED_SIZE);
    int plain = image.getInt(PLAIN_SIZE);
    int redundancy = image.getInt(REDUNDANCY);
    if (packed <= 0 || packed > bytes.length || plain <= 0 || plain > MOST || redundancy < 0) {
      return Optional.empty();
    }
    // It ends where its redundancy begins, or, without one, somewhere in its last sector.
    int last = bytes.length - redundancy - packed;
    int first = Math.max(2 * SECTOR, redundancy > 0 ? last - 1 : last - SECTOR);
    for (int at = last; at > first; at--) {
      if (bytes[at] == 0) {
        Optional<CoreImage> found = unpacked(bytes, at, plain).flatMap(CoreImage::within);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> unpacked(byte[] bytes, int at, int plain) {
    var rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
    try (var stream = new LZMAInputStream(rest, plain, LC, LP, PB, DICTIONARY, null)) {
      return Optional.of(stream.readNBytes(plain));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What was put into an image, each with its kind and its length before it. */
  static Optional<CoreImage> within(byte[] plain) {
    ByteBuffer image = little(plain);
    for (int at = 0; at + 12 <= plain.length; at += 4) {
      if (image.getInt(at) != MODULES) {
        continue;
      }
      long next = at + Integer.toUnsignedLong(image.getInt(at + 4));
      long end = Math.min(plain.length, at + Integer.toUnsignedLong(image.getInt(at + 8)));
      String prefix = "";
      String script = "";
      while (next + 8 <= end) {
        int kind = image.getInt((int) next);
        long size = Integer.toUnsignedLong(image.getInt((int) next + 4));
        if (size < 8 || next + size > end) {
          break;
        }
        if (kind == KIND_PREFIX) {
          prefix = text(plain, next, size);
        } else if (kind == KIND_SCRIPT) {
          script = text(plain, next, size);
        }
        next += size;
      }
      if (!prefix.isEmpty()) {
        return Optional.of(new CoreImage(prefix, script));
      }
    }
    return Optional.empty();
  }

  private static String text(byte[] bytes, long at, long size) {
    int start = (int) at + 8;
    int length = 0;
    while (length < size - 8 && bytes[start + length] != 0) {
      length++;
    }
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
