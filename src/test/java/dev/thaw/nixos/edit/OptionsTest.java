package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.edit.Edit.NotFound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options a text sets, what its strings stand for, and why an edit is refused. */
class OptionsTest {

  @Test
  void aModuleSetsWhatStandsInItUnderConditionsToo() {
    assertThat(
            NixEdit.options(
                """
                { config, lib, ... }:
                let x = 1; in
                {
                  imports = [ ./a.nix ];
                  options.mine.thing = lib.mkOption { };
                  boot.loader.timeout = 3;
                  config.networking.hostName = "atlas";
                  services.nginx = lib.mkIf (x == 1) { enable = true; };
                  users = with lib; { mutableUsers = false; } // { users.jo.uid = 1000; };
                  time = ({ timeZone = "UTC"; });
                }
                """))
        .contains(
            "boot.loader.timeout",
            "networking.hostName",
            "services.nginx.enable",
            "users.mutableUsers",
            "users.users.jo.uid",
            "time.timeZone")
        .noneMatch(option -> option.startsWith("options") || option.startsWith("imports"));
  }

  @Test
  void anOverlayAndALibrarySetNothing() {
    assertThat(NixEdit.options("final: prev: { boot.loader.timeout = 3; }")).isEmpty();
    assertThat(NixEdit.options("[ 1 2 ]")).isEmpty();
  }

  @Test
  void aFlakeSetsWhatStandsInItsListsOfModules() {
    assertThat(
            NixEdit.options(
                """
                {
                  inputs.nixpkgs.url = "x";
                  outputs = { nixpkgs, ... }: {
                    nixosConfigurations.atlas = nixpkgs.lib.nixosSystem {
                      modules = [
                        ./hardware.nix
                        { boot.loader.timeout = 3; }
                        ({ pkgs, ... }: { services.sshd.enable = true; })
                      ];
                      specialArgs.boot.loader.other = 1;
                    };
                  };
                }
                """))
        .containsExactlyInAnyOrder("boot.loader.timeout", "services.sshd.enable");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|\"ab\"|,ab",
        "|\"a\\\"b\"|,|a\"b|",
        "|\"a$$b\"|,a$$b",
        "|\"${a}\"|,",
        "|''ab''|,ab",
        "|''  ab''|,ab",
        "|''a'''b''|,|a''b|",
        "|''a''${b''|,a${b",
        "|''a$$b''|,a$$b",
        "|''${a}''|,",
        "|''a''\\tb''|,|a\tb|",
      })
  void aStringStandsForItsText(String written, String value) {
    assertThat(NixStrings.value(NixLexer.read(written).getFirst())).isEqualTo(value);
  }

  private static NotFound notSet(String text) {
    return (NotFound) NixEdit.set(text, "boot.loader.timeout", "5");
  }

  @Test
  void whatStandsUnderAConditionIsRefusedWithIt() {
    NotFound edit =
        notSet("{ lib, config, ... }:\nlib.mkIf config.a.b { boot.loader.timeout = 3; }");

    assertThat(edit.reason())
        .isEqualTo("boot.loader.timeout stands under a condition in this text.");
    assertThat(edit.conditional()).isTrue();
    assertThat(edit.similar())
        .containsExactly("Line 2: boot.loader.timeout: it counts only where config.a.b.");
  }

  @Test
  void aLongConditionIsCutAndSeveralPlacesAreSaidToBe() {
    String condition = "config.a." + "b".repeat(70);
    NotFound edit =
        notSet(
            "{ lib, config, ... }: lib.mkMerge [ (lib.mkIf "
                + condition
                + " { boot.loader.timeout = 3; })\n(lib.mkIf config.c { boot.loader.timeout = 4; }) ]");

    assertThat(edit.reason()).contains("edit it by hand");
    assertThat(edit.conditional()).isFalse();
    assertThat(edit.similar())
        .containsExactly(
            "Line 1: boot.loader.timeout: it is one of several places; it counts only where "
                + condition.substring(0, 59)
                + "….",
            "Line 2: boot.loader.timeout: it is one of several places; it counts only where"
                + " config.c.");
  }

  @Test
  void whatSomethingElseMayReplaceIsSaidToBeSo() {
    NotFound edit = notSet("{ a, ... }: { boot.loader.timeout = 3; } // a");

    assertThat(edit.similar().toString()).contains("something else may take its place");
  }

  @Test
  void aTextWithFaultsIsNotChangedAndTheFirstIsNamed() {
    assertThat(notSet("{ boot.loader.timeout = [ 3; }").similar())
        .containsExactly("Line 1: expected an element or ], found ;.");
    assertThat(notSet("{ boot.loader = { timeout = 3;\n").similar().toString())
        .contains("found the end of the file");
    assertThat(notSet("{ boot.loader.timeout = \"3; }").similar().toString())
        .contains("a string or comment that does not end");
  }
}
