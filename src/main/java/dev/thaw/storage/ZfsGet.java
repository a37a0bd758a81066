package dev.thaw.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code zfs get -Hp -o name,property,value,source}. */
final class ZfsGet {

  private static final Set<String> PROPERTIES =
      Set.of(
          "type",
          "used",
          "available",
          "referenced",
          "volsize",
          "mounted",
          "canmount",
          "encryption",
          "keystatus",
          "keyformat",
          "encryptionroot",
          "keylocation",
          "mountpoint");

  private record Value(String text, String source) {}

  private ZfsGet() {}

  /**
   * The datasets, in the order printed.
   *
   * @param poolGuid whose they are
   * @param altroot of the pool; empty for none
   * @param numbers takes note of numbers that can't be
   */
  static List<Dataset> parse(String text, String poolGuid, String altroot, Numbers numbers) {
    var datasets = new LinkedHashMap<String, Map<String, Value>>();
    for (String line : lines(text)) {
      // The name and the property hold no tab, nor does the source: all between is the value.
      int first = line.indexOf('\t');
      int second = line.indexOf('\t', first + 1);
      int last = line.lastIndexOf('\t');
      if (first >= 0 && second > first && last > second) {
        datasets
            .computeIfAbsent(line.substring(0, first), name -> new LinkedHashMap<>())
            .put(
                line.substring(first + 1, second),
                new Value(line.substring(second + 1, last), line.substring(last + 1)));
      }
    }
    var found = new ArrayList<Dataset>();
    datasets.forEach(
        (name, values) -> found.add(dataset(name, poolGuid, altroot, values, numbers)));
    return found;
  }

  /** The lines; a value with a newline in it is put together again. */
  private static List<String> lines(String text) {
    var lines = new ArrayList<StringBuilder>();
    for (String line : text.split("\n")) {
      String[] columns = line.split("\t", 3);
      if (lines.isEmpty() || columns.length == 3 && PROPERTIES.contains(columns[1])) {
        lines.add(new StringBuilder(line));
      } else {
        lines.getLast().append('\n').append(line);
      }
    }
    return lines.stream().map(StringBuilder::toString).toList();
  }

  private static Dataset dataset(
      String name, String poolGuid, String altroot, Map<String, Value> values, Numbers numbers) {
    Value mountPoint = values.getOrDefault("mountpoint", new Value("-", "-"));
    return new Dataset(
        name,
        poolGuid,
        text(values, "type").equals("volume"),
        numbers.read(text(values, "used"), "used of " + name),
        numbers.read(text(values, "available"), "available of " + name),
        numbers.read(text(values, "referenced"), "referenced of " + name),
        numbers.read(text(values, "volsize"), "volsize of " + name),
        MountPoint.of(mountPoint.text(), mountPoint.source(), altroot),
        text(values, "canmount"),
        text(values, "mounted").equals("yes"),
        encryption(values));
  }

  private static Optional<Encryption> encryption(Map<String, Value> values) {
    String cipher = text(values, "encryption");
    return cipher.isEmpty() || cipher.equals("off")
        ? Optional.empty()
        : Optional.of(
            new Encryption(
                cipher,
                text(values, "encryptionroot"),
                text(values, "keystatus").equals("available"),
                text(values, "keyformat"),
                text(values, "keylocation")));
  }

  /** The value, or empty where ZFS prints a dash for "none such". */
  private static String text(Map<String, Value> values, String property) {
    String text = values.getOrDefault(property, new Value("-", "-")).text();
    return text.equals("-") ? "" : text;
  }
}
