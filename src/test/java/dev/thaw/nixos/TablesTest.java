package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any fstab that NixOS can write is read back, whatever its names are. */
class TablesTest {

  @Property
  void whatIsWrittenIntoAnFstabIsReadBack(
      @ForAll("entries") List<FstabEntry> entries, @ForAll("between") String between) {
    String text = entries.stream().map(TablesTest::line).collect(Collectors.joining(between));

    assertThat(Fstab.parse(between + text).entries())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
        .isEqualTo(entries);
    for (FstabEntry read : Fstab.parse(between + text).entries()) {
      String itself = (between + text).split("\n", -1)[read.line() - 1];
      assertThat(Fstab.parse(itself).entries().getFirst().spec()).isEqualTo(read.spec());
    }
  }

  /** As util-linux and NixOS write it. */
  private static String line(FstabEntry entry) {
    return String.join(
        " ",
        escaped(entry.spec()),
        escaped(entry.file()),
        entry.type(),
        escaped(String.join(",", entry.options())),
        Integer.toString(entry.dump()),
        Integer.toString(entry.pass()));
  }

  /** Blanks, backslashes and the sign of a comment, byte by byte. */
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      if (one <= ' ' || one == '\\' || one == '#' || one == 127) {
        escaped.append("\\%03o".formatted(one & 0xff));
      } else {
        escaped.append((char) one);
      }
    }
    return escaped.toString();
  }

  @Provide
  Arbitrary<List<FstabEntry>> entries() {
    Arbitrary<String> spec = Arbitraries.oneOf(Arbitraries.of("tank/root", "UUID=1-2"), names());
    Arbitrary<String> option =
        Arbitraries.of("defaults", "ro", "x-initrd.mount", "subvol=/a b", "umask=0077");
    return Combinators.combine(
            spec,
            names().map(name -> "/" + name),
            Arbitraries.of("zfs", "ext4", "vfat", "auto"),
            option.list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 2))
        .as((from, at, type, options, dump, pass) ->
            new FstabEntry(0, from, at, type, options, dump, pass))
        .list()
        .ofMaxSize(4);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().all().ofMinLength(1).ofMaxLength(8).filter(TablesTest::isText);
  }

  /** No half of a character, which no bytes stand for; and no NUL, which no name has. */
  private static boolean isText(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name) && name.indexOf('\0') < 0;
  }

  @Provide
  Arbitrary<String> between() {
    return Arbitraries.of("\n", "\n\n", "\n# tank/root / zfs\n", "\n\t # x\n", "\n/dev/sda1 /x\n");
  }
}
