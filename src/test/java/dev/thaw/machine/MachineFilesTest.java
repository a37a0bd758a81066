package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsRoot
class MachineFilesTest {

  @TempDir Path dir;

  private final Machine machine = new LocalMachine(FakePerson.nobody());
  private final TestFiles files = new TestFiles(machine);

  @AfterEach
  void close() {
    machine.close();
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private List<String> names() throws IOException {
    try (var list = Files.list(dir)) {
      return list.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000_000})
  void anyBytesComeBackAsTheyWereWritten(int count) throws IOException {
    files.write(path("f"), bytes(count));
    assertThat(Files.readAllBytes(dir.resolve("f"))).isEqualTo(bytes(count));
    assertThat(files.read(path("f"))).isEqualTo(bytes(count));
    assertThat(names()).containsExactly("f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-rf",
        "a b",
        "new\nline\n",
        "$(touch x)",
        "'\"`",
        "é\u001b[2J",
        "\\n%s*",
        "XXXXXX"
      })
  void anyNameWorks(String name) throws IOException {
    files.write(path(name), bytes(9));
    files.write(path(name), bytes(10));
    assertThat(files.read(path(name))).isEqualTo(bytes(10));
    assertThat(names()).containsExactly(name);
  }

  @Test
  void whatIsApprovedReplacesOnlyWhatWasShown() throws IOException {
    Path file = Files.writeString(dir.resolve("f"), "by somebody else");
    Command writing =
        Command.changes(
                "write it",
                MachineFiles.replacing(
                    file.toString(),
                    3,
                    MachineFiles.checksum(Stdin.of("new")),
                    MachineFiles.checksum(Stdin.of("shown"))))
            .reading(Stdin.of("new"));

    assertThat(machine.run(writing).errText()).contains("was changed meanwhile");
    assertThat(file).hasContent("by somebody else");
    assertThat(names()).containsExactly("f");

    Files.writeString(file, "shown");
    assertThat(machine.run(writing).ok()).isTrue();
    assertThat(file).hasContent("new");
  }

  @Test
  void aReplacedFileKeepsItsModeAndOwner() throws Exception {
    Files.writeString(dir.resolve("f"), "old");
    Files.setPosixFilePermissions(dir.resolve("f"), PosixFilePermissions.fromString("rw-r-x--x"));
    LoopbackSshd.run("chown", "12:34", path("f"));
    files.write(path("f"), bytes(3));
    assertThat(LoopbackSshd.run("stat", "-c", "%a %u %g", path("f"))).isEqualTo("651 12 34\n");
  }

  @Test
  void aNewFileHasTheModeThatWasAskedFor() throws Exception {
    machine.run(TestFiles.writing(path("f"), Stdin.of("x"), "600")).orFail("");
    assertThat(LoopbackSshd.run("stat", "-c", "%a", path("f"))).isEqualTo("600\n");
  }

  @Test
  void aMissingDirectoryIsSaid() {
    assertThatThrownBy(() -> files.write(path("no/f"), bytes(1)))
        .isInstanceOf(Trouble.Failed.class)
        .hasMessageContaining("Could not write " + path("no/f"))
        .hasMessageContaining("thaw-write-file ended")
        .hasMessageContaining("directory " + path("no") + "/ is not there");
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNothingElse() throws Exception {
    LoopbackSshd.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir.toString());
    try {
      files.write(path("f"), bytes(10));
      assertThatThrownBy(() -> files.write(path("f"), bytes(200_000)))
          .isInstanceOf(Trouble.Failed.class)
          .hasMessageContaining("No space left");
      assertThat(files.read(path("f"))).isEqualTo(bytes(10));
      assertThat(names()).containsExactly("f");
      LoopbackSshd.run("mount", "-o", "remount,ro", dir.toString());
      assertThatThrownBy(() -> files.write(path("f"), bytes(1)))
          .isInstanceOf(Trouble.Failed.class)
          .hasMessageContaining("Read-only");
    } finally {
      LoopbackSshd.run("umount", dir.toString());
    }
  }

  @Test
  void aLinkIsNotFollowedAndADirectoryNotReplaced() throws IOException {
    Files.writeString(dir.resolve("target"), "live");
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("target"));
    Files.createDirectory(dir.resolve("d"));
    assertThatThrownBy(() -> files.write(path("link"), bytes(1)))
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> files.write(path("d"), bytes(1))).hasMessageContaining("not a file");
    assertThat(dir.resolve("target")).hasContent("live");
  }

  @Test
  void inputThatWasCutOffChangesNothing() throws IOException {
    Files.writeString(dir.resolve("f"), "old");
    Command whole = TestFiles.writing(path("f"), Stdin.of("new content"), "644");
    var cut = new Stdin(3, () -> new ByteArrayInputStream("new".getBytes()));
    assertThat(machine.run(whole.reading(cut)).errText()).contains("Only a part");
    var other = new Stdin(11, () -> new ByteArrayInputStream("NEW content".getBytes()));
    assertThat(machine.run(whole.reading(other)).errText()).contains("not what was sent");
    assertThat(dir.resolve("f")).hasContent("old");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void aRelativePathIsRefused() {
    assertThatThrownBy(() -> files.write("f/", bytes(1))).isInstanceOf(Trouble.Refused.class);
  }
}
