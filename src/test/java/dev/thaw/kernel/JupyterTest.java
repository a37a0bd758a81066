package dev.thaw.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.LoopbackSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel as Jupyter's own programs see it. */
@NeedsRoot
class JupyterTest {

  @TempDir private static Path directory;
  private static Jupyter jupyter;
  private static LoopbackSshd sshd;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    jupyter = new Jupyter(directory);
    sshd = new LoopbackSshd();
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    sshd.close();
  }

  /** Tells the scripts how a cell goes to a machine behind a real ssh: this one. */
  private static Map<String, String> farEnd() throws IOException, InterruptedException {
    String cell =
        "on(\"%s\", identity=\"%s\", hostKey=\"%s\")"
            .formatted(sshd.address("root").text(), sshd.identity(), sshd.fingerprint());
    return Map.of("THAW_TEST_SSH", cell);
  }

  @Test
  void passesEveryTestOfJupyterKernelTestAndSkipsNone() throws Exception {
    assertPasses("protocol.py", 12);
  }

  @Test
  void talksWithAPersonAsTheProtocolAllows() throws Exception {
    assertPasses("conversation.py", 43);
  }

  @Test
  void tellsOfItsFirstCellWhoeverComesLate() throws Exception {
    assertPasses("start.py", 4);
  }

  @Test
  void canBeInterruptedInItsFirstSecond() throws Exception {
    assertPasses("interrupts.py", 4);
  }

  @Test
  void servesTheConsole() throws Exception {
    assertPasses("console.py", 1);
  }

  @Test
  void saysInEveryCellWhatToDoWhenThawIsGone() throws IOException {
    Path data = Files.createDirectory(directory.resolve("gone"));
    Kernelspec.in(data, Optional.empty()).install(Path.of("/nowhere/thaw"));
    // Jupyter's own Python has what it takes, the first one on the PATH may be another.
    Path other = Files.writeString(data.resolve("python3"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment =
        Map.of("JUPYTER_PATH", data.toString(), "PATH", data + ":/usr/bin:/bin");
    assertThat(jupyter.run("gone.py", environment, List.of())).endsWith("OK\n");
  }

  /** All of them, one after the other, as on a server that nobody watches. */
  @Test
  @Tag("slow")
  void nbclientExecutesEveryNotebookOnItsPracticeMachine() throws IOException {
    Path played = Files.createDirectory(directory.resolve("played"));
    Path passphrase = Files.writeString(directory.resolve("passphrase"), "practice\n");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    List<String> notebooks;
    try (Stream<Path> files = Files.list(Path.of("notebooks"))) {
      notebooks =
          files.map(Path::toString).filter(name -> name.endsWith(".ipynb")).sorted().toList();
    }
    var arguments = new ArrayList<>(List.of("", played.toString()));
    arguments.addAll(notebooks);
    Map<String, String> unattended =
        Map.of("THAW_YES", "yes", "THAW_PASSPHRASE_FILE", passphrase.toString());
    String told = jupyter.run("notebooks.py", unattended, arguments);
    assertThat(told.lines().filter(line -> line.endsWith(" cells"))).hasSameSizeAs(notebooks);
    assertThat(played.resolve("how-a-nixos-machine-boots.html")).content().contains("<svg");
  }

  @Test
  @Tag("slow")
  void takesALessonInTheBrowserToItsEnd() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("browser"));
    assertThat(jupyter.run("browser.py", farEnd(), List.of(folder.toString()))).contains("OK");
  }

  private static void assertPasses(String script, int tests) throws Exception {
    String output = jupyter.run(script, farEnd(), List.of("-v"));
    assertThat(output).containsPattern("(?m)^Ran \\d+ test").doesNotContain("skipped");
    int ran = Integer.parseInt(output.replaceAll("(?s).*\nRan (\\d+) test.*", "$1"));
    assertThat(ran).isGreaterThanOrEqualTo(tests);
    assertThat(output.stripTrailing()).endsWith("OK");
  }
}
