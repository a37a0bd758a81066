package dev.thaw.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnattendedPersonTest {

  @TempDir private Path directory;

  private final List<String> told = new ArrayList<>();
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = directory.resolve("passphrase");
    Files.writeString(file, "a b\nc\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private UnattendedPerson person(boolean yes, Path passphrase) {
    return new UnattendedPerson(
        yes, Optional.ofNullable(passphrase).map(PassphraseFile::new), told::add);
  }

  @Test
  void approvesOnlyWhatWasApprovedBeforehand() {
    assertThat(person(true, null).approves("Go on?")).isTrue();
    assertThat(told).containsExactly("Go on? yes (--yes)");
    assertThatThrownBy(() -> person(false, null).approves("Go on?"))
        .isInstanceOf(Trouble.NotApproved.class)
        .hasMessage("Nobody is there to answer: Go on?");
    assertThatThrownBy(() -> person(true, null).approvesInPerson("Trust it?"))
        .isInstanceOf(Trouble.NotApproved.class);
  }

  @Test
  void takesThePassphraseFromTheFileWithoutTheLastNewline() throws Exception {
    try (Secret secret = person(false, file).secret("Passphrase: ").orElseThrow()) {
      assertThat(secret.stdin().open().get().readAllBytes()).asString().isEqualTo("a b\nc");
    }
  }

  @Test
  void givesSudoNoDisksPassphrase() {
    assertThatThrownBy(() -> person(true, file).secret("[sudo] password on x: "))
        .isInstanceOf(Trouble.NotApproved.class);
  }

  @Test
  void refusesAPassphraseFileThatOthersCanRead() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> person(true, file).secret("Passphrase: "))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("can be read or written by others");
    assertThatThrownBy(() -> person(true, directory.resolve("none")).secret("Passphrase: "))
        .isInstanceOf(Trouble.Refused.class);
  }

  @Test
  void saysThatAPassphraseFileIsEmpty() throws Exception {
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> person(true, file).secret("Passphrase: "))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("is empty");
  }
}
