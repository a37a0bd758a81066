package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.notebook.Notebook;
import dev.thaw.terminal.Pty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code thaw play} with a person at a terminal, played by pseudo-terminals. */
@Timeout(120)
class PlayerTest {

  private static final String RUN = "Enter: run it, q: quit, ?: all keys";

  @TempDir private Path directory;

  private Path acted;

  @BeforeEach
  void name() {
    acted = directory.resolve("acted");
  }

  private Pty play(Pty.Kind kind, String... options) throws Exception {
    List<String> arguments =
        Stream.concat(Stream.of("play", "t.ipynb", "--on", "local"), Stream.of(options)).toList();
    return new Pty(kind, Main.class, arguments.toArray(String[]::new));
  }

  private void write(TestNotebook notebook) {
    notebook.write(directory.resolve("t.ipynb"));
  }

  private String act(String word) {
    return "sh(\"echo %s >> %s; echo did %s\")".formatted(word, acted, word);
  }

  private Notebook played(String name) {
    return Notebook.read(directory.resolve(name));
  }

  @Test
  @NeedsRoot
  void everyKeyDoesWhatItSays() throws Exception {
    Path editor = directory.resolve("editor");
    Files.writeString(editor, "#!/bin/sh\necho 'n + 7' > \"$1\"\n");
    assertThat(editor.toFile().setExecutable(true)).isTrue();
    write(
        new TestNotebook()
            .prose("# Title\n\nHostile \033[5;5Htext.")
            .code("String who = \"nobody\"; boolean loud = false; int n = 1;", "parameters")
            .prose("## Look")
            .code("sh(\"echo looked\", looks=true)")
            .prose("## Act")
            .code(act("one"))
            .prose("Take the stick out.", "manual")
            .code("n + 1000")
            .code("undeclared + n")
            .code("\"skipped\"")
            .code("who + loud + n"));
    Pty.Kind kind = Pty.Kind.of(80, 24, "xterm", directory).with("EDITOR", editor.toString());
    try (var pty = play(kind, "--out", "p.ipynb", "--set", "n=2")) {
      pty.then("Hostile \\x1b[5;5Htext.");
      pty.then("1 of 8 · Title · local · read-only");
      pty.answer("who, text [nobody]:", "?\n");
      pty.then("Enter alone keeps");
      pty.answer("who, text [nobody]:", "Zoë\n");
      pty.answer("loud, yes or no [no]:", "perhaps\n");
      pty.then("loud is yes or no, and \"perhaps\" is neither.");
      pty.answer("loud, yes or no [no]:", "yes\n");
      pty.answer(RUN, "?");
      pty.then("Enter  run it");
      pty.then("e      edit the cell");
      pty.answer(RUN, "h");
      pty.then("Runs a shell line on the machine");
      pty.then("$ sh -c 'echo looked'");
      pty.then("(Nothing was changed.)");
      pty.answer(RUN, "\r");
      pty.then("looked");
      pty.then("3 of 8 · Act · local");
      pty.answer(RUN, "x");
      pty.answer("thaw> ", "var more = List.of(\r");
      pty.answer("    > ", "n, 40)\r");
      pty.answer("thaw> ", "more.size() + 600\r");
      pty.then("602");
      pty.answer("thaw> ", "System.out.println(7 * 101); Thread.sleep(99_000)\r");
      pty.answer("707", "\003");
      pty.then("Stopped.");
      pty.answer("thaw> ", "importP\t");
      pty.then("importPool");
      pty.type("\025/back\r");
      pty.answer(RUN, "\r");
      pty.answer("[y/N]", "n\n");
      pty.then("Not done, because it was not approved");
      pty.answer("Not done. Enter: ask again", "\r");
      pty.answer("[y/N]", "y\n");
      pty.then("did one");
      pty.then("Take the stick out.");
      pty.answer("Done? Enter: yes, go on", "b");
      pty.then("3 of 8 · Act");
      pty.answer(RUN, "s");
      pty.answer("Done? Enter: yes, go on", "h");
      pty.answer("Done? Enter: yes, go on", "?");
      pty.then("c      copy");
      pty.answer("Done? Enter: yes, go on", "c");
      pty.answer("Done? Enter: yes, go on", "\r");
      pty.then("5 of 8");
      pty.answer(RUN, "e");
      pty.then("n + ");
      pty.answer(RUN, "\r");
      pty.then("9");
      pty.then("6 of 8");
      pty.answer(RUN, "\r");
      pty.then("There is no variable undeclared.");
      pty.answer("It failed. Enter: run it again, s: pass over it", "c");
      pty.then("Copied to the end of p.txt, and to the clipboard");
      pty.answer("It failed.", "?");
      pty.then("Enter  run it again");
      pty.answer("It failed.", "\r");
      pty.answer("It failed.", "s");
      pty.answer(RUN, "s");
      pty.answer(RUN, "\r");
      pty.then("Zoëtrue2");
      pty.then("Steps: 5 ran, 1 done, 1 skipped, 1 failed");
      assertThat(pty.exit()).isEqualTo(1);
      assertThat(pty.seen()).contains("\033]52;c;").doesNotContain("\033[5;5H", "Exception");
    }
    assertThat(Files.readString(acted)).isEqualTo("one\n");
    Path copied = directory.resolve("p.txt");
    assertThat(Files.readString(copied))
        .contains("Take the stick out.\n", "undeclared + n\n", "There is no variable undeclared.");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copied)))
        .isEqualTo("rw-------");
    Notebook played = played("p.ipynb");
    assertThat(played.cells().get(8).source()).isEqualTo("n + 7");
    assertThat(played.cells().get(8).metadata().get("thaw").path("original").asText())
        .isEqualTo("n + 1000");
  }

  /** Waits until the slow cell was begun so often. */
  private void begun(int times) throws Exception {
    Path marks = directory.resolve("begun");
    for (int i = 0; i < 400; i++) {
      if (Files.exists(marks) && Files.readAllLines(marks).size() == times) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("The slow cell was never begun.");
  }

  @Test
  @NeedsRoot
  void afterAKillTheSameCommandGoesOnInTheMidst() throws Exception {
    write(
        new TestNotebook()
            .prose("# Title")
            .code("String who = \"nobody\";", "parameters")
            .code("System.out.println(\"again and again\"); var x = who + 1;")
            .code("var one = " + act("one"))
            .prose("## Long\n\nWhat leads there.")
            .code("sh(\"echo mark >> " + directory.resolve("begun") + "; sleep 55\")")
            .code("x + one"));
    Pty.Kind kind = Pty.Kind.of(60, 20, "linux", directory).with("NO_COLOR", "1");
    try (var pty = play(kind)) {
      pty.answer("who, text", "Ann\n");
      pty.answer(RUN, "\r");
      pty.then("again and again");
      pty.answer(RUN, "\r");
      pty.answer("[y/N]", "y\n");
      pty.answer(RUN, "e");
      pty.answer("Edit the cell", "\005 + \"edited\"\r");
      pty.answer(RUN, "\r");
      pty.answer("[y/N]", "y\n");
      begun(1);
      pty.kill();
      assertThat(pty.seen()).doesNotContain("\033[1m", "\033[36m");
    }
    try (var pty = play(kind)) {
      pty.then("step 4 of 5");
      pty.answer("Enter: go on from there, a: afresh, q: quit", "\r");
      pty.then("Again, for its variables: step 3");
      pty.answer("[y/N]", "n\n");
      pty.then("What leads there.");
      pty.then("+ \"edited\"");
      pty.then("4 of 5 · Long");
      // Ctrl-C ends the cell, and the person decides.
      pty.answer(RUN, "\r");
      pty.answer("[y/N]", "y\n");
      begun(2);
      pty.type("\003");
      pty.then("Interrupted:");
      pty.answer("It failed.", "s");
      pty.answer(RUN, "\003");
      pty.then("To go on: thaw play t.ipynb --on local --resume");
      assertThat(pty.exit()).isEqualTo(130);
      assertThat(pty.seen()).doesNotContain("again and again", "]52;");
    }
    assertThat(Files.readString(acted)).isEqualTo("one\n");
  }

  @Test
  @NeedsRoot
  void aLongTextWaitsAndADumbTerminalTakesLines() throws Exception {
    var text = new StringBuilder("# Title\n\n");
    for (int i = 1; i <= 60; i++) {
      text.append("- line ").append(i).append('\n');
    }
    write(
        new TestNotebook().code("int n = 40;", "parameters").prose(text.toString()).code("n + 1"));
    try (var pty = play(Pty.Kind.of(80, 24, "dumb", directory), "--from", "title")) {
      pty.answer("n, a whole number [40]:", "q\n");
      pty.answer("Leave the play?", "n\n");
      pty.answer("n, a whole number [40]:", "41\n");
      pty.then("line 15");
      pty.then("-- Enter: more, q: to the end --");
      assertThat(pty.seen()).doesNotContain("line 30");
      pty.type("\n");
      pty.then("line 25");
      pty.answer("-- Enter: more", "q\n");
      pty.then("line 60");
      pty.answer(RUN, "?\n");
      pty.answer(RUN, "\n");
      pty.then("42");
      assertThat(pty.exit()).isZero();
      assertThat(pty.seen()).doesNotContain("\033");
    }
  }

  @Test
  void withoutAChosenEditorACellIsEditedHereAndALongTextCanBeLeft() throws Exception {
    // Programs that a small live system has; its editor is one that few know how to leave.
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : List.of("env", "sh", "stty", "tty")) {
      Path found =
          Stream.of(System.getenv("PATH").split(":"))
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Path script = tools.resolve(tool);
      Files.writeString(script, "#!/bin/sh\nexec " + found + " \"$@\"\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(tools.resolve("vi"), "#!/bin/sh\nexit 1\n");
    assertThat(tools.resolve("vi").toFile().setExecutable(true)).isTrue();
    write(
        new TestNotebook()
            .code("\"first \" + (40 + 2)")
            .prose("long\n\n".repeat(30))
            .code("\"not shown\""));
    Pty.Kind kind = Pty.Kind.of(60, 20, "linux", directory).with("PATH", tools.toString());
    try (var pty = play(kind)) {
      pty.answer(RUN, "e");
      pty.answer("Edit the cell", "\005 + \"5\"\r");
      pty.answer(RUN, "\r");
      pty.then("first 425");
      pty.answer("-- Enter: more", "\003");
      pty.then("To go on:");
      assertThat(pty.exit()).isEqualTo(130);
      assertThat(pty.seen()).doesNotContain("not shown");
    }
  }
}
