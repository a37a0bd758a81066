package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.LocalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class FolderTest {

  @TempDir Path directory;

  private List<String> names(String root, String path) {
    try (var machine = new LocalMachine(FakePerson.nobody())) {
      return Folder.look(machine, root, path).names();
    }
  }

  @Test
  void tellsFoldersFromFilesAndKeepsWhatCantBeTypedToItself() throws IOException {
    Files.createDirectory(directory.resolve(".git"));
    Files.createFile(directory.resolve("$(touch x) \"b'"));
    Files.createFile(directory.resolve("-rf"));
    Files.createFile(directory.resolve("red\033[31m"));
    Files.createFile(directory.resolve("rtl\u202e"));
    assertThat(names("", directory + "/"))
        .containsExactlyInAnyOrder(".git/", "$(touch x) \"b'", "-rf");
  }

  @Test
  void followsTheInstalledSystemsLinksInsideIt() throws IOException {
    Path flake = Files.createDirectories(directory.resolve("home/ada/nixos"));
    Files.createFile(flake.resolve("flake.nix"));
    Files.createDirectory(directory.resolve("etc"));
    Files.createSymbolicLink(directory.resolve("etc/nixos"), Path.of("/home/ada/nixos"));
    assertThat(names(directory.toString(), "/etc/nixos/")).containsExactly("flake.nix");
    assertThat(names(directory.toString(), "/../")).contains("etc/", "home/");
  }

  @Test
  void whatIsNoFolderHoldsNothing() throws IOException {
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    assertThat(names(directory.toString(), "/loop/")).isEmpty();
    assertThat(names(directory.toString(), "/none/")).isEmpty();
  }
}
