package dev.thaw.practice.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Stdin;
import dev.thaw.machine.TestFiles;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.Practice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Thaw's own scripts, as the practice machine answers them. */
class ThawScriptsTest {

  /** Parts of other scripts, and what only a real machine needs. */
  private static final Set<String> NONE_OF_THEIR_OWN =
      Set.of(
          "prelude",
          "open",
          "assemble",
          "accounts",
          "remembered",
          "health",
          "remember",
          "lifeline",
          "terminal");

  private final Practice practice = Practice.of("vfio");

  @Test
  void eachScriptHasAnAnswer() throws IOException {
    try (var files = Files.walk(Path.of("src/main/resources/dev/thaw"))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".sh"))
              .map(name -> name.substring(0, name.length() - 3))
              .filter(name -> !NONE_OF_THEIR_OWN.contains(name))
              .toList();
      assertThat(names).hasSizeGreaterThan(10);
      assertThat(names).allMatch(name -> ThawScripts.find("thaw-" + name).isPresent());
    }
  }

  @Test
  void aFileIsWrittenWholeOrNotAtAll() {
    practice.mounted();
    var files = new TestFiles(practice.machine);
    byte[] any = "a\0'\"$(reboot)\u001b[31m ü\n".getBytes(StandardCharsets.UTF_8);
    files.write("/mnt/etc/x", any);
    assertThat(files.read("/mnt/etc/x")).isEqualTo(any);
    assertThat(practice.says("stat -c %a /mnt/etc/x")).isEqualTo("0\n644\n");

    files.write("/mnt/etc/hostid", new byte[] {1, 2, 3, 4});
    assertThat(practice.says("stat -c '%a %s' /mnt/etc/hostid"))
        .as("the mode of what is replaced stays")
        .isEqualTo("0\n444 4\n");

    Command good = TestFiles.writing("/mnt/etc/y", Stdin.of("whole"), "600");
    assertThat(practice.machine.run(good.reading(Stdin.of("who"))).errText())
        .isEqualTo("Only a part of the file arrived.\n");
    assertThat(practice.machine.run(good.reading(Stdin.of("other"))).errText())
        .isEqualTo("What arrived is not what was sent.\n");
    assertThat(practice.says("ls /mnt/etc/y")).startsWith("2\n");
    Command link = TestFiles.writing("/mnt/etc/hostname", Stdin.of("x"), "600");
    assertThat(practice.machine.run(link).errText())
        .startsWith("/mnt/etc/hostname is a symbolic link");
  }

  @Test
  void readsNoFileThatIsNotThere() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new TestFiles(practice.machine).read("/etc/nosuch"))
        .isInstanceOf(Trouble.Failed.class)
        .hasMessageContaining("cat: /etc/nosuch: No such file or directory");
  }

  @Test
  void whatOnlyLooksInsideCanNotWrite() {
    practice.mounted();
    var result =
        practice.machine.run(
            Command.looks(
                "look",
                "unshare",
                "--mount",
                "--",
                "sh",
                "-c",
                "x",
                "thaw-enter",
                "look",
                "/mnt",
                "/nix/var/nix/profiles/system",
                "touch",
                "/etc/z"));
    assertThat(result.errText()).isEqualTo("touch: cannot touch '/etc/z': Read-only file system\n");
  }

  @Test
  void settingsOfNixReachTheRebuildAndAWrongOneFailsIt() {
    practice.mounted();

    assertThat(enter("sandbox = false", "nixos-rebuild", "dry-build").ok()).isTrue();
    assertThat(enter("sandbox false", "nixos-rebuild", "dry-build").errText())
        .contains("error: syntax error in configuration line 'sandbox false' in 'NIX_CONFIG'");
    assertThat(enter("sandbox = false", "sh", "-c", "echo \"$NIX_CONFIG\"").text())
        .contains("sandbox = false");
  }

  private CommandResult enter(String setting, String... program) {
    var argv = new ArrayList<>(List.of("unshare", "--mount", "--", "sh", "-c", "x", "thaw-enter"));
    argv.addAll(List.of("act", "/mnt", "/nix/var/nix/profiles/system", "--nix", setting));
    argv.addAll(List.of(program));
    return practice.machine.run(Command.changes("act", argv));
  }
}
