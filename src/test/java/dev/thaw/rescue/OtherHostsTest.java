package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.HostFiles;
import dev.thaw.rescue.SettingEdit.Edits;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Configurations laid out as people lay them out, each for several hosts. Every file says in its
 * first line which hosts are built from it; whatever is asked for, no other file may change.
 */
class OtherHostsTest {

  private static final String BY_READ_DIR =
      """
      == flake.nix
      { outputs = { self, nixpkgs, ... }@inputs:
        let hosts = builtins.attrNames (nixpkgs.lib.filterAttrs (n: t: t == "directory") (builtins.readDir ./hosts));
        in { nixosConfigurations = nixpkgs.lib.genAttrs hosts (name: nixpkgs.lib.nixosSystem {
          specialArgs = inputs // { inherit name; inherit (self) outputs; }; modules = [ ./hosts/${name} ./common.nix ]; });
          nixosModules.a = ./modules/a.nix; }; }
      == hosts/alfa/default.nix
      # for: alfa
      { outputs, ... }: { imports = [ ./hardware.nix ] ++ builtins.attrValues outputs.nixosModules; }
      == hosts/alfa/hardware.nix
      # for: alfa
      MODULE
      == hosts/beta/default.nix
      # for: beta
      { lib, ... }: { imports = [ ./gpu.nix ] ++ lib.optionals false [ ../alfa/hardware.nix ]; } // MODULE
      == hosts/beta/gpu.nix
      # for: beta
      MODULE
      == modules/a.nix
      # for: alfa
      MODULE
      == modules/unused.nix
      # for:
      MODULE
      == common.nix
      # for: alfa beta
      MODULE
      """;

  private static final String BY_FUNCTION =
      """
      == flake.nix
      { outputs = inputs@{ nixpkgs, ... }: let
          lib = nixpkgs.lib.extend (final: prev: { my = import ./lib { lib = final; inherit inputs; }; });
        in { nixosConfigurations = { alfa = lib.my.mkHost "alfa" { roles = [ "server" ]; };
                                     beta = lib.my.mkHost "beta" { roles = [ "desktop" "server" ]; }; }; }; }
      == lib/default.nix
      { lib, inputs }: { mkHost = name: { roles ? [ ], ... }: lib.nixosSystem {
        modules = [ ../machines/${name}/configuration.nix ] ++ map (r: ../roles + "/${r}.nix") roles; }; }
      == machines/alfa/configuration.nix
      # for: alfa
      MODULE
      == machines/beta/configuration.nix
      # for: beta
      MODULE
      == roles/server.nix
      # for: alfa beta
      MODULE
      == roles/desktop.nix
      # for: beta
      MODULE
      """;

  private static final String FLAKE_PARTS =
      """
      == flake.nix
      { outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./hosts ./shared.nix ]; systems = [ ]; }; }
      == hosts/default.nix
      { inputs, self, ... }: { flake.nixosConfigurations = {
        alfa = inputs.nixpkgs.lib.nixosSystem { modules = [ ./alfa self.nixosModules.shared ]; };
        beta = inputs.nixpkgs.lib.nixosSystem { modules = [ { boot.loader.timeout = 5; } "${self}/hosts/beta.nix" ]; }; }; }
      == shared.nix
      { flake.nixosModules.shared = ./modules/shared.nix; }
      == modules/shared.nix
      # for: alfa
      MODULE
      == hosts/alfa/default.nix
      # for: alfa
      { imports = [ ./deep/er/and/deep/er/still/x.nix ]; }
      == hosts/alfa/deep/er/and/deep/er/still/x.nix
      # for: alfa
      MODULE
      == hosts/beta.nix
      # for: beta
      MODULE
      """;

  private static final String SNOWFALL =
      """
      == flake.nix
      { outputs = inputs: inputs.snowfall-lib.mkFlake { inherit inputs; src = ./.; }; }
      == systems/x86_64-linux/alfa/default.nix
      # for: alfa
      MODULE
      == systems/x86_64-linux/beta/default.nix
      # for: beta
      MODULE
      == modules/nixos/alfa/default.nix
      # for: beta
      MODULE
      """;

  private static final String UNREADABLE =
      """
      == flake.nix
      { outputs = inputs: { nixosConfigurations = inputs.own.lib.load { src = ./nodes; with = inputs; }; }; }
      == nodes/alfa/boot.nix
      # for: alfa
      MODULE
      == nodes/beta/boot.nix
      # for: beta
      MODULE
      == profiles/beta/boot.nix
      # for: beta
      MODULE
      """;

