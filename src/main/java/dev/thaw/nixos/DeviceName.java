package dev.thaw.nixos;

import dev.thaw.machine.ByteEscapes;
import java.util.List;
import java.util.Locale;

/**
 * What the first field of an fstab's line says, or a parameter of the kernel's.
 *
 * @param kind how the device is named
 * @param identifier the UUID or label alone, as the device itself has it; else all that it says
 */
public record DeviceName(DeviceKind kind, String identifier) {

  private static final String BY = "/dev/disk/by-";

  private static final List<DeviceKind> TAGS =
      List.of(DeviceKind.UUID, DeviceKind.LABEL, DeviceKind.PARTUUID, DeviceKind.PARTLABEL);

  /** Reads it: {@code UUID=…}, its value with or without quotes, {@code /dev/disk/by-label/…}. */
  public static DeviceName of(String spec) {
    for (DeviceKind kind : TAGS) {
      String link = BY + kind.name().toLowerCase(Locale.ROOT) + "/";
      if (spec.startsWith(kind + "=")) {
        return new DeviceName(kind, unquoted(spec.substring(kind.name().length() + 1)));
      }
      if (spec.startsWith(link)) {
        return new DeviceName(kind, ByteEscapes.undone(spec.substring(link.length())));
      }
    }
    return new DeviceName(other(spec), spec);
  }

  private static DeviceKind other(String spec) {
    if (spec.startsWith("/dev/disk/")) {
      return DeviceKind.ID;
    }
    if (spec.startsWith("/dev/mapper/")) {
      return DeviceKind.MAPPER;
    }
    if (spec.startsWith("/dev/")) {
      return DeviceKind.DEVICE;
    }
    return spec.startsWith("/") ? DeviceKind.FILE : DeviceKind.NONE;
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
