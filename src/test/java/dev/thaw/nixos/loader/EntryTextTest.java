package dev.thaw.nixos.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any entry of systemd-boot's is read back as it was written. */
class EntryTextTest {

  @Property
  void whatIsWrittenIsReadBack(@ForAll("entries") LoaderEntry entry, @ForAll("ends") String end) {
    assertThat(LoaderEntry.parse(entry.file(), String.join(end, lines(entry)) + end))
        .isEqualTo(entry);
  }

  /** As the specification has it: keys in any order, the options in one line or in several. */
  private static List<String> lines(LoaderEntry entry) {
    var lines = new ArrayList<String>();
    lines.add("# by hand");
    entry.initrds().forEach(initrd -> lines.add("initrd\t" + initrd));
    lines.add("options " + String.join(" ", entry.options()));
    lines.add("title  " + entry.title());
    lines.add("");
    lines.add("architecture x64");
    lines.add("linux " + entry.linux());
    lines.add("Version " + entry.version());
    lines.add("sort-key " + entry.sortKey());
    lines.add("machine-id " + entry.machineId());
    return lines;
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("\n", "\r\n");
  }

  @Provide
  Arbitrary<LoaderEntry> entries() {
    Arbitrary<String> word =
        Arbitraries.strings().withCharRange('!', '~').withChars("éß").ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> words =
        word.list().ofMinSize(1).ofMaxSize(3).map(some -> String.join(" ", some));
    Arbitrary<String> path =
        Arbitraries.strings().alpha().numeric().withChars("-._/").ofMaxLength(9).map(p -> "/" + p);
    return Combinators.combine(
            Arbitraries.of("nixos-generation-7.conf", "a+3-1.conf"),
            words,
            words,
            word,
            word,
            path,
            path.list().ofMaxSize(2),
            word.list().ofMinSize(1).ofMaxSize(4))
        .as(LoaderEntry::new);
  }
}
