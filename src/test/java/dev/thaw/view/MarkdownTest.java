package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

  private static final String PAGE =
      """
      # Mounts the *installed* system.

      The root comes **first**, then `/nix`, by the `fstab` that
      NixOS built ([the manual](https://nixos.org/manual)).
      Hard\\
      break, <https://nixos.org>.

      ## How

      1. import
      2. mount:
         - the root,
           which is long enough to be wrapped
         - `/boot`

      ```java
      mountAll(dryRun=true)
        // indented
      ```

      > Careful: a quote that is long enough to be wrapped too.

      ---
      """;

  @Test
  void wrapsAndIndents() {
    assertThat(Markdown.text(PAGE, 40, Style.PLAIN))
        .isEqualTo(
            """
            Mounts the installed system.
            ============================

            The root comes first, then `/nix`, by
            the `fstab` that NixOS built (the manual
            (https://nixos.org/manual)).  Hard
            break, https://nixos.org.

            How
            ---

            1. import
            2. mount:
               • the root, which is long enough to
                 be wrapped
               • `/boot`

                mountAll(dryRun=true)
                  // indented

            │ Careful: a quote that is long enough
            │ to be wrapped too.

            ────────────────────\
            """
                .replace(").  Hard", "). Hard"));
  }

  @Test
  void paintsWhereThereAreColours() {
    assertThat(Markdown.text("# A `b`\n\nc **d** `e f`, g", 80, new Style(true, true)))
        .isEqualTo("\033[1mA\033[0m \033[36mb\033[0m\n\nc \033[1md\033[0m \033[36me f\033[0m, g");
  }

  @Test
  void usesNothingButAsciiWhereThereIsNoMore() {
    assertThat(Markdown.text("- a\n\n> b\n\n---", 40, new Style(false, false)))
        .isEqualTo("* a\n\n| b\n\n" + "-".repeat(20));
  }

  @Test
  void letsNoControlCharacterThrough() {
    assertThat(Markdown.text("a \033[31m `\033[2J`\n\n    \033c", 40, Style.PLAIN))
        .doesNotContain("\033");
  }

  @Test
  void keepsWhatIsGluedTogether() {
    assertThat(Markdown.text("aaaa (`bbbb`), cc", 10, Style.PLAIN))
        .isEqualTo("aaaa\n(`bbbb`),\ncc");
  }
}
