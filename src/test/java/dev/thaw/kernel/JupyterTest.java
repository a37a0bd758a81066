package dev.thaw.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel as Jupyter's own programs see it; what they do is written in {@code src/test/python}.
 */
class JupyterTest {

  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private static Path directory;

  @BeforeAll
  static void install() throws Exception {
    String prefix = directory.resolve("prefix").toString();
    String told =
        run(List.of(Built.launcher().toString(), "kernel", "install", "--prefix", prefix));
    assertThat(told).contains("Thaw (Java)").contains("jupyter notebook");
  }

  @Test
  void passesEveryTestOfJupyterKernelTestAndSkipsNone() throws Exception {
    assertPasses("protocol.py", 12);
  }

  @Test
  void talksWithAPersonAsTheProtocolAllows() throws Exception {
    assertPasses("conversation.py", 30);
  }

  /** All of them, one after the other, as on a server that nobody watches. */
  @Test
  @Tag("slow")
  void nbclientExecutesEveryNotebookOnItsPracticeMachine() throws Exception {
    Path played = Files.createDirectory(directory.resolve("played"));
    Path passphrase = Files.writeString(directory.resolve("passphrase"), "practice\n");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    var command =
        new ArrayList<>(List.of(PYTHON, "src/test/python/notebooks.py", played.toString()));
    List<String> notebooks;
    try (Stream<Path> files = Files.list(Path.of("notebooks"))) {
      notebooks =
          files.map(Path::toString).filter(name -> name.endsWith(".ipynb")).sorted().toList();
    }
    command.addAll(notebooks);
    String told =
        run(command, Map.of("THAW_YES", "yes", "THAW_PASSPHRASE_FILE", passphrase.toString()));
    assertThat(told.lines().filter(line -> line.endsWith(" cells"))).hasSameSizeAs(notebooks);
    assertThat(Files.readString(played.resolve("how-a-nixos-machine-boots.html"))).contains("<svg");
  }

  private static void assertPasses(String script, int tests) throws Exception {
    String output = run(List.of(PYTHON, "src/test/python/" + script, "-v"));
    assertThat(output).containsPattern("(?m)^Ran \\d+ tests").doesNotContain("skipped");
    int ran = Integer.parseInt(output.replaceAll("(?s).*\nRan (\\d+) tests.*", "$1"));
    assertThat(ran).isGreaterThanOrEqualTo(tests);
    assertThat(output.stripTrailing()).endsWith("OK");
  }

  /** Runs a program that has to end well, and gives what it printed. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    return run(command, Map.of());
  }

  private static String run(List<String> command, Map<String, String> more)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(directory, "run", ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JUPYTER_PATH", directory.resolve("prefix/share/jupyter").toString());
    for (String state : List.of("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "XDG_STATE_HOME")) {
      environment.put(state, directory.resolve(state).toString());
    }
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    Stream.of("THAW_ON", "THAW_YES").forEach(environment::remove);
    environment.putAll(more);
    int status = builder.start().waitFor();
    String output = Files.readString(log);
    assertThat(status).as(output).isZero();
    return output;
  }
}
