package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailurePageTest {

  private static final Path FOLDER = Path.of("docs/failures");

  static List<FailurePage> pages() {
    return FailurePage.all();
  }

  @Test
  void listsEveryPageOnce() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .map(name -> name.replace(".md", ""))
              .toList();
      List<String> ids =
          Pattern.compile("\\(([^)]*)\\.md\\)")
              .matcher(Files.readString(FOLDER.resolve("README.md")))
              .results()
              .map(link -> link.group(1))
              .toList();
      assertThat(FailurePage.titles().keySet()).containsExactlyElementsOf(ids);
      assertThat(ids)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(names)
          .allMatch(id -> id.matches("[a-z0-9-]+"));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void isListedByItsTitleAndId(FailurePage page) {
    assertThat(FailurePage.titles()).containsEntry(page.id(), page.title());
    assertThat(FailurePage.list())
        .contains("| %s | `%s` |\n".formatted(page.title(), page.id()))
        .doesNotContain(".md");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasATitleAndAShortMeaning(FailurePage page) {
    assertThat(page.title()).matches("[A-Z][^.]{5,49}");
    assertThat(page.meaning()).hasSizeBetween(40, 200).endsWith(".").doesNotContain("`");
    assertThat(page.meaning().split("[.?!](?= )")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void isFoundByItsIdOnly() {
    assertThat(FailurePage.of("zfs-pool-foreign")).get().extracting(FailurePage::title).isNotNull();
    assertThat(FailurePage.of("README")).isEmpty();
    assertThat(FailurePage.of("../cli/commit")).isEmpty();
  }
}
