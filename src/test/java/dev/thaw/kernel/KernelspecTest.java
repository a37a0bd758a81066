package dev.thaw.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelspecTest {

  @TempDir private Path directory;

  @Test
  void isInstalledOverAnOldOneAndTakenAwayWholly() throws IOException {
    Kernelspec spec = Kernelspec.in(directory, Optional.empty());
    spec.install(Path.of("/opt/old/thaw"));
    spec.install(Path.of("/opt/with \"quotes\" é/thaw"));
    JsonNode written = json(spec);
    assertThat(written.get("argv").get(2).asText()).isEqualTo("/opt/with \"quotes\" é/thaw");
    assertThat(written.get("interrupt_mode").asText()).isEqualTo("message");
    assertThat(written.has("env")).isFalse();
    assertThat(spec.folder()).isDirectoryContaining("glob:**logo-64x64.png");
    assertThat(spec.uninstall()).isTrue();
    assertThat(spec.folder()).doesNotExist();
    assertThat(spec.uninstall()).isFalse();
  }

  @Test
  void isOneOfItsOwnForAMachine() throws IOException {
    Kernelspec spec = Kernelspec.in(directory, Optional.of("ssh://root@[fe80::1%eth0]:22"));
    spec.install(Path.of("/opt/thaw"));
    assertThat(spec.folder()).hasFileName("thaw-ssh-root-fe80-1-eth0-22");
    assertThat(json(spec).at("/env/THAW_ON").asText()).isEqualTo("ssh://root@[fe80::1%eth0]:22");
    assertThat(json(spec).get("display_name").asText()).startsWith("Thaw on ssh://root@");
  }

  @Test
  void saysWhereElseItCouldBeWrittenWhereItCanNot() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Kernelspec.in(file, Optional.empty()).install(Path.of("/opt/thaw")))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("could not be written")
        .extracting(trouble -> ((Trouble) trouble).next())
        .asString()
        .contains("--prefix");
  }

  @Test
  void goesWhereJupyterLooks() {
    Path home = Path.of("/home/ann");
    assertThat(Kernelspec.userData(Map.of("JUPYTER_DATA_DIR", "/data"), home)).hasToString("/data");
    assertThat(Kernelspec.userData(Map.of("XDG_DATA_HOME", "/xdg"), home))
        .hasToString("/xdg/jupyter");
    assertThat(Kernelspec.userData(Map.of(), home)).hasToString("/home/ann/.local/share/jupyter");
    assertThat(Kernelspec.userData(Map.of("HOME", "/other"), home))
        .hasToString("/other/.local/share/jupyter");
  }

  /** The script that Jupyter starts says what to do when the launcher is gone. */
  @Test
  void saysWhatToDoWhenTheSourceTreeHasMoved() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Process process = start(empty);
    assertThat(process.inputReader().readAllAsString())
        .contains("/nowhere/thaw")
        .contains("thaw kernel install");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void startsTheOneOnThePathWhenTheSourceTreeHasMoved() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("with blank"));
    Path other = Files.writeString(folder.resolve("thaw"), "#!/bin/sh\necho other \"$@\"\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
    Process process = start(folder);
    assertThat(process.inputReader().readAllAsString())
        .isEqualTo("other kernel run -f connection file\n");
    assertThat(process.waitFor()).isZero();
  }

  /** Starts the kernel of a Thaw that is gone as Jupyter does. */
  private Process start(Path path) throws IOException {
    Kernelspec spec = Kernelspec.in(directory, Optional.empty());
    spec.install(Path.of("/nowhere/thaw"));
    String script = spec.folder().resolve("start").toString();
    var start = new ProcessBuilder("sh", script, "/nowhere/thaw", "connection file");
    start.environment().put("PATH", path.toString());
    return start.redirectErrorStream(true).start();
  }

  private static JsonNode json(Kernelspec spec) throws IOException {
    return new ObjectMapper().readTree(spec.folder().resolve("kernel.json").toFile());
  }
}
