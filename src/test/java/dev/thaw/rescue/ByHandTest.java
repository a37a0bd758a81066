package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that stands for missing tools, with a nix of our making. */
@NeedsRoot
class ByHandTest {

  @TempDir Path directory;

  @BeforeEach
  void tools() throws IOException {
    tool("nix-env", "echo nix-env \"$@\"");
    // What it builds: a system, and an installer that says how it was called.
    tool(
        "nix-build",
        """
        case $2 in '{ flake, host }:'*) ;; *) exit 9 ;; esac
        echo "nix-build flake=$5 host=$8 ${10}"
        printf '#!/bin/sh\\necho "installer $* $NIXOS_INSTALL_BOOTLOADER"\\n' >%1$s/built-${10}
        chmod +x %1$s/built-${10}
        for link; do :; done
        ln -sfn %1$s/built-${10} "$link"
        """
            .formatted(directory));
  }

  private void tool(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private CommandResult run(String... arguments) {
    var argv =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "env",
                "PATH=" + directory + ":" + System.getenv("PATH"),
                "NIXOS_INSTALL_BOOTLOADER=1",
                "bash",
                "-c",
                // A /run of its own.
                "mount -t tmpfs tmpfs /run; " + Scripts.read(ByHand.class, "by-hand.sh"),
                "thaw-by-hand"));
    argv.addAll(List.of(arguments));
    return new LocalMachine(null).run(Command.changes("try", argv));
  }

  @Test
  void buildsThenPointsTheProfileThenRunsTheLoadersInstallerOnTheSystem() {
    CommandResult result = run("all", "/etc/ni xos", "at'las", "");

    assertThat(result.errText()).isEqualTo("building the system configuration...\n");
    assertThat(result.text().lines())
        .containsExactly(
            "nix-build flake=/etc/ni xos host=at'las system",
            "nix-env --profile /nix/var/nix/profiles/system --set " + directory + "/built-system",
            "nix-build flake=/etc/ni xos host=at'las loader",
            "installer " + directory + "/built-system 1");
  }

  @Test
  void onlyWritesTheMenuOfASystemThatIsThere() {
    CommandResult result = run("menu", "", "", directory.toString());

    assertThat(result.text()).contains("installer " + directory + " 1").doesNotContain("nix-env");
  }

  @Test
  void aSystemsOwnToolWritesItsMenuWhereItHasOne() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Path own =
        Files.writeString(bin.resolve("switch-to-configuration"), "#!/bin/sh\necho own \"$@\"\n");
    assertThat(own.toFile().setExecutable(true)).isTrue();

    assertThat(run("menu", "", "", directory.toString()).text()).isEqualTo("own boot\n");
  }

  @Test
  void aBuildThatFailsLeavesTheProfileAlone() throws IOException {
    tool("nix-build", "echo 'error: no' >&2; exit 1");

    CommandResult result = run("all", "", "", "");

    assertThat(result.ok()).isFalse();
    assertThat(result.text()).doesNotContain("nix-env").doesNotContain("installer");
  }
}
