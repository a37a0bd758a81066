package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaHighlightTest {

  private static final Style COLOUR = new Style(true, true);

  @Test
  void paintsWordsByWhatTheyAre() {
    assertThat(
            JavaHighlight.text("var n = pools(\"r\\\"p\").size() + 0x1f - 1.5; // all\n", COLOUR))
        .isEqualTo(
            "\033[35mvar\033[0m n = \033[36mpools\033[0m(\033[32m\"r\\\"p\"\033[0m).size() + "
                + "\033[33m0x1f\033[0m - \033[33m1.5\033[0m; \033[2m// all\033[0m\n");
  }

  @Test
  void aMethodOfTheSameNameIsNoHelper() {
    assertThat(JavaHighlight.text("survey.disks()", COLOUR)).isEqualTo("survey.disks()");
  }

  @Test
  void everyLineIsPaintedForItself() {
    assertThat(JavaHighlight.text("/* a\n\n b */ \"\"\"\n\tc\"\"\"", COLOUR))
        .isEqualTo(
            "\033[2m/* a\033[0m\n\n\033[2m b */\033[0m \033[32m\"\"\"\033[0m\n\033[32m    c\"\"\"\033[0m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "rebuild(flake=tr",
        "\"open\nnext",
        "\"open\\",
        "/* open",
        "'",
        "\"\"\"\nopen\n\n",
        "zpool status | grep -v 'it’s'",
        "a.b 1.2.3 1. .5 1_000L é漢😀 @x #y \\u0041",
        "x\r\ny\033[2J\u202e\ud800"
      })
  void showsEverythingWhateverItIs(String source) {
    String plain = JavaHighlight.text(source, Style.PLAIN);
    assertThat(JavaHighlight.text(source, COLOUR).replaceAll("\033\\[[0-9]+m", ""))
        .isEqualTo(plain);
    assertThat(plain).doesNotContain("\033", "\r", "\u202e");
  }
}
