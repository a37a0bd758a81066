package dev.thaw.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {

  @TempDir private Path home;

  @Test
  void isForItsOwnersEyesOnly() throws Exception {
    Path file = HistoryFile.open(Map.of(), home, false).orElseThrow();
    assertThat(file).isEqualTo(home.resolve(".local/state/thaw/history"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.writeString(file, "kept\n");
    assertThat(HistoryFile.open(Map.of(), home, false)).contains(file);
    assertThat(Files.readString(file)).isEqualTo("kept\n");
  }

  @Test
  void nothingIsWrittenOntoADiskOfTheComputerThatIsRescued() throws Exception {
    // /proc/sys and the like aside, what is neither in memory nor an overlay is a disk.
    boolean inMemory = Files.getFileStore(home).type().matches("tmpfs|ramfs|overlay|overlayfs");
    assertThat(HistoryFile.open(Map.of(), home, true).isPresent()).isEqualTo(inMemory);
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "thaw-test");
    try {
      Map<String, String> there = Map.of("XDG_STATE_HOME", memory.resolve("a/b").toString());
      assertThat(HistoryFile.open(there, home, true)).contains(memory.resolve("a/b/thaw/history"));
    } finally {
      try (var files = Files.walk(memory)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
      }
    }
  }

  @Test
  void aPlaceThatCantBeWrittenIsNoTrouble() throws Exception {
    Files.writeString(home.resolve(".local"), "a file");
    assertThat(HistoryFile.open(Map.of(), home, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " 1 + 1",
        "sh(\"echo hunter2 | cryptsetup luksOpen /dev/sda2 x\")",
        "var passPhrase = \"x\"",
        "String API_TOKEN = \"x\"",
        "sh(\"mysql --password=x\")"
      })
  void whatMayHoldASecretIsNotKept(String line) {
    assertThat(HistoryFile.isSecret(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pools()", "unlock(keyFile=\"/root/k\")", "mountAll()", "bypass()"})
  void whatHoldsNoneIsKept(String line) {
    assertThat(HistoryFile.isSecret(line)).isFalse();
  }
}
