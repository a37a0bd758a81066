package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlakeModulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ outputs = { n, ... }: { nixosConfigurations = {"
            + " atlas = n.lib.nixosSystem { modules = [ ./hosts/atlas ./a.nix ]; };"
            + " juno = n.lib.nixosSystem { modules = [ ./juno.nix ]; }; }; }; }",
        "{ outputs = i: let f = 1; in { nixosConfigurations.atlas = f { modules = [ ./hosts/atlas ]"
            + " ++ [ ./a.nix ]; }; nixosConfigurations.juno = f { modules = [ ./juno.nix ]; }; }; }",
        "{ outputs = i: m.mkFlake { } { flake.nixosConfigurations.atlas = f { specialArgs = { };"
            + " modules = [ ./hosts/atlas i.x.nixosModules.y { b = ./no.nix; } (./a.nix)"
            + " ./${x} ]; }; }; }",
      })
  void pathsInTheListsOfThatHostAreRead(String flake) {
    assertThat(FlakeModules.of(flake, "atlas")).containsExactly("./hosts/atlas", "./a.nix");
  }

  @Test
  void whatTheTextDoesNotSayIsLeftOut() {
    assertThat(FlakeModules.of("{ outputs = i: { nixosConfigurations = f ./hosts; }; }", "atlas"))
        .isEmpty();
    assertThat(FlakeModules.of("{ outputs = { ", "atlas")).isEmpty();
  }
}
