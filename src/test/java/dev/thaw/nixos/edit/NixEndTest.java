package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text comes to an end in the reader of Nix, in time and in depth. */
class NixEndTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ inherit ''a''; }",
        "{ inherit ''a'' b; c = 1; }",
        "{ inherit (x) ''a''; }",
        "let inherit ''a''; in 1",
        "{ inherit",
        "{ inherit ${",
      })
  void whatCannotBeReadIsPassedOver(String text) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> assertThat(NixParser.read(text).faults()).isNotEmpty());
  }

  /** Each is a beginning, what is repeated, and how often. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "+",
        "-",
        ".",
        "a.",
        "a.a+",
        "a-",
        "a/${",
        "\"${",
        "''${",
        "<a/",
        "a:",
        "1+1-",
        "a ? b",
        " ? b",
        "{ a = ",
        "[ ",
        "(",
        "let a = 1; in ",
        "a: ",
        "{ a, b ? ",
        "!",
        "a.b or ",
        "with a; ",
        "if a then b else ",
        "a -> ",
        "a // b ++ ",
        "inherit ",
        "${",
        "/*",
        "# \n",
        "\\",
        "}",
        ";"
      })
  void timeGrowsWithTheTextAndDepthIsBounded(String part) {
    String text = part.repeat(200_000 / part.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThatCode(() -> deep(NixParser.read(text).root())).doesNotThrowAnyException());
  }

  private static int deep(NixExpr expr) {
    return 1 + expr.children().stream().mapToInt(NixEndTest::deep).max().orElse(0);
  }
}
