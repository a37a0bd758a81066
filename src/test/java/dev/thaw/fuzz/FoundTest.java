package dev.thaw.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fuzzer found, and what was known to take too long: a piece, again and again. */
class FoundTest {

  @ParameterizedTest
  @CsvSource({
    "pairs, '', A",
    "mountinfo, '36 35 98:0 /m /mnt\\04A rw,noatime - ext3 /dev/root rw\n', ''",
    "menu-blocks, '', '\n'",
    "menu-blocks, '', 'init=/nix/store/'",
    "zpool-import, '   pool: a\n config:\n\n\ta  ONLINE\n\t  b', ' '",
    "zpool-import, '   pool: a\ncomment: x\n', '\ty\n'",
    "md, 'ARRAY /dev/md/0 UUID=1:2\n', '   devices=/dev/a\n'",
    "zfs-get, 'p\tused\t1\t-\n', 'x\n'",
    "loader-conf, 'default ', 'a*'",
    "notebook, '{\"a\":1e9999999991}', ''",
    "zfs-label, '    version: 5000\n"
        + "    pool_guid: 1\n"
        + "', '\ttimestamp = 18446744073709551615\n"
        + "\ttxg = 1\n"
        + "'",
  })
  void isReadSoon(String name, String first, String piece) {
    FuzzedReader reader =
        Readers.all().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    String text =
        plain(first) + plain(piece).repeat(piece.isEmpty() ? 0 : 100_000 / plain(piece).length());
    assertThat(Fuzzer.wrong(reader, text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4000", "40000"})
  void aTreeOfDevicesMayBeAsDeepAsItLikes(int depth) {
    var text = new StringBuilder("   pool: a\n config:\n\n\ta  ONLINE\n");
    for (int i = 1; i <= depth && text.length() < 2_000_000; i++) {
      text.append('\t').append(" ".repeat(2 * i % 4000)).append("d").append(i).append("  ONLINE\n");
    }
    FuzzedReader reader =
        Readers.all().stream()
            .filter(r -> r.name().equals("zpool-import"))
            .findFirst()
            .orElseThrow();
    assertThat(Fuzzer.wrong(reader, text.toString().getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private static String plain(String written) {
    return written.replace("\\n", "\n").replace("\\t", "\t");
  }
}
