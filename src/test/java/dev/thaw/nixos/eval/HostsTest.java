package dev.thaw.nixos.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private static final List<String> BOTH = List.of("atlas", "na-me");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ outputs = { self, nixpkgs }: { nixosConfigurations.atlas = f 1;"
            + " nixosConfigurations.\"na-me\" = f 2; }; }",
        "{ outputs = { self, nixpkgs, ... }@inputs: { nixosConfigurations = { atlas = f 1;"
            + " \"na-me\" = f 2; }; }; }",
        "{ outputs = inputs: let f = x: x; in { nixosConfigurations = { atlas = f 1; na-me = f 2;"
            + " }; }; }",
        "{ outputs = inputs: let nixosConfigurations = { atlas = 1; na-me = 2; }; in { inherit"
            + " nixosConfigurations; }; }",
        "{ outputs = inputs: { nixosConfigurations = rec { atlas = 1; } // { na-me = atlas; }; };"
            + " }",
        "{ outputs = i: i.flake-parts.lib.mkFlake { inherit i; } { systems = [ ]; flake = {"
            + " nixosConfigurations = { atlas = 1; na-me = 2; }; }; }; }",
        "{ outputs = i: i.flake-parts.lib.mkFlake { inherit i; } { flake.nixosConfigurations.atlas"
            + " = 1; flake.nixosConfigurations.na-me = 2; }; }",
        "{ outputs = i: i.u.lib.eachDefaultSystem (s: { }) // { nixosConfigurations = { atlas = 1;"
            + " na-me = 2; }; }; }",
        "{ outputs = i: let hosts = { atlas = 1; inherit na-me; }; in { nixosConfigurations ="
            + " hosts; }; }",
        "{ outputs = inputs: let x = { nixosConfigurations.no = 1; }; in { nixosConfigurations = {"
            + " atlas = f; } // { na-me = f; }; }; }",
        "{ # nixosConfigurations.no = 1;\n"
            + " description = \"nixosConfigurations.no = 1;\"; outputs = _: { nixosConfigurations ="
            + " { inherit atlas na-me; }; }; }",
        "{ outputs = i: { nixosConfigurations.atlas.x = 1; /* nixosConfigurations.no = 1; */"
            + " nixosConfigurations.na-me = \"nixosConfigurations.no2 = 1;\"; }; }",
        "{ outputs = i: { nixosConfigurations = lib.mapAttrs f { atlas = 1; na-me = 2; }; }; }",
        "{ outputs = i: { nixosConfigurations = lib.genAttrs [ \"atlas\" \"na-me\" ] f; }; }",
        "{ outputs = i: let all = [ \"atlas\" \"na-me\" ]; in { nixosConfigurations = lib.genAttrs"
            + " all f; }; }",
        "{ outputs = i: let mk = s: n: { name = n; value = i.f s; }; in { nixosConfigurations ="
            + " builtins.listToAttrs [ (mk \"x86_64-linux\" \"atlas\") (mk \"y\" \"na-me\") ]; };"
            + " }",
        "{ outputs = i: { nixosConfigurations = i.n.lib.mapAttrs f (builtins.foldl' (a: b: a // b)"
            + " { } (builtins.attrValues { a = { atlas = { }; }; b = { na-me = 1; }; })); }; }",
        "{ outputs = i: with i.n.lib; { nixosConfigurations = pipe { atlas = 1; x = 2; na-me = 3; }"
            + " [ (filterAttrs (n: _: n != \"x\")) (mapAttrs (_: _: 1)) ]; }; }",
      })
  void theUsualSpellingsAreComplete(String text) {
    assertThat(find(text)).isEqualTo(new FlakeHosts(BOTH, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; } // import ./more.nix; };"
            + " }",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; ${x} = 3; }; }; }",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; }; } // import ./more.nix;"
            + " }",
        "{ outputs = i: i.parts.lib.mkFlake { } { imports = [ ./hosts ]; flake.nixosConfigurations"
            + " = { atlas = 1; na-me = 2; }; }; }",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; }; ",
        "{ outputs = i: { nixosConfigurations = { atlas = 1; na-me = 2; } //"
            + " i.other.nixosConfigurations; }; }",
        "{ outputs = i: { nixosConfigurations = i.other.nixosConfigurations //"
            + " { atlas = 1; na-me = 2; }; }; }",
      })
  void whatIsComputedMakesThemIncomplete(String text) {
    assertThat(find(text)).isEqualTo(new FlakeHosts(BOTH, false));
  }

  @Test
  void textsThatTellNothingAreIncomplete() {
    assertThat(find("")).isEqualTo(new FlakeHosts(List.of(), false));
    assertThat(find("{ outputs = i: import ./x.nix i; }"))
        .isEqualTo(new FlakeHosts(List.of(), false));
    assertThat(find("{ outputs = i: let a = a; in a; }"))
        .isEqualTo(new FlakeHosts(List.of(), false));
  }

  @Test
  void anotherFlakesFunctionThatIsCalledMkFlakeTellsNoHosts() {
    assertThat(find("{ outputs = i: i.auto.lib.mkFlake { root = ./.; }; }"))
        .isEqualTo(new FlakeHosts(List.of(), false));
  }

  @Test
  void aTextThatLeadsNowhereOrTooFarComesToAnEnd() {
    assertThat(find("{ outputs = i: let f = x: f (x ++ x); in f [ 1 ]; }").complete()).isFalse();
    assertThat(
            find("{ outputs = i: let f = x: g x x; g = x: y: f (x // y); in f { }; }").complete())
        .isFalse();
    String deep = "(".repeat(240) + "1" + ")".repeat(240);
    assertThat(find("{ outputs = i: { nixosConfigurations.a = " + deep + "; }; }").names())
        .containsExactly("a");
  }

  @Test
  void aFlakeWithoutHostsHasNone() {
    assertThat(find("{ outputs = { self }: { packages.x = 1; }; }"))
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

  private static FlakeHosts find(String flake) {
    return Hosts.of(new Files(Map.of("/c/flake.nix", flake)), "/c").names();
  }
}
