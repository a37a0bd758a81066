package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.HostFiles;
import dev.thaw.rescue.SettingEdit.Edits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations as people lay them out, one a file: {@code known} where reading tells all of a
 * host's files, {@code asked} where some are left for nix or a person. Each module says in its
 * first line which hosts are built from it; whatever is asked for, no other file may change, and
 * none of several hosts without a word.
 */
class PeoplesTreesTest {

  private static final Path TREES = Path.of("src/test/resources/dev/thaw/rescue/trees");
  private static final String FOR = "# for:";
  private static final String UNTOLD = "Whether other hosts";

  static List<String> trees() throws IOException {
    try (Stream<Path> trees = Files.list(TREES)) {
      List<String> names = trees.map(tree -> tree.getFileName().toString()).sorted().toList();
      assertThat(names).hasSizeGreaterThan(20);
      return names;
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void ofAnotherHostsFilesNothingChanges(String tree) throws IOException {
    String text = Files.readString(TREES.resolve(tree));
    boolean known = text.startsWith("known\n");
    Configuration configuration = Trees.configuration(text.substring(text.indexOf('\n') + 1));
    for (String host : configuration.isFlake() ? List.of("alfa", "beta") : List.of("alfa")) {
      HostFiles files = HostFiles.of(configuration, host);
      List<String> own =
          files.own().stream()
              .map(HostFiles.Part::file)
              .filter(file -> file.text().startsWith(FOR))
              .map(ConfigFile::path)
              .toList();
      List<String> right =
          configuration.files().stream()
              .filter(file -> isFor(file, host))
              .map(ConfigFile::path)
              .toList();
      assertThat(files.doubts().isEmpty()).as(host + " " + files.doubts()).isEqualTo(known);
      if (known) {
        assertThat(own).as(host).containsExactlyInAnyOrderElementsOf(right);
      } else {
        assertThat(right).as(host).containsAll(own);
        var named = new ArrayList<>(own);
        files.unsure().forEach(file -> named.add(file.path()));
        assertThat(named).as(host).containsAll(right);
      }
      int changed = 0;
      for (Function<HostFiles, Edits> edit : Trees.EDITS) {
        changed += changes(edit, files, host, known);
      }
      assertThat(changed).as(host + ": what can be changed, is").isGreaterThan(3);
    }
  }

  private static int changes(
      Function<HostFiles, Edits> edit, HostFiles files, String host, boolean known) {
    try {
      Edits edits = edit.apply(files);
      for (var changed : edits.files()) {
        ConfigFile file = changed.file();
        if (file.text().startsWith(FOR)) {
          assertThat(isFor(file, host)).as(host + ": " + file.path()).isTrue();
          String other = host.equals("alfa") ? "beta" : "alfa";
          if (isFor(file, other)) {
            assertThat(edits.notes())
                .as(host + ": " + file.path() + " is for " + other + ", too")
                .anyMatch(note ->
                    note.contains(file.path())
                        && (note.contains(other) || !known && note.startsWith(UNTOLD)));
          }
        }
      }
      if (known) {
        assertThat(edits.notes()).as(host).noneMatch(note -> note.startsWith(UNTOLD));
      }
      return edits.files().size();
    } catch (Trouble.Refused refusal) {
      assertThat(refusal.next()).isNotEmpty();
      return 0;
    }
  }

  private static boolean isFor(ConfigFile file, String host) {
    return file.text().startsWith(FOR)
        && file.text().lines().findFirst().orElseThrow().contains(host);
  }
}
