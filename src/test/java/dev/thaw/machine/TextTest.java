package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text on its way to a terminal ({@link Clean}) and to a shell ({@link ShellQuoting}). */
class TextTest {

  @Test
  void controlCharactersBecomeVisible() {
    assertThat(Clean.line("a\u001b[2Jb\u0007\u009b\r\n"))
        .isEqualTo("a\\x1b[2Jb\\x07\\x9b\\x0d\\x0a");
    assertThat(Clean.text("a\n\tb\r\u001b")).isEqualTo("a\n\tb\\x0d\\x1b");
  }

  @Test
  void overridesOfDirectionAndBrokenSurrogatesBecomeVisible() {
    assertThat(Clean.line("a\u202eb\u2028c\ud800d")).isEqualTo("a\\u202eb\\u2028c\\ud800d");
  }

  @Test
  void otherTextStays() {
    assertThat(Clean.line("Zürich 北京 🧊 'x'")).isEqualTo("Zürich 北京 🧊 'x'");
  }

  @Test
  void theLastLinesAreThoseThatSaySomething() {
    assertThat(Clean.lastLines("one\ntwo\n\n \nthree\u001b\n\n", 2)).isEqualTo("two\nthree\\x1b");
    assertThat(Clean.lastLines("", 3)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aShellReadsQuotedArgumentsBackAsTheyWere(String shell) throws Exception {
    List<String> hostile =
        List.of(
            "",
            " ",
            "a b",
            "'",
            "''",
            "\"",
            "$(touch x)",
            "`x`",
            "$HOME",
            "\\",
            "\\n",
            "\n",
            "a\n",
            "*",
            "~",
            "~root",
            "-n",
            "--",
            "#x",
            "a=b",
            "!x",
            "{a,b}",
            "\u001b[1m",
            "é",
            "🧊",
            ";",
            "&");
    String script = "printf '%s\\1' " + ShellQuoting.quote(hostile);
    Process process = new ProcessBuilder(shell, "-c", script).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(List.of(printed.split("\1", -1)).subList(0, hostile.size())).isEqualTo(hostile);
  }

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertThat(ShellQuoting.quote(List.of("zpool", "import", "-f", "tank", "a b")))
        .isEqualTo("zpool import -f tank 'a b'");
    assertThat(ShellQuoting.quote("=x")).isEqualTo("=x");
  }

  @Test
  void aScriptOfOursIsShownByItsName() {
    Command command = Command.looks("see", "sh", "-c", "long text", "thaw-disks", "a b");
    assertThat(command.shown()).isEqualTo("thaw-disks 'a b'");
    assertThat(command.line()).contains("long text");
    assertThat(Command.looks("see", "sh", "-c", "text", "x").shown()).contains("text");
  }

  @Test
  void noArgumentCanHoldANul() {
    assertThatThrownBy(() -> Command.looks("see", "echo", "a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
