package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostFilesTest {

  private static final String BY_FOLDER =
      """
      { outputs = { nixpkgs, ... }: { nixosConfigurations = {
        atlas = nixpkgs.lib.nixosSystem { modules = [ ./common.nix ./hosts/atlas ]; };
        juno = nixpkgs.lib.nixosSystem { modules = [ ./common.nix ./hosts/juno ]; };
      }; }; }
      """;

  @Test
  void withoutAFlakeEveryFileIsItsOwnAndConfigurationNixTheMainOne() {
    assertThat(paths(files("atlas", "configuration.nix", "{ }", "gpu.nix", "{ }")))
        .containsExactly("configuration.nix", "gpu.nix", "main configuration.nix");
  }

  @Test
  void filesOfAnotherHostAreLeftOutAndTheHostsModuleIsTheMainOne() {
    assertThat(
            paths(
                files(
                    "atlas",
                    "flake.nix",
                    BY_FOLDER,
                    "common.nix",
                    "{ }",
                    "hosts/atlas/default.nix",
                    "{ }",
                    "hosts/atlas/hardware.nix",
                    "{ }",
                    "hosts/juno/default.nix",
                    "{ }",
                    "hosts/juno/hardware.nix",
                    "{ }",
                    "users/juno.nix",
                    "{ }")))
        .containsExactly(
            "flake.nix",
            "common.nix",
            "hosts/atlas/default.nix",
            "hosts/atlas/hardware.nix",
            "main hosts/atlas/default.nix");
  }

  @Test
  void modulesThatOnlyAnotherHostListsAreLeftOutWhateverTheyAreCalled() {
    String flake =
        """
        { outputs = i: { nixosConfigurations.atlas = f { modules = [ ./hardware-configuration.nix ./all.nix ./big.nix ]; };
          nixosConfigurations.juno = f { modules = [ ./all.nix ./small.nix ]; }; }; }
        """;
    assertThat(
            paths(
                files(
                    "atlas",
                    "flake.nix",
                    flake,
                    "all.nix",
                    "{ }",
                    "big.nix",
                    "{ }",
                    "hardware-configuration.nix",
                    "{ }",
                    "small.nix",
                    "{ }")))
        .containsExactly(
            "flake.nix", "all.nix", "big.nix", "hardware-configuration.nix", "main big.nix");
  }

  @Test
  void aFlakeOfOneHostOfAnotherNameIsThatHosts() {
    String flake =
        "{ outputs = i: { nixosConfigurations.desktop = f { modules = [ ./configuration.nix ]; }; }; }";
    assertThat(
            paths(
                files(
                    "atlas",
                    "flake.nix",
                    flake,
                    "configuration.nix",
                    "{ }",
                    "desktop/x.nix",
                    "{ }")))
        .containsExactly(
            "flake.nix", "configuration.nix", "desktop/x.nix", "main configuration.nix");
  }

  @Test
  void whereTheTextDoesNotSayNoFileIsTheMainOne() {
    String flake =
        "{ outputs = i: { nixosConfigurations = lib.genAttrs [ \"atlas\" \"juno\" ] f; }; }";
    assertThat(paths(files("atlas", "flake.nix", flake, "configuration.nix", "{ }")))
        .containsExactly("flake.nix", "configuration.nix");
  }

  @Test
  void aHostThatCanNotBeToldIsATrouble() {
    assertThatThrownBy(() -> files("nixos", "flake.nix", BY_FOLDER))
        .isInstanceOf(Trouble.NotNow.class)
        .hasMessageContaining("called nixos, the flake has atlas, juno");
  }

  @Test
  void aFolderAboveTheConfigurationThatIsCalledAsAnotherHostDoesNotCount() {
    Configuration configuration =
        configuration("/home/juno/nixos", "flake.nix", BY_FOLDER, "hosts/atlas/default.nix", "{ }");
    assertThat(HostFiles.of(configuration, "atlas").own()).hasSize(2);
  }

  private static HostFiles files(String hostName, String... pathsAndTexts) {
    return HostFiles.of(configuration("/etc/nixos", pathsAndTexts), hostName);
  }

  /** The files' paths, and the main one's. */
  private static List<String> paths(HostFiles files) {
    var paths = new ArrayList<>(files.own().stream().map(ConfigFile::path).toList());
    files.main().ifPresent(main -> paths.add("main " + main.path()));
    return paths.stream().map(path -> path.replace("/etc/nixos/", "")).toList();
  }

  private static Configuration configuration(String folder, String... pathsAndTexts) {
    var files = new ArrayList<ConfigFile>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      String text = pathsAndTexts[i + 1];
      files.add(new ConfigFile(folder + "/" + pathsAndTexts[i], text.length(), text, true));
    }
    return new Configuration(folder, files, Optional.empty(), List.of());
  }
}
