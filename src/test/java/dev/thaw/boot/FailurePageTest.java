package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  @ParameterizedTest
  @MethodSource("pages")
  void hasEverySection(FailurePage page) {
    assertThat(page.sections().keySet())
        .containsExactly(
            "On the screen", "What it means", "How to see it", FailurePage.MEND, "What not to do");
    assertThat(page.sections().values())
        .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(30));
    assertThat(page.mend()).isEqualTo(page.sections().get(FailurePage.MEND));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasLinesThatFitAScreen(FailurePage page) {
    assertThat(page.markdown()).doesNotContain(".md)");
    assertThat(page.markdown().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesOtherPagesThatThereAre(FailurePage page) {
    Set<String> kinds =
        FailurePage.titles().keySet().stream()
            .map(id -> id.substring(0, id.indexOf('-')))
            .collect(Collectors.toSet());
    assertThat(
            Pattern.compile("`([a-z0-9]+)(-[a-z0-9]+)+`")
                .matcher(page.markdown())
                .results()
                .filter(name -> kinds.contains(name.group(1)))
                .map(name -> name.group().replace("`", "")))
        .allMatch(FailurePage.titles()::containsKey);
  }

  @Test
  void isFoundByItsIdOnly() {
    assertThat(FailurePage.of("zfs-pool-foreign")).get().extracting(FailurePage::title).isNotNull();
    assertThat(FailurePage.of("README")).isEmpty();
    assertThat(FailurePage.of("../cli/commit")).isEmpty();
  }
}
