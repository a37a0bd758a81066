package dev.thaw.boot.bios;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a BIOS starts of a disk: the code in its first sector, and what that loads.
 *
 * @param disk the kernel's name of the disk
 * @param code whose code it is
 * @param core GRUB's core image; empty where there is none, or none that could be read
 * @param blank whether nothing at all lies where the code looks for that image
 */
public record DiskStart(String disk, Code code, Optional<CoreImage> core, boolean blank) {

  /** Whose code lies in a first sector. */
  public enum Code {
    /** None. */
    NONE,
    /** GRUB's. */
    GRUB,
    /** Another loader's, or another system's. */
    OTHER
  }

  private static final int SECTOR = 512;

  /** So much of a first sector is code. */
  private static final int CODE = 440;

  /** Where GRUB's has the place of its core image. */
  private static final int CORE_AT = 0x5c;

  /**
   * Reads what {@code boot.sh} printed of a disk: its first sector; where that is GRUB's, its core
   * image's sectors behind it.
   */
  public static DiskStart of(String disk, byte[] bytes) {
    if (bytes.length < SECTOR || bytes[510] != 0x55 || bytes[511] != (byte) 0xaa) {
      return new DiskStart(disk, Code.NONE, Optional.empty(), false);
    }
    Code code = code(Arrays.copyOf(bytes, CODE));
    if (code != Code.GRUB) {
      return new DiskStart(disk, code, Optional.empty(), false);
    }
    byte[] rest = Arrays.copyOfRange(bytes, SECTOR, bytes.length);
    ByteBuffer first = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer core = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
    int sectors = CoreImage.sectors(core, first.getLong(CORE_AT));
    boolean blank = rest.length >= SECTOR && allZero(Arrays.copyOf(rest, SECTOR));
    return new DiskStart(
        disk,
        code,
        sectors > 0 && sectors * SECTOR <= rest.length
            ? CoreImage.read(Arrays.copyOf(rest, sectors * SECTOR))
            : Optional.empty(),
        blank);
  }

  private static Code code(byte[] code) {
    // Partitioning tools leave it empty, or a few bytes that only stop.
    if (allZero(code)) {
      return Code.NONE;
    }
    String text = new String(code, StandardCharsets.ISO_8859_1);
    return text.contains("GRUB ") ? Code.GRUB : Code.OTHER;
  }

  private static boolean allZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
