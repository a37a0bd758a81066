package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aLinkToAPlaceInTheTextIsOnlyItsWords() {
    assertThat(Markdown.text("[1. Look](#1.-Look) · [a](a.ipynb)", 40, Style.PLAIN))
        .isEqualTo("1. Look · a (a.ipynb)");
  }

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

  private static final String TABLE =
      """
      | What you see | Means | n |
      |:--|:-:|--:|
      | `loading module vfio_pci...` | **the** module is [missing](https://x.y) in the initrd | 1 |
      | a \\| b | | 12345 |
      """;

  @Test
  void tablesFitByWrappingTheirCells() {
    assertThat(Markdown.text(TABLE, 50, Style.PLAIN))
        .isEqualTo(
            """
            What you see                  Means              n
            ────────────────────  ─────────────────────  ─────
            `loading module       the module is missing      1
            vfio_pci...`          (https://x.y) in the
                                         initrd

            a | b                                        12345\
            """);
  }

  @Test
  void aTableTooNarrowForItsColumnsBecomesLists() {
    assertThat(Markdown.text("|a|b|c|\n|-|-|-|\n|1|2|3|\n|4|5|6|", 12, Style.PLAIN))
        .isEqualTo("a\n  1\nb\n  2\nc\n  3\n\na\n  4\nb\n  5\nc\n  6");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20, 33, 60})
  void noLineOfProseIsWiderThanTheTerminal(int width) {
    String hostile =
        PAGE.replaceAll("(?s)```.*?```", "")
            + TABLE
            + "\n\n![a picture](p.png) <https://nixos.org/"
            + "x".repeat(200)
            + "> `zpool import -f -o readonly=on -R /mnt rpool` 漢字漢字漢字漢字漢字 [d](data:"
            + "y".repeat(5000)
            + ")\n\n"
            + "> ".repeat(60)
            + "deep\n\n"
            + "|a".repeat(40)
            + "|\n"
            + "|-".repeat(40)
            + "|\n"
            + "|wide cell".repeat(40)
            + "|\n";
    assertThat(Markdown.text(hostile, width, Style.PLAIN).lines())
        .allSatisfy(line -> assertThat(Width.of(line)).isLessThanOrEqualTo(Math.max(2, width)));
  }

  @Test
  void picturesAreNamedAndHtmlLosesItsTags() {
    String page =
        """
        ![The *boot* menu](menu.png "t") and ![](x) <img src='a' alt="a disk">,
        <b>bold</b><!-- hidden -->, a<br>b &lt;tt&gt;

        <!-- hidden
        too -->

        <div class="x">
        <script>alert(1)</script><p>Text &amp; more,
        <img alt=plain> &#27;[2J &nope;</p>
        </div>

        - [ ] to do
        - [x] done
        """;
    assertThat(Markdown.text(page, 60, Style.PLAIN))
        .isEqualTo(
            """
            [picture: The boot menu] and [picture] [picture: a disk],
            bold, a
            b <tt>

            Text & more,
            [picture: plain] \\x1b[2J &nope;

            • [ ] to do
            • [x] done\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a &#27;[2J &#x9b; &#x202e; &#13; b",
        "# &#27;[2J",
        "[a&#27;](<b&#27;[2J&#10;>)",
        "![a&#27;[2J](b)",
        "<p>&#27;[2J</p>",
        "|&#27;[2J|\n|-|\n|&#27;|",
        "```java\n\033[2J /* \033\n*/ \"\033\n```",
        "```x\033[2J\n\033[2J\r\n\u009b\n```",
        "- \033[2J\n\n> &#8232;"
      })
  void nothingCanMoveTheCursor(String markdown) {
    for (Style style : List.of(Style.PLAIN, new Style(true, true))) {
      assertThat(Markdown.text(markdown, 40, style).replaceAll("\033\\[[0-9]*m", ""))
          .matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]*(\n[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]*)*");
    }
  }

  @Test
  void hostileNestingAndLengthAreNoDanger() {
    String deep = "*".repeat(20_000);
    for (String text :
        List.of(
            deep + "a" + deep,
            "> ".repeat(20_000) + "a",
            "- ".repeat(20_000) + "a",
            "[".repeat(20_000),
            "<a".repeat(50_000),
            "<p>" + "<!--".repeat(50_000),
            "<p " + "\"'".repeat(50_000))) {
      assertThat(Markdown.text(text, 80, Style.PLAIN)).isNotNull();
    }
  }

  @Test
  void javaInFencesIsHighlighted() {
    assertThat(Markdown.text("```java\ndisks(); // x\n```", 80, new Style(true, true)))
        .isEqualTo("    \033[36mdisks\033[0m(); \033[2m// x\033[0m");
    assertThat(Markdown.text("```sh\ndisks\n```", 80, new Style(true, true)))
        .isEqualTo("    \033[36mdisks\033[0m");
  }

  @Test
  void windowsLineEndsAreNothingToSee() {
    assertThat(Markdown.text("# A\r\n\r\nb\r\n", 80, Style.PLAIN)).isEqualTo("A\n=\n\nb");
  }
}
