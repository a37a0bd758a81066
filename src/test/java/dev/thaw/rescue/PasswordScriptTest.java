package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Stdin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code password.sh} for real, on a tree of files. */
@NeedsRoot
class PasswordScriptTest {

  @TempDir Path folder;
  private Path root;
  private Path shadow;
  private String kept;

  @BeforeEach
  void makeTheTree() throws IOException {
    root = folder.resolve("mnt");
    shadow = root.resolve("var/lib/nixos/shadow");
    kept = folder.resolve("kept/alice").toString();
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(shadow.getParent());
    Files.createSymbolicLink(root.resolve("etc/shadow"), Path.of("/var/lib/nixos/shadow"));
    Files.writeString(shadow, "root:!:1::::::\nalice:!:1:0:99999:7:::\nalicea::1::::::\n");
    Files.setPosixFilePermissions(shadow, PosixFilePermissions.fromString("rw-r-----"));
  }

  private CommandResult run(Action action, String stdin) {
    try (var machine = new LocalMachine(null)) {
      return machine.run(Step.of("set it", action).reading(Stdin.of(stdin)).command());
    }
  }

  private CommandResult set(String password) {
    return run(new FileAction.SetPassword(root.toString(), kept, "alice"), password);
  }

  private CommandResult restore() {
    return run(new FileAction.RestorePassword(root.toString(), kept, "alice"), "");
  }

  private static String fits(String line, String password) {
    String hash = line.split(":")[1];
    String script = "exec perl -e 'print crypt($ARGV[0], $ARGV[1])' \"$1\" \"$2\"";
    try (var machine = new LocalMachine(null)) {
      String made =
          machine.run(Command.looks("hash it", "sh", "-c", script, "sh", password, hash)).text();
      return made.equals(hash) ? "yes" : "no";
    }
  }

  @Test
  void theHashThatTheMachineMakesFitsThePasswordAndNoOther() throws IOException {
    assertThat(set("open $esame ü").status()).isZero();

    String alice = Files.readAllLines(shadow).get(1);
    assertThat(alice).startsWith("alice:$6$").endsWith(":0:99999:7:::");
    assertThat(fits(alice, "open $esame ü")).isEqualTo("yes");
    assertThat(fits(alice, "open $esame")).isEqualTo("no");
    assertThat(Files.readAllLines(shadow)).hasSize(3).contains("root:!:1::::::", "alicea::1::::::");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shadow)))
        .isEqualTo("rw-r-----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(kept))))
        .isEqualTo("rw-------");
    assertThat(root.resolve("etc/shadow")).isSymbolicLink();
  }

  @Test
  void theOldOneComesBackUnlessItWasChangedSince() throws IOException {
    String before = Files.readString(shadow);
    set("one");
    assertThat(restore().status()).isZero();
    assertThat(Files.readString(shadow)).isEqualTo(before);
    assertThat(restore().status()).isZero();

    set("one");
    Files.writeString(shadow, Files.readString(shadow).replace("alice:$6$", "alice:$6$other$"));
    CommandResult refused = restore();
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.errText()).contains("was changed since");
  }

  @Test
  void aLinkUnderTheNameOfTheNewFileIsNotWrittenThrough() throws IOException {
    Path outside = Files.writeString(root.resolveSibling("outside"), "mine");
    Files.createSymbolicLink(shadow.resolveSibling(shadow.getFileName() + ".thaw-new"), outside);

    assertThat(set("one").status()).isZero();
    assertThat(Files.readString(outside)).isEqualTo("mine");
    assertThat(Files.readString(shadow)).contains("alice:$6$");
    assertThat(shadow).isRegularFile();
  }

  @Test
  void whatLiesInTheStoreIsLeftAlone() throws IOException {
    Path stored = root.resolve("nix/store/x-shadow");
    Files.createDirectories(stored.getParent());
    Files.move(shadow, stored);
    Files.createSymbolicLink(shadow, Path.of("/nix/store/x-shadow"));

    assertThat(set("one").errText()).contains("lies in its store");
    assertThat(Files.readString(stored)).doesNotContain("$6$");
  }
}
