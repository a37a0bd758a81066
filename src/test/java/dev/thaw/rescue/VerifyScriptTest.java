package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.Command;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Scripts;
import dev.thaw.storage.ListWithNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify.sh} for real, with a nix that answers as the real one does. */
@NeedsRoot
class VerifyScriptTest {

  @TempDir Path folder;

  /** As nix 2.26 prints it, which ends at the first path that is not there. */
  private static final String NIX =
      """
      #!/bin/sh
      case $1 in
        --query)
          [ -e "$FOLDER/system" ] || { echo "error: path '$3' is not valid" >&2; exit 1; }
          for i in 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j; do echo "$FOLDER/$i"; done ;;
        --verify-path)
          shift
          bad=0
          for path in "$@"; do
            echo "$path" >>"$FOLDER/log"
            [ -e "$path" ] || { echo "error: getting status of '$path': No such file or directory" >&2; exit 1; }
            [ -r "$path" ] && [ -s "$path" ] || {
              echo "path '$path' was modified! expected hash 'sha256:1', got 'sha256:0'" >&2
              bad=1
            }
          done
          exit "$bad" ;;
      esac
      """;

  private ListWithNotes<DamagedPath> run(String seconds) throws IOException {
    Path nix = folder.resolve("nix-store");
    Files.writeString(nix, NIX);
    assertThat(nix.toFile().setExecutable(true)).isTrue();
    String before = "mount -t tmpfs tmpfs /run && PATH=$1:$PATH FOLDER=$1 && export PATH FOLDER";
    Command command =
        Command.looks(
            "verify",
            List.of(
                "unshare",
                "-m",
                "--propagation",
                "private",
                "sh",
                "-c",
                before + " && shift && exec \"$@\"",
                "sh",
                folder.toString(),
                "bash",
                "-c",
                Scripts.read(Verifying.class, "verify.sh"),
                "thaw-verify",
                folder + "/system",
                seconds));
    try (var machine = new LocalMachine(null)) {
      var result = machine.run(command);
      return Verifying.read(result.text(), result.errText(), result.status(), 57);
    }
  }

  private void paths() throws IOException {
    Files.writeString(folder.resolve("system"), "x");
    for (char name : "0123456789abcdefghij".toCharArray()) {
      Files.writeString(folder.resolve(String.valueOf(name)), "x");
    }
  }

  @Test
  void onlyWhatIsDamagedIsNamedHoweverManyAreAskedAtOnce() throws IOException {
    paths();
    assertThat(run("100")).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("log"))).hasSize(20);

    Files.writeString(folder.resolve("3"), "");
    Files.delete(folder.resolve("1"));
    Files.delete(folder.resolve("j"));
    ListWithNotes<DamagedPath> found = run("100");
    assertThat(found)
        .extracting(one -> one.damage() + one.path().replace(folder.toString(), ""))
        .containsExactly("MISSING/1", "MODIFIED/3", "MISSING/j");
    assertThat(found.notes().getFirst()).contains("3 of its 20 paths are damaged");
  }

  @Test
  void afterItsTimeNoMoreAreCompared() throws IOException {
    paths();
    assertThat(run("0").notes().getFirst()).contains("only 0 of its 20 paths");
  }
}
