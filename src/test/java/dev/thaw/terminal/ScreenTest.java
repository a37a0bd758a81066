package dev.thaw.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.view.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the person is told, on the screen. */
class ScreenTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Screen screen(boolean terminal) {
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Screen(out, terminal, Style.PLAIN, Optional.empty());
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void sentencesAreWrappedBetweenWords() {
    Screen screen = screen(true);
    screen.tell("No " + "machine ".repeat(60).strip() + ".");
    assertThat(shown().lines())
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.length() <= screen.width() && line.matches("(No )?(machine[ .]?)+"));
  }

  @Test
  void whatCanBeCopiedStaysAsItIs() {
    String command = "$ sh -c 'echo " + "word ".repeat(80) + "\nAnd " + "more ".repeat(80) + "'\n";
    String difference = "+  imports = " + "word ".repeat(80) + "\n";
    screen(true).tell(command + difference);
    assertThat(shown()).isEqualTo(command + difference + "\n");
  }

  @Test
  void aFileGetsWholeSentences() {
    String sentence = "No " + "machine ".repeat(60) + ".";
    screen(false).tell(sentence);
    assertThat(shown()).isEqualTo(sentence + "\n");
  }
}
