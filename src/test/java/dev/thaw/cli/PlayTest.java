package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.notebook.Notebook;
import dev.thaw.terminal.Programs;
import dev.thaw.terminal.Programs.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code thaw play} with nobody at a terminal, and its output in a file. */
@Timeout(120)
class PlayTest {

  @TempDir private Path directory;

  private Path file;
  private Path acted;

  @BeforeEach
  void name() {
    file = directory.resolve("t.ipynb");
    acted = directory.resolve("acted");
  }

  private Ended play(String... options) throws Exception {
    var arguments = new ArrayList<>(List.of("play", "t.ipynb", "--on", "local"));
    arguments.addAll(List.of(options));
    Process process = Programs.start(directory, "", arguments.toArray(String[]::new));
    return Programs.end(directory, process);
  }

  private Notebook played() throws IOException {
    return Notebook.read(playedFile());
  }

  private Path playedFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          files.filter(f -> f.getFileName().toString().matches("t-[0-9]{8}-[0-9]{6}.*")).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  private String act(String word) {
    return "sh(\"echo %s >> %s; echo did %s\")".formatted(word, acted, word);
  }

  @Test
  @NeedsRoot
  void playsAllOfItWithYesAndKeepsWhatItShowed() throws Exception {
    new TestNotebook()
        .prose("# The title\n\nFirst \033[2Jtext.")
        .code("String who = \"nobody\"; int times = 2;", "parameters")
        .code("System.out.println(\"to \" + who + \"\\033[2J\");\nwho.length();\nwho.repeat(times)")
        .prose("## Second")
        .code("var made = " + act("one"))
        .code("   ")
        .code("assert false : \"never mind\"", "optional")
        .prose("Take the stick out.", "manual")
        .code("System.exit(9)", "skip-unattended")
        .code("made.strip() + times")
        .write(file);
    String original = Files.readString(file);

    Ended ended = play("--yes", "--set", "who=Zoë");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .contains("The title\n=========\n\nFirst \\x1b[2Jtext.\n")
        .contains("1 of 7 · The title · local\n", "who = \"Zoë\";")
        .contains("to Zoë\\x1b[2J\n3\nZoëZoë\n")
        .contains("3 of 7 · Second · local\n$ sh -c 'echo one >> ")
        .contains("never mind", "This step is optional")
        .contains("This is for a person to do", "Passed over, because nobody is there")
        .contains("did one2\n", "Steps: 4 ran, 2 skipped, 1 failed")
        .doesNotContain("\033", "\r", "again …");
    assertThat(Files.readString(acted)).isEqualTo("one\n");
    assertThat(Files.readString(file)).isEqualTo(original);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(playedFile())))
        .isEqualTo("rw-------");
    Notebook played = played();
    assertThat(TestNotebook.outputs(played))
        .contains("Zoë", "$ sh -c 'echo one", "? yes", "Result[executionCount=OptionalInt[3]")
        .contains("Failure[name=AssertionError", "never mind");
    assertThat(played.cells().get(2).source()).isEqualTo("who = \"Zoë\";");
    assertThat(played.metadata().get("thaw").path("finished").asBoolean()).isTrue();
    assertThat(played.metadata().get("thaw").path("sha256").asText()).hasSize(64);
    assertThat(Stream.of(1, 2, 3, 5, 7, 8, 9).map(i -> TestNotebook.state(played, i)))
        .containsExactly("ran", "ran", "ran", "acted", "failed", "skipped", "skipped");
  }

  @Test
  @NeedsRoot
  void stopsWhereNobodyCanApproveAndGoesOnFromThere() throws Exception {
    new TestNotebook()
        .code("System.out.println(\"looking\"); int n = 41;")
        .code("var one = " + act("one"))
        .code(act("two"))
        .code("n + 1 + one")
        .write(file);
    String first = Files.readString(file);

    Ended refused = play();
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.out())
        .contains("Nobody is there to answer", "To go on: thaw play t.ipynb --on local --resume\n");
    assertThat(TestNotebook.state(played(), 1)).isEqualTo("failed");

    Ended gone = play("--yes", "--resume");
    assertThat(gone.status()).isZero();
    assertThat(gone.out())
        .contains("stopped before step\n2 of 4.", "42did one")
        .doesNotContain("looking", "changed since");
    assertThat(Files.readString(acted)).isEqualTo("one\ntwo\n");
    assertThat(Files.readString(file)).isEqualTo(first);
    assertThat(TestNotebook.outputs(played())).contains("looking");
  }

  @Test
  @NeedsRoot
  void stopsAtAFailureAndNoticesThatTheNotebookChanged() throws Exception {
    new TestNotebook()
        .code("int n = 1;")
        .code(act("one"))
        .code("n + m")
        .code(act("two"))
        .write(file);
    Ended failed = play("--yes", "--out", "kept.ipynb");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out())
        .contains("step 3, line 1:", "There is no variable m.", "--out kept.ipynb --resume");

    new TestNotebook()
        .code("int n = 1;")
        .code(act("one"))
        .code("n + 7")
        .code(act("two"))
        .write(file);
    Ended gone = play("--yes", "--out", "kept.ipynb", "--resume");
    assertThat(gone.out()).contains("The notebook has changed since.", "\n8\n");
    assertThat(gone.status()).isZero();
    assertThat(Files.readString(acted)).isEqualTo("one\ntwo\n");
    Path kept = directory.resolve("kept.ipynb");
    assertThat(TestNotebook.state(Notebook.read(kept), 1)).isEqualTo("acted");

    String finished = Files.readString(kept);
    assertThat(mistake(file.toString(), "--out", kept.toString(), "--yes"))
        .contains("holds a finished play", "--afresh");
    Path other = new TestNotebook().code("1").write(directory.resolve("other.ipynb"));
    assertThat(mistake(other.toString(), "--out", kept.toString(), "--yes", "--afresh"))
        .contains("holds a play of another notebook");
    assertThat(kept).hasContent(finished);
  }

  @Test
  void onlyLookingAndRehearsingHoldBackWhatActs() throws Exception {
    new TestNotebook()
        .prose("# One")
        .code("int n = 1;")
        .prose("# Two")
        .code("var made = " + act("one"))
        .code("made.strip() + n")
        .prose("# Three")
        .code("n + 1000")
        .write(file);
    Ended looked = play("--only-look", "--out", "looked.ipynb");
    assertThat(looked.status()).isZero();
    assertThat(looked.out())
        .contains("2 of 4 · Two · local · only looking", "Not done, because only looking")
        .contains("a step before was not done in earnest", "1001", "2 ran, 2 held back");
    assertThat(acted).doesNotExist();

    Ended rehearsed = play("--dry-run", "--from", "Two", "--to", "two");
    assertThat(rehearsed.status()).isZero();
    assertThat(rehearsed.out())
        .contains("rehearsal: ", "$ sh -c", "1 ran, 2 held back")
        .doesNotContain("1001", "int n");
    assertThat(acted).doesNotExist();
  }

  /** What the command line says about a mistake, found before anything is run. */
  private String mistake(String... options) {
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      var arguments = new ArrayList<>(List.of("play", "--on", "local"));
      arguments.addAll(List.of(options));
      assertThat(Main.run(arguments.toArray(String[]::new))).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsRun() throws Exception {
    new TestNotebook()
        .prose("# One")
        .code("String who = \"x\"; int n = 1;", "parameters")
        .code(act("one"))
        .write(file);
    String name = file.toString();
    assertThat(mistake(name, "--set", "whom=y"))
        .contains(
            "no parameter whom", "  who, text [x]\n  n, a whole number [1]", "Did you mean who?");
    assertThat(mistake(name, "--set", "n=many"))
        .contains("n is a whole number, and \"many\" does not fit.");
    assertThat(mistake(name, "--set", "n")).contains("has no value");
    assertThat(mistake(name, "--from", "Two")).contains("no heading");
    assertThat(mistake(name, "--out", name)).contains("is the notebook itself");
    assertThat(mistake(name, "--from", "One", "--resume")).contains("Give one of them.");
    Path empty = directory.resolve("empty.ipynb");
    new TestNotebook().write(empty);
    assertThat(mistake(empty.toString())).contains("The notebook has no cells.");
    Path text = Files.writeString(directory.resolve("text"), "kept");
    assertThat(mistake(name, "--out", text.toString())).contains("is no played notebook");
    assertThat(text).hasContent("kept");
    assertThat(mistake(name, "--out", directory + "/none/p.ipynb"))
        .contains("folder does not exist");
    assertThat(mistake(name, "--dry-run", "--only-look")).contains("Give only one of ");
    assertThat(mistake(name, "--resume", "--afresh")).contains("Give only one of ");
    assertThat(mistake(directory + "/u.ipynb")).contains("Did you mean t.ipynb?");
    assertThat(mistake("rescue-stage-l")).contains("Did you mean rescue-stage-1?");
    Files.writeString(directory.resolve("bad.ipynb"), "{\"cells\": [");
    assertThat(mistake(directory + "/bad.ipynb")).contains("bad.ipynb, line 1");
    assertThat(acted).doesNotExist();
  }

  @Test
  void theMachineThatCanNotBeReachedEndsThePlay() throws Exception {
    new TestNotebook().code("disks()").write(file);
    Process process =
        Programs.start(directory, "", "play", "t.ipynb", "--on", "ssh://root@127.0.0.1:1");
    Ended ended = Programs.end(directory, process);
    assertThat(ended.status()).isEqualTo(4);
    assertThat(ended.out()).contains("To go on: thaw play");
  }
}
