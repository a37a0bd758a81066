package dev.thaw.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that each end with a NUL, as probes print what may hold any other byte; written and read.
 */
public final class NulText {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds values. */
  public NulText add(Object... values) {
    for (Object value : values) {
      bytes.writeBytes(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return this;
  }

  /** Adds bytes as they are, with no end. */
  public NulText raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  /** What was added. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Reads values; what was cut off is missing. */
  public static List<String> list(byte[] printed) {
    String text = new String(printed, StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\0');
    return end < 0 ? List.of() : List.of(text.substring(0, end).split("\0", -1));
  }

  /** Reads rows of so many values; the last one is missing when a part of it was cut off. */
  public static List<List<String>> rows(byte[] printed, int columns) {
    List<String> values = list(printed);
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i + columns <= values.size(); i += columns) {
      rows.add(values.subList(i, i + columns));
    }
    return rows;
  }

  /** Reads keys, each with the value behind it; a key may come again. */
  public static Map<String, List<String>> pairs(byte[] printed) {
    var pairs = new LinkedHashMap<String, List<String>>();
    rows(printed, 2)
        .forEach(
            pair -> pairs.computeIfAbsent(pair.get(0), _ -> new ArrayList<>()).add(pair.get(1)));
    return pairs;
  }
}
