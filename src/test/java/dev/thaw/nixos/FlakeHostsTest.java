package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlakeHostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ outputs = { self, nixpkgs }: { nixosConfigurations.atlas = f { a = 1; }; nixosConfigurations.\"na-me\" = f; }; }",
        "{ outputs = { self, ... }@inputs: { nixosConfigurations = { atlas = f { }; \"na-me\" = g; }; }; }",
        "{ outputs = inputs: let x = { nixosConfigurations.no = 1; }; in { nixosConfigurations = { atlas = f; } // { na-me = f; }; }; }",
        "{ inputs.a.url = \"x\"; outputs = inputs@{ flake-parts, ... }: flake-parts.lib.mkFlake { inherit inputs; } { flake.nixosConfigurations = rec { atlas = f; na-me = atlas; }; }; }",
        "{ # nixosConfigurations.no = 1;\n description = \"nixosConfigurations.no = 1;\"; outputs = _: { nixosConfigurations = { inherit atlas na-me; }; }; }",
        "{ outputs = _: { nixosConfigurations.atlas.config = 1; } // { nixosConfigurations.na-me = 1; }; }",
      })
  void theUsualSpellingsAreUnderstood(String flake) {
    assertThat(FlakeHosts.find(flake).names()).containsExactly("atlas", "na-me");
    assertThat(FlakeHosts.find(flake).complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ outputs = _: { nixosConfigurations = builtins.mapAttrs mk { atlas = { }; }; }; }",
        "{ outputs = _: { nixosConfigurations = lib.genAttrs [ \"atlas\" ] mk; }; }",
        "{ outputs = _: { nixosConfigurations = { atlas = f; ${other} = g; }; }; }",
        "{ outputs = _: { nixosConfigurations = { atlas = f; } // more; }; }",
      })
  void whatIsComputedIsSaidToBeUnknown(String flake) {
    assertThat(FlakeHosts.find(flake).names()).containsExactly("atlas");
    assertThat(FlakeHosts.find(flake).complete()).isFalse();
  }

  @Test
  void aFlakeThatHidesItsHostsHasNone() {
    assertThat(FlakeHosts.find("{ outputs = inputs: import ./outputs.nix inputs; }"))
        .isEqualTo(new FlakeHosts(java.util.List.of(), false));
    assertThat(FlakeHosts.find("{ outputs = ").complete()).isFalse();
  }
}
