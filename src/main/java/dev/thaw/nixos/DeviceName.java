package dev.thaw.nixos;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the first field of an fstab's line says, or a parameter of the kernel's.
 *
 * @param kind how the device is named
 * @param identifier the UUID or label alone, as the device itself has it; else all that it says
 */
public record DeviceName(DeviceKind kind, String identifier) {

  private static final String BY = "/dev/disk/by-";

  private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

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
        return new DeviceName(kind, unescaped(spec.substring(link.length())));
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

  /** A blank is {@code \x20} in udev's links, and so is every byte that is no part of a name. */
  private static String unescaped(String link) {
    if (!link.contains("\\x")) {
      return link;
    }
    var bytes = new ByteArrayOutputStream();
    var escape = ESCAPE.matcher(link);
    int plain = 0;
    while (escape.find()) {
      bytes.writeBytes(link.substring(plain, escape.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(escape.group(1), 16));
      plain = escape.end();
    }
    bytes.writeBytes(link.substring(plain).getBytes(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
