package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  void withoutAFlakeConfigurationNixAndWhatItImportsAreItsOwn() {
    assertThat(
            paths(
                files(
                    "atlas",
                    "configuration.nix",
                    "{ lib, ... }: { imports = [ ./gpu.nix ./disks (./more + \"/x.nix\") ] ++"
                        + " lib.optional true ./y.nix; }",
                    "gpu.nix",
                    "{ }",
                    "disks/default.nix",
                    "{ imports = [ ../gpu.nix ./zfs.nix ]; }",
                    "disks/zfs.nix",
                    "{ }",
                    "more/x.nix",
                    "{ }",
                    "y.nix",
                    "{ }",
                    "old.nix",
                    "{ }")))
        .containsExactly(
            "configuration.nix",
            "gpu.nix",
            "disks/default.nix",
            "disks/zfs.nix",
            "more/x.nix",
            "y.nix",
            "main configuration.nix");
  }

  @Test
  void aModuleOfTheFlakeItselfIsNoneOfAHostWhateverItsName() {
    HostFiles files =
        files(
            "atlas",
            "flake.nix",
            "{ outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; }"
                + " (inputs.import-tree ./modules); }",
            "modules/den.nix",
            "{ inputs, ... }: { imports = [ inputs.den.flakeModule ]; }",
            "modules/hosts/atlas/default.nix",
            "{ den.hosts.x86_64-linux.atlas = { }; den.aspects.atlas.nixos.a.b = 1; }",
            "modules/hosts/atlas/_disks.nix",
            "{ fileSystems.\"/\".device = \"/dev/x\"; }");
    assertThat(paths(files)).isEmpty();
    assertThat(files.unsure())
        .extracting(ConfigFile::path)
        .containsExactly("/etc/nixos/modules/hosts/atlas/_disks.nix");
  }

  @Test
  void newLinesGoToTheHostsOwnModuleAlsoWhereItIsWrittenWithinAFile() {
    String flake =
        "{ outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; }"
            + " (inputs.import-tree ./modules); }";
    String host =
        "{ inputs, config, ... }: { flake.nixosConfigurations.atlas ="
            + " inputs.nixpkgs.lib.nixosSystem { modules = [ config.flake.modules.nixos.atlas ]; };"
            + " }";
    String part = "{ flake.modules.nixos.atlas = { a.b = 1; }; }";
    for (String name : List.of("configuration.nix", "disks.nix")) {
      assertThat(
              paths(
                  files(
                      "atlas",
                      "flake.nix",
                      flake,
                      "modules/hosts/atlas/apps/audio.nix",
                      part,
                      "modules/hosts/atlas/" + name,
                      part,
                      "modules/a.nix",
                      host,
                      "modules/z.nix",
                      part)))
          .contains("main modules/hosts/atlas/" + name);
    }
  }

  @Test
  void withoutAFlakeAndConfigurationNixTheFolderOfTheHostsNameIsWhereItBegins() {
    assertThat(
            paths(
                files(
                    "a",
                    "hosts/a/default.nix",
                    "{ imports = [ ../../common.nix ]; }",
                    "hosts/b/default.nix",
                    "{ boot.loader.timeout = 1; }",
                    "common.nix",
                    "{ }")))
        .containsExactly("hosts/a/default.nix", "common.nix", "main hosts/a/default.nix");
  }

  @Test
  void filesOfAnotherHostAreLeftOutAndTheHostsModuleIsTheMainOne() {
    HostFiles files =
        files(
            "atlas",
            "flake.nix",
            BY_FOLDER,
            "common.nix",
            "{ }",
            "hosts/atlas/default.nix",
            "{ imports = [ ./hardware.nix ]; }",
            "hosts/atlas/hardware.nix",
            "{ }",
            "hosts/juno/default.nix",
            "{ imports = [ ./hardware.nix ]; }",
            "hosts/juno/hardware.nix",
            "{ }",
            "users/juno.nix",
            "{ }");
    assertThat(paths(files))
        .containsExactly(
            "common.nix",
            "hosts/atlas/default.nix",
            "hosts/atlas/hardware.nix",
            "main hosts/atlas/default.nix");
    assertThat(files.own().getFirst().sharedWith()).containsExactly("juno");
    assertThat(files.own().get(1).sharedWith()).isEmpty();
    assertThat(files.unsure()).isEmpty();
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
        .containsExactly("hardware-configuration.nix", "all.nix", "big.nix", "main big.nix");
  }

  @Test
  void aFlakeOfOneHostOfAnotherNameIsThatHosts() {
    String flake =
        "{ outputs = i: { nixosConfigurations.desktop = f { modules = [ ./configuration.nix ]; };"
            + " }; }";
    assertThat(paths(files("atlas", "flake.nix", flake, "configuration.nix", "{ }")))
        .containsExactly("configuration.nix", "main configuration.nix");
  }

  @Test
  void whereTheTextDoesNotSayNoFileIsTakenAndThoseOfOtherHostsAreNotEvenNamed() {
    String flake =
        "{ outputs = i: { nixosConfigurations = lib.genAttrs [ \"atlas\" \"juno\" ] i.f; }; }";
    HostFiles files =
        files(
            "atlas",
            "flake.nix",
            flake,
            "configuration.nix",
            "{ }",
            "hosts/juno/default.nix",
            "{ }");
    assertThat(paths(files)).isEmpty();
    assertThat(files.unsure())
        .extracting(ConfigFile::path)
        .containsExactly("/etc/nixos/configuration.nix");
    assertThat(files.doubts()).isNotEmpty();
  }

  @Test
  void hostsThatAreMadeOfAFolderBeginInTheFolderOfTheirName() {
    String flake =
        "{ outputs = i: { nixosConfigurations = builtins.mapAttrs (n: _: i.f n) (builtins.readDir"
            + " ./hosts); }; }";
    assertThat(
            paths(
                files(
                    "alfa",
                    "flake.nix",
                    flake,
                    "hosts/alfa/default.nix",
                    "{ }",
                    "hosts/beta/default.nix",
                    "{ boot.loader.timeout = 1; }")))
        .containsExactly("hosts/alfa/default.nix", "main hosts/alfa/default.nix");
  }

  @Test
  void modulesThatAreWrittenInFlakeNixBelongToTheirHost() {
    String flake =
        "{ outputs = { n, ... }: { nixosConfigurations.alfa = n.f { modules = [ ./a.nix ]; };"
            + " nixosConfigurations.beta = n.f { modules = [ { boot.kernelModules = [ \"a\" ]; } ];"
            + " }; darwinConfigurations.mac = n.d { modules = [ ./mac.nix ]; }; }; }";
    var tree = new String[] {"flake.nix", flake, "a.nix", "{ }", "mac.nix", "{ }"};
    assertThat(paths(files("alfa", tree))).containsExactly("a.nix", "main a.nix");
    HostFiles beta = files("beta", tree);
    assertThat(paths(beta)).containsExactly("flake.nix", "main flake.nix");
    assertThat(flake.substring(beta.own().getFirst().at().getFirst()))
        .startsWith("{ boot.kernelModules");
  }

  @Test
  void aSharedFolderThatHasAHostsNameBelongsToWhoImportsIt() {
    String flake =
        "{ outputs = i: { nixosConfigurations.laptop = i.f { modules = [ ./modules/desktop/vfio.nix"
            + " ]; }; nixosConfigurations.desktop = i.f { modules = [ ./desktop.nix ]; }; }; }";
    var tree =
        new String[] {"flake.nix", flake, "modules/desktop/vfio.nix", "{ }", "desktop.nix", "{ }"};
    assertThat(paths(files("laptop", tree)))
        .containsExactly("modules/desktop/vfio.nix", "main modules/desktop/vfio.nix");
    assertThat(paths(files("desktop", tree))).containsExactly("desktop.nix", "main desktop.nix");
  }

  @Test
  void whatOnlyAConditionDecidesIsUnsure() {
    HostFiles files =
        files(
            "a",
            "configuration.nix",
            "{ x, ... }: { imports = if x then [ ./one.nix ] else [ ./two.nix ]; }",
            "one.nix",
            "{ }",
            "two.nix",
            "{ }",
            "three.nix",
            "{ }");
    assertThat(paths(files)).containsExactly("configuration.nix", "main configuration.nix");
    assertThat(files.unsure())
        .extracting(ConfigFile::path)
        .containsExactly("/etc/nixos/one.nix", "/etc/nixos/two.nix");
  }

  @Test
  void aHostThatCanNotBeToldIsATrouble() {
    assertThatThrownBy(() -> files("nixos", "flake.nix", BY_FOLDER))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("called nixos, the flake has atlas, juno");
  }

  @Test
  void aFolderAboveTheConfigurationThatIsCalledAsAnotherHostDoesNotCount() {
    Configuration configuration =
        configuration("/home/juno/nixos", "flake.nix", BY_FOLDER, "hosts/atlas/default.nix", "{ }");
    assertThat(HostFiles.of(configuration, "atlas").own()).hasSize(1);
  }

  private static HostFiles files(String hostName, String... pathsAndTexts) {
    return HostFiles.of(configuration("/etc/nixos", pathsAndTexts), hostName);
  }

  /** The files' paths, and the main one's. */
  private static List<String> paths(HostFiles files) {
    var paths = new ArrayList<>(files.own().stream().map(part -> part.file().path()).toList());
    files.main().ifPresent(main -> paths.add("main " + main.file().path()));
    return paths.stream().map(path -> path.replace("/etc/nixos/", "")).toList();
  }

  private static Configuration configuration(String folder, String... pathsAndTexts) {
    var files = new ArrayList<ConfigFile>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      String text = pathsAndTexts[i + 1];
      files.add(new ConfigFile(folder + "/" + pathsAndTexts[i], text.length(), text, true));
    }
    var found = new Configuration.Found(Map.of(), Map.of(), Set.of(), true);
    return new Configuration(folder, files, Optional.empty(), List.of(), found);
  }
}
