package dev.thaw.storage;

import java.util.List;
import java.util.Optional;

/** Reads {@code zpool list} with the columns that {@code pools.sh} asks for. */
final class ImportedPools {

  private ImportedPools() {}

  /**
   * The imported pools.
   *
   * @param list a line each, tab between: name, guid, health, size, allocated, free, readonly,
   *     multihost, feature@encryption, altroot
   * @param status the blocks of {@code zpool status}
   */
  static List<Pool> parse(String list, List<ZpoolText> status) {
    return list.lines()
        .map(line -> line.split("\t", 10))
        .filter(columns -> columns.length == 10)
        .map(columns -> pool(columns, status))
        .toList();
  }

  private static Pool pool(String[] columns, List<ZpoolText> status) {
    Optional<ZpoolText> text =
        status.stream().filter(block -> block.field("pool").equals(columns[0])).findFirst();
    return new Pool(
        columns[0],
        columns[1],
        Health.of(columns[2]),
        columns[2],
        true,
        columns[6].equals("on"),
        columns[9].equals("-") ? "" : columns[9],
        space(columns),
        Optional.empty(),
        new Force.NotNeeded(),
        text.map(block -> block.field("status")).orElse(""),
        text.map(block -> block.field("action")).orElse(""),
        "",
        text.map(ZpoolText::vdevs).orElse(List.of()),
        List.of(),
        columns[8].equals("active"),
        columns[7].equals("on"),
        "");
  }

  private static Optional<Pool.Space> space(String[] columns) {
    try {
      return Optional.of(
          new Pool.Space(
              Long.parseLong(columns[3]), Long.parseLong(columns[4]), Long.parseLong(columns[5])));
    } catch (NumberFormatException e) {
      // A faulted pool has "-" there.
      return Optional.empty();
    }
  }
}
