package dev.thaw.storage;

import java.util.HashMap;
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
   * @param numbers takes note of numbers that can't be
   */
  static List<Pool> parse(String list, List<ZpoolText> status, Numbers numbers) {
    var blocks = new HashMap<String, ZpoolText>();
    status.forEach(block -> blocks.putIfAbsent(block.field("pool"), block));
    return list.lines()
        .map(line -> line.split("\t", 10))
        .filter(columns -> columns.length == 10)
        .map(columns -> pool(columns, Optional.ofNullable(blocks.get(columns[0])), numbers))
        .toList();
  }

  private static Pool pool(String[] columns, Optional<ZpoolText> text, Numbers numbers) {
    return new Pool(
        columns[0],
        columns[1],
        Health.of(columns[2]),
        columns[2],
        new Pool.Use(true, columns[6].equals("on"), columns[9].equals("-") ? "" : columns[9]),
        space(columns, numbers),
        Optional.empty(),
        new Force.NotNeeded(),
        new Pool.Remarks(
            text.map(block -> block.field("status")).orElse(""),
            text.map(block -> block.field("action")).orElse(""),
            ""),
        text.map(ZpoolText::vdevs).orElse(List.of()),
        new Pool.Features(List.of(), columns[8].equals("active"), columns[7].equals("on")),
        new Pool.Address("", false));
  }

  /** Empty for a faulted pool, which has a dash there. */
  private static Optional<Pool.Space> space(String[] columns, Numbers numbers) {
    String of = " of pool " + columns[0];
    long size = numbers.read(columns[3], "the size" + of);
    long allocated = numbers.read(columns[4], "the space used" + of);
    long free = numbers.read(columns[5], "the space free" + of);
    return size < 0 ? Optional.empty() : Optional.of(new Pool.Space(size, allocated, free));
  }
}
