package dev.thaw.practice.state;

import dev.thaw.boot.bios.CoreImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

/** The sectors that GRUB's installer writes before the first partition, laid out as it does. */
public final class GrubSectors {

  private static final int SECTOR = 512;

  /** Where the first partition begins, in which the core image lies. */
  private static final long FIRST = 2048;

  private GrubSectors() {}

  private static final Pattern SEARCHED = Pattern.compile("\\(UUID=([^)]*)\\)(.*)");

  /**
   * What {@code boot.sh} prints of a disk.
   *
   * @param core as {@link Device#core}
   */
  public static byte[] of(String core) {
    CoreImage image = core(core);
    return core.isEmpty() ? code("", 0) : disk(FIRST, image.prefix(), image.script());
  }

  /** What is in a core image that looks there: as {@link Device#core}. */
  public static CoreImage core(String core) {
    Matcher searched = SEARCHED.matcher(core);
    return searched.matches()
        ? new CoreImage(searched.group(2), "search.fs_uuid " + searched.group(1) + " root\n")
        : new CoreImage(core, "");
  }

  /** What {@code boot.sh} prints of a disk whose core image lies at this sector. */
  public static byte[] disk(long at, String prefix, String script) {
    byte[] packed = packed(within(prefix, script));
    byte[] start = new byte[2848];
    int used = start.length + packed.length;
    int sectors = (used + 4000) / SECTOR + 1;
    var bytes = new byte[(2 + sectors) * SECTOR];
    ByteBuffer disk = little(bytes);
    disk.put(code("GRUB \0Geom\0Hard Disk\0Read\0 Error", at));
    // The first sector says where the others are; the second, how long they are.
    disk.putLong(2 * SECTOR - 12, at + 1).putShort(2 * SECTOR - 4, (short) sectors);
    disk.position(2 * SECTOR).put(start).put(packed);
    disk.putInt(2 * SECTOR + 8, packed.length)
        .putInt(2 * SECTOR + 12, within(prefix, script).length)
        .putInt(2 * SECTOR + 16, sectors * SECTOR - used);
    return bytes;
  }

  /** A first sector with this text in its code. */
  public static byte[] code(String text, long at) {
    var bytes = new byte[SECTOR];
    ByteBuffer first = little(bytes);
    if (!text.isEmpty()) {
      first.put(0, new byte[] {(byte) 0xeb, 0x63}).putLong(0x5c, at);
    }
    first.put(0x180, text.getBytes(StandardCharsets.ISO_8859_1));
    first.put(510, new byte[] {0x55, (byte) 0xaa});
    return bytes;
  }

  /** A kernel with what was put into it: its own, a script, the prefix. */
  private static byte[] within(String prefix, String script) {
    var bytes = new byte[1 << 16];
    ByteBuffer image = little(bytes);
    image.position(0x6000);
    image.putInt(0x676d696d).putInt(12).putInt(0x7000);
    put(image, 0, "\177ELF module");
    if (!script.isEmpty()) {
      put(image, 2, script);
    }
    put(image, 3, prefix);
    return bytes;
  }

  private static void put(ByteBuffer image, int kind, String text) {
    int size = 8 + (text.length() + 4) / 4 * 4;
    int at = image.position();
    image.putInt(kind).putInt(size).put(text.getBytes(StandardCharsets.UTF_8));
    image.position(at + size);
  }

  private static byte[] packed(byte[] plain) {
    try {
      var out = new ByteArrayOutputStream();
      var options = new LZMA2Options(6);
      options.setDictSize(1 << 16);
      try (var lzma = new LZMAOutputStream(out, options, false)) {
        lzma.write(plain);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
