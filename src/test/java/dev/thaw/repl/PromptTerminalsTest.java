package dev.thaw.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.cli.Main;
import dev.thaw.machine.ShellQuoting;
import dev.thaw.terminal.Programs;
import dev.thaw.terminal.Pty;
import dev.thaw.terminal.Tmux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt in terminals that can do little. */
@Timeout(120)
class PromptTerminalsTest {

  @TempDir private Path directory;

  @Test
  void aNarrowScreenWithoutColours() throws Exception {
    var environment = Map.of("TERM", "linux", "NO_COLOR", "1", "THAW_ASCII", "1");
    try (var screen = new Tmux(32, 12, directory, environment, Main.class)) {
      screen.expectLast("thaw ro>").enter("pools().getFirst().name()").expect("\nnvmepool\n");
      screen.expectLast("thaw ro>").enter("help()").expectLast("-- Enter: more, q: to the end --");
      assertThat(screen.screen()).contains("* It does not boot").matches("\\p{ASCII}*");
      screen.press("q").expectLast("thaw ro>").type("mo").press("Tab").expect("mountAll(");
      assertThat(screen.painted()).doesNotContain("\033[3").doesNotContain("\033[1m");
      screen.press("C-u", "C-d").expect("ended with 0");
    }
  }

  @Test
  @NeedsRoot
  void oneThatComesFromOutsideAContainerUnderAnotherName() throws Exception {
    Path name = Files.createFile(directory.resolve("console"));
    String inside = "mount --bind \"$(tty)\" '" + name + "'; exec \"$@\" <'" + name + "'";
    var argv = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", inside, "sh"));
    argv.addAll(Programs.java(Main.class));
    var environment = Map.of("TERM", "xterm");
    try (var screen = new Tmux(80, 24, directory, environment, ShellQuoting.quote(argv))) {
      screen.expectLast("thaw practice:vfio ro>").enter("6 * 7").expect("\n42\n");
    }
  }

  @Test
  void aDumbTerminal() throws Exception {
    try (var screen = new Tmux(80, 40, directory, Map.of("TERM", "dumb"), Main.class)) {
      String prompt = "thaw practice:vfio ro>";
      screen
          .expectLast(prompt)
          .enter("var n = List.of(6,")
          .expectLast("  >")
          .enter("7)")
          .expectLast(prompt)
          .enter("n.getLast() + 1");
      screen.expect("\n8\n").expectLast(prompt).enter("mountAll()").expect("[y/N]").enter("n");
      screen.expect("Nothing was done").expectLast(prompt).type("half a line");
      screen.press("C-c").expectLast(prompt);
      screen.enter("System.out.println(7 * 101); Thread.sleep(60_000)").expect("\n707");
      screen.press("C-c").expect("Stopped.").expectLast(prompt).press("C-d").expect("ended with 0");
    }
  }

  @Test
  void aSerialLineThatDoesNotTellItsSize() throws Exception {
    Pty.Kind kind =
        new Pty.Kind("cols 0 rows 0", Map.of("TERM", "vt220"), directory)
            .with("XDG_STATE_HOME", directory.resolve("state").toString());
    try (var pty = new Pty(kind, Main.class)) {
      pty.then("Ctrl-D leaves.");
      pty.answer("practice:vfio", "6 * 7 * 100\r");
      pty.then("4200");
      pty.answer("practice:vfio ro", "\004");
      assertThat(pty.exit()).isZero();
      assertThat(pty.seen()).doesNotContain("Exception");
    }
  }
}