  private static final String CLASSIC =
      """
      == configuration.nix
      # for: alfa
      { imports = [ ./hardware-configuration.nix <nixpkgs/nixos/modules/profiles/base.nix> (import ./wrapped.nix { }) /etc/nixos/abs.nix ./linked.nix ]; }
      == hardware-configuration.nix
      # for: alfa
      MODULE
      == wrapped.nix
      # for: alfa
      { }: MODULE
      == abs.nix
      # for: alfa
      MODULE
      == real/target.nix
      # for: alfa
      MODULE
      == linked.nix -> real/target.nix
      == hosts/beta.nix
      # for: beta
      MODULE
      """;

  private static final String BY_FOLDER_ALONE =
      """
      == hosts/alfa/configuration.nix
      # for: alfa
      { imports = [ ../../profiles ]; boot.loader.timeout = 1; }
      == hosts/beta/configuration.nix
      # for: beta
      MODULE
      == profiles/default.nix
      # for: alfa
      MODULE
      """;

  private static final String IMPORTED_OUTPUTS =
      """
      == flake.nix
      { outputs = inputs: { nixosConfigurations = import ./hosts inputs; } // import ./rest.nix inputs; }
      == rest.nix
      inputs: { packages = { }; }
      == hosts/default.nix
      { nixpkgs, ... }@inputs: let
        hosts = { alfa = { users = [ "u" ]; }; beta = { users = [ "u" "v" ]; }; };
        common = { boot.kernelModules = [ "a" ]; };
      in builtins.mapAttrs (name: host: nixpkgs.lib.nixosSystem {
        specialArgs = { inherit host; hostname = name; };
        modules = [ (./. + "/${name}") common ] ++ map (u: ../users/${u}.nix) host.users; }) hosts
      == hosts/alfa/default.nix
      # for: alfa
      { hostname, ... }: { imports = [ (./. + ("/" + hostname + ".nix")) ]; }
      == hosts/alfa/alfa.nix
      # for: alfa
      MODULE
      == hosts/beta/default.nix
      # for: beta
      MODULE
      == users/u.nix
      # for: alfa beta
      MODULE
      == users/v.nix
      # for: beta
      MODULE
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        BY_READ_DIR,
        BY_FUNCTION,
        FLAKE_PARTS,
        SNOWFALL,
        UNREADABLE,
        CLASSIC,
        BY_FOLDER_ALONE,
        IMPORTED_OUTPUTS
      })
  void ofAnotherHostsFilesNothingChanges(String tree) {
    Configuration configuration = Trees.configuration(tree);
    for (String host : List.of("alfa", "beta")) {
      if (tree.equals(CLASSIC) && host.equals("beta")) {
        continue;
      }
      HostFiles files = HostFiles.of(configuration, host);
      // What only its loader knows is nobody's for sure: it is named, and not taken.
      assertThat(tree.equals(UNREADABLE) ? files.unsure() : files.own())
          .as(host + " " + files)
          .isNotEmpty();
      boolean foreign = tree.equals(SNOWFALL) || tree.equals(UNREADABLE);
      assertThat(files.doubts().isEmpty()).as(host + " " + files.doubts()).isEqualTo(!foreign);
      int changed = 0;
      for (Function<HostFiles, Edits> edit : Trees.EDITS) {
        try {
          Edits edits = edit.apply(files);
          for (var file : edits.files()) {
            changed++;
            mayChange(file.file(), host, edits.notes());
          }
        } catch (Trouble.Refused refusal) {
          assertThat(refusal.getMessage()).matches("(?s).*[.:].*");
          assertThat(refusal.next()).isNotEmpty();
        }
      }
      if (tree.equals(UNREADABLE)) {
        assertThat(changed).as(host + ": nothing is taken").isZero();
      } else {
        assertThat(changed).as(host + ": what can be changed, is").isGreaterThan(3);
      }
    }
  }

  private static void mayChange(ConfigFile file, String host, List<String> notes) {
    if (!file.text().startsWith("# for:")) {
      // Modules written within a flake's own files.
      return;
    }
    String hosts = file.text().lines().findFirst().orElseThrow();
    assertThat(hosts).as(file.path()).contains(host);
    if (hosts.contains("alfa") && hosts.contains("beta")) {
      String other = host.equals("alfa") ? "beta" : "alfa";
      assertThat(notes).anyMatch(note -> note.contains(file.path() + " is for " + other));
    }
  }
}
