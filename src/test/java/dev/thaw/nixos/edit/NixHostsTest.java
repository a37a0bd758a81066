package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NixHostsTest {

  private static final List<String> BOTH = List.of("atlas", "na-me");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ outputs = { self, nixpkgs }: { nixosConfigurations.atlas = f 1; nixosConfigurations.\"na-me\" = f 2; }; }",
        "{ outputs = { self, nixpkgs, ... }@inputs: { nixosConfigurations = { atlas = f 1; \"na-me\" = f 2; }; }; }",
        "{ outputs = inputs: let f = x: x; in { nixosConfigurations = { atlas = f 1; na-me = f 2; }; }; }",
        "{ outputs = inputs: let nixosConfigurations = { atlas = 1; na-me = 2; }; in { inherit nixosConfigurations; }; }",
        "{ outputs = inputs: { nixosConfigurations = rec { atlas = 1; } // { na-me = atlas; }; }; }",
        "{ outputs = i: i.flake-parts.lib.mkFlake { inherit i; } { systems = [ ]; flake = { nixosConfigurations = { atlas = 1; na-me = 2; }; }; }; }",
        "{ outputs = i: i.flake-parts.lib.mkFlake { inherit i; } { flake.nixosConfigurations.atlas = 1; flake.nixosConfigurations.na-me = 2; }; }",
        "{ outputs = i: i.u.lib.eachDefaultSystem (s: { }) // { nixosConfigurations = { atlas = 1; na-me = 2; }; }; }",
        "{ outputs = i: let hosts = { atlas = 1; inherit na-me; }; in { nixosConfigurations = hosts; }; }",
        "{ outputs = inputs: let x = { nixosConfigurations.no = 1; }; in { nixosConfigurations = { atlas = f; } // { na-me = f; }; }; }",
        "{ # nixosConfigurations.no = 1;\n description = \"nixosConfigurations.no = 1;\"; outputs = _: { nixosConfigurations = { inherit atlas na-me; }; }; }",
        "{ outputs = i: { nixosConfigurations.atlas.x = 1; /* nixosConfigurations.no = 1; */ nixosConfigurations.na-me = \"nixosConfigurations.no2 = 1;\"; }; }",
      })
  void theUsualSpellingsAreComplete(String text) {
    assertThat(NixHosts.find(text)).isEqualTo(new FlakeHosts(BOTH, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ outputs = i: { nixosConfigurations = lib.mapAttrs f { atlas = 1; na-me = 2; }; }; }",
        "{ outputs = i: { nixosConfigurations = lib.genAttrs [ \"atlas\" \"na-me\" ] f; }; }",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; } // import ./more.nix; }; }",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; ${x} = 3; }; }; }",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; }; } // import ./more.nix; }",
        "{ outputs = i: i.parts.lib.mkFlake { } { imports = [ ./hosts ]; flake.nixosConfigurations = { atlas = 1; na-me = 2; }; }; }",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; }; ",
      })
  void whatIsComputedMakesThemIncomplete(String text) {
    assertThat(NixHosts.find(text)).isEqualTo(new FlakeHosts(BOTH, false));
  }

  @Test
  void textsThatTellNothingAreIncomplete() {
    assertThat(NixHosts.find("")).isEqualTo(new FlakeHosts(List.of(), false));
    assertThat(NixHosts.find("{ outputs = i: import ./x.nix i; }"))
        .isEqualTo(new FlakeHosts(List.of(), false));
    assertThat(NixHosts.find("{ outputs = i: let a = a; in a; }"))
        .isEqualTo(new FlakeHosts(List.of(), false));
  }

  @Test
  void aFlakeWithoutHostsHasNone() {
    assertThat(NixHosts.find("{ outputs = { self }: { packages.x = 1; }; }"))
        .isEqualTo(new FlakeHosts(List.of(), true));
  }

  @Test
  void theInstalledHostIsTheOneOfItsNameOrTheOnlyOne() {
    assertThat(new FlakeHosts(BOTH, true).hostOf("na-me")).contains("na-me");
    assertThat(new FlakeHosts(BOTH, true).hostOf("juno")).isEmpty();
    assertThat(new FlakeHosts(BOTH, false).hostOf("juno")).contains("juno");
    assertThat(new FlakeHosts(List.of("atlas"), true).hostOf("juno")).contains("atlas");
    assertThat(new FlakeHosts(List.of("atlas"), false).hostOf("")).isEmpty();
  }
}
