package dev.thaw.nixos;

import dev.thaw.machine.NulText;
import dev.thaw.machine.Probe.Sections;
import dev.thaw.nixos.loader.BootLoaders;
import dev.thaw.nixos.loader.BootTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the sections of {@code survey.sh} about what lies on a boot partition. */
final class BootReader {

  private BootReader() {}

  /** What the sections under {@code key} tell; empty when there are none. */
  static BootTree read(Sections sections, String key) {
    if (sections.find(SurveyFormat.bootFiles(key)).isEmpty()) {
      return BootTree.EMPTY;
    }
    String[] space = Fields.raw(sections, SurveyFormat.space(key)).strip().split(" ");
    long block = space.length == 3 ? Fields.number(space[2], -1) : -1;
    var files = new LinkedHashMap<String, Long>();
    NulText.rows(Fields.bytes(sections, SurveyFormat.bootFiles(key)), 2)
        .forEach(file -> files.put("/" + file.get(0), Fields.number(file.get(1), -1)));
    Map<String, List<String>> texts = texts(sections, key);
    return new BootTree(
        block < 0 ? -1 : block * Fields.number(space[0], 0),
        block < 0 ? -1 : block * Fields.number(space[1], 0),
        files,
        BootLoaders.ALL.stream().flatMap(loader -> loader.read(texts).stream()).toList());
  }

  /** What boot loaders read, by the script's name for it; entries have their name before a NUL. */
  private static Map<String, List<String>> texts(Sections sections, String key) {
    var texts = new HashMap<>(Fields.of(sections, SurveyFormat.menus(key)).all());
    texts.put(
        "entries",
        SurveyRows.Text.read(
                Fields.bytes(sections, SurveyFormat.entries(key)), SurveyFormat.ENTRY_LIMIT)
            .stream()
            .map(file -> file.path() + "\0" + file.text())
            .toList());
    sections
        .find(SurveyFormat.conf(key))
        .filter(conf -> conf.out().length > 0)
        .ifPresent(conf -> texts.put("conf", List.of(conf.text())));
    return texts;
  }

  /** The section's text as pairs, if it is there. */
  static Optional<Fields> pairs(Sections sections, String section) {
    return sections.find(section).map(found -> Fields.pairs(found.text()));
  }
}
