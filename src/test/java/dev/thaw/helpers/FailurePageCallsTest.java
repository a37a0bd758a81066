package dev.thaw.helpers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.FailurePage;
import dev.thaw.rescue.Config;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of the failures tell to type can be typed. */
class FailurePageCallsTest {

  private static final HelperCatalogue HELPERS = HelperCatalogue.of(Helpers.class);

  /** Blocks of calls, and what stands in the text as code. */
  private static final Pattern CODE =
      Pattern.compile("```java\n(.*?)```|```.*?```|`([^`]+)`", Pattern.DOTALL);

  private static final Pattern CALL = Pattern.compile("(?<![.\\w])(\\w+)\\(");

  private static final Pattern ON_CONFIG = Pattern.compile("config\\(\\)\\.(\\w+)\\(");

  private static final Pattern NAMED = Pattern.compile("(\\w+)\\([^()]*?\\b(\\w+)=");

  static List<FailurePage> pages() {
    return FailurePage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesHelpersThatThereAre(FailurePage page) {
    assertThat(found(CALL, page).map(call -> call.group(1))).allMatch(HELPERS.names()::contains);
    List<String> changes = Stream.of(Config.class.getMethods()).map(Method::getName).toList();
    assertThat(found(ON_CONFIG, page).map(call -> call.group(1))).allMatch(changes::contains);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesOptionsThatTheyHave(FailurePage page) {
    assertThat(found(NAMED, page))
        .allSatisfy(call ->
            assertThat(HELPERS.find(call.group(1)).flatMap(helper -> helper.option(call.group(2))))
                .as(call.group())
                .isPresent());
  }

  private static Stream<MatchResult> found(Pattern wanted, FailurePage page) {
    return CODE.matcher(page.markdown())
        .results()
        .flatMap(code -> Stream.of(code.group(1), code.group(2)))
        .flatMap(code -> Optional.ofNullable(code).stream())
        // A text that is given may be a command of any kind.
        .map(code -> code.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "\"\""))
        .flatMap(code -> wanted.matcher(code).results());
  }
}
