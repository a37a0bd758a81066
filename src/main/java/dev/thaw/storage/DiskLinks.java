package dev.thaw.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the names under {@code /dev/disk}. */
final class DiskLinks {

  private DiskLinks() {}

  /**
   * The links to each device, sorted, keyed by the device's kernel name.
   *
   * @param text lines of a link, a tab, and its target: {@code /dev/disk/by-id/x TAB ../../sda}
   */
  static Map<String, List<String>> parse(String text) {
    var links = new TreeMap<String, List<String>>();
    text.lines()
        .sorted()
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> {
          String kernelName = parts[1].substring(parts[1].lastIndexOf('/') + 1);
          links.computeIfAbsent(kernelName, name -> new ArrayList<>()).add(parts[0]);
        });
    return links;
  }
}
