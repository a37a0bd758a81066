package dev.thaw.boot.remembered;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry of the firmware's list of what it can start: the variable {@code Boot0001}.
 *
 * @param number the entry's number, 0 to 65535
 * @param active whether the firmware may start it by itself
 * @param label what it is called: {@code Linux Boot Manager}
 * @param partition the GUID of the partition that it names, in lower case; empty where it names
 *     none: the network, a drive as such, a program of the firmware's own
 * @param file the file on that partition, with slashes: {@code /EFI/systemd/systemd-bootx64.efi};
 *     empty where it names none, so that the firmware takes the fallback
 */
public record LoadOption(int number, boolean active, String label, String partition, String file) {

  private static final int ACTIVE = 1;
  private static final byte MEDIA = 4;
  private static final byte HARD_DRIVE = 1;
  private static final byte FILE_PATH = 4;
  private static final byte END = 0x7f;
  private static final int HEADER = 4;

  /** Of a hard drive's node: its header, a number, a start and a size come before its GUID. */
  private static final int GUID_AT = 24;

  private static final int HARD_DRIVE_LENGTH = 42;
  private static final byte IS_GPT = 2;
  private static final byte IS_GUID = 2;

  /** What it is called everywhere: {@code Boot000A}. */
  public String name() {
    return name(number);
  }

  /** What the entry of a number is called. */
  public static String name(int number) {
    String digits = Integer.toHexString(number).toUpperCase(Locale.ROOT);
    return "Boot" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }

  /**
   * Reads a variable as Linux shows it in a file: four bytes of attributes, then an {@code
   * EFI_LOAD_OPTION}. Empty where it is none.
   */
  static Optional<LoadOption> parse(int number, byte[] variable) {
    ByteBuffer bytes = ByteBuffer.wrap(variable).order(ByteOrder.LITTLE_ENDIAN);
    try {
      bytes.getInt();
      boolean active = (bytes.getInt() & ACTIVE) != 0;
      int length = Short.toUnsignedInt(bytes.getShort());
      String label = text(bytes, bytes.limit());
      int end = Math.min(bytes.limit(), bytes.position() + length);
      var partition = "";
      var file = new StringBuilder();
      while (bytes.position() + HEADER <= end) {
        int at = bytes.position();
        byte type = bytes.get();
        byte kind = bytes.get();
        int size = Short.toUnsignedInt(bytes.getShort());
        if (type == END || size < HEADER || at + size > end) {
          break;
        }
        if (type == MEDIA && kind == HARD_DRIVE && size == HARD_DRIVE_LENGTH) {
          partition = guid(bytes, at + GUID_AT);
        } else if (type == MEDIA && kind == FILE_PATH) {
          file.append(text(bytes, at + size));
        }
        bytes.position(at + size);
      }
      String path = file.toString().replace('\\', '/').replaceAll("/{2,}", "/");
      return Optional.of(
          new LoadOption(
              number,
              active,
              label,
              partition,
              path.isEmpty() || path.startsWith("/") ? path : "/" + path));
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  /** UTF-16 up to a NUL, or to the end. */
  private static String text(ByteBuffer bytes, int end) {
    var text = new StringBuilder();
    while (bytes.position() + 2 <= end) {
      char c = bytes.getChar();
      if (c == 0) {
        break;
      }
      text.append(c);
    }
    return text.toString();
  }

  /** The first three parts of a GUID are little-endian, the rest is as it is written. */
  private static String guid(ByteBuffer bytes, int at) {
    long high =
        (long) bytes.getInt(at) << 32
            | Short.toUnsignedLong(bytes.getShort(at + 4)) << 16
            | Short.toUnsignedLong(bytes.getShort(at + 6));
    long low = Long.reverseBytes(bytes.getLong(at + 8));
    return new UUID(high, low).toString();
  }

  /** The variable, byte for byte as Linux shows it. */
  public byte[] print() {
    byte[] name = (label + "\0").getBytes(StandardCharsets.UTF_16LE);
    byte[] path = (file.replace('/', '\\') + "\0").getBytes(StandardCharsets.UTF_16LE);
    int drive = partition.isEmpty() ? 0 : HARD_DRIVE_LENGTH;
    int length = drive + HEADER + path.length + HEADER;
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + 6 + name.length + length).order(ByteOrder.LITTLE_ENDIAN);
    // Kept when it is switched off, seen by boot loaders and by the system.
    bytes.putInt(7);
    bytes.putInt(active ? ACTIVE : 0).putShort((short) length).put(name);
    if (drive > 0) {
      UUID guid = UUID.fromString(partition);
      long high = guid.getMostSignificantBits();
      bytes.put(MEDIA).put(HARD_DRIVE).putShort((short) HARD_DRIVE_LENGTH);
      bytes.putInt(1).putLong(2048).putLong(0);
      bytes.putInt((int) (high >> 32)).putShort((short) (high >> 16)).putShort((short) high);
      bytes.putLong(Long.reverseBytes(guid.getLeastSignificantBits()));
      bytes.put(IS_GPT).put(IS_GUID);
    }
    bytes.put(MEDIA).put(FILE_PATH).putShort((short) (HEADER + path.length)).put(path);
    bytes.put(END).put((byte) 0xff).putShort((short) HEADER);
    return bytes.array();
  }
}
