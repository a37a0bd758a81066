package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.edit.Edit.Changed;
import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.Edit.Unchanged;
import dev.thaw.nixos.edit.NixEdit.Occurrence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetTest {

  private static String changed(Edit edit) {
    assertThat(edit).as("%s", edit).isInstanceOf(Changed.class);
    return ((Changed) edit).text();
  }

  @Test
  void onlyTheValueIsReplaced() {
    assertThat(changed(NixEdit.set(Texts.CONFIGURATION, "networking.hostName", "\"orchard\"")))
        .isEqualTo(Texts.CONFIGURATION.replace("\"atlas\"", "\"orchard\""));
    assertThat(changed(NixEdit.set(Texts.HARDWARE, "networking.useDHCP", "false")))
        .isEqualTo(
            Texts.HARDWARE.replace(
                "  networking.useDHCP = lib.mkDefault true", "  networking.useDHCP = false"));
    assertThat(changed(NixEdit.set(Texts.HARDWARE, "fileSystems.\"/\".device", "\"pool/b\"")))
        .isEqualTo(Texts.HARDWARE.replace("nvmepool/root", "pool/b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lib.mkForce 1         | 9               | lib.mkForce 9",
        "lib.mkForce 1         | -9              | lib.mkForce (-9)",
        "lib.mkForce (f 1)     | [ 9 ]           | lib.mkForce [ 9 ]",
        "mkOverride 40 \"x\"     | y               | mkOverride 40 \"y\"",
        "lib.mkForce 1         | lib.mkDefault 9 | lib.mkDefault 9",
        "lib.mkDefault 1       | 9               | 9",
      })
  void whatOutweighsOtherFilesGoesOnDoingSo(String was, String value, String is) {
    assertThat(changed(NixEdit.set("{ a = " + was + "; }", "a", value)))
        .isEqualTo("{ a = " + is + "; }");
  }

  @Test
  void theSameValueChangesNothing() {
    assertThat(NixEdit.set(Texts.CONFIGURATION, "services.openssh.enable", " true "))
        .isInstanceOf(Unchanged.class);
  }

  @Test
  void aMissingOptionGetsALine() {
    assertThat(changed(NixEdit.set("{\n  a = 1;\n}", "b.\"c.d\".in.\"e\"", "{ x = 1; }")))
        .isEqualTo("{\n  a = 1;\n  b.\"c.d\".\"in\".e = { x = 1; };\n}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ a = lib.mkIf c { b = 1; }; }",
        "{ a.b = 1; } // { a.b = 2; }",
        "lib.mkMerge [ { a.b = 1; } { a.b = 2; } ]",
        "{ inherit a; }",
        "{ a.b.c = 1; }",
        "{ a.b = 1; a = 2 }",
      })
  void whatIsSetUnclearlyIsLeftToThePerson(String text) {
    assertThat(NixEdit.set(text, "a.b", "3")).isInstanceOf(NotFound.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1;", "[ \"a\"", "\"", "}", "a = 1", "1; b = 2"})
  void whatIsNoExpressionIsATrouble(String value) {
    assertThatThrownBy(() -> NixEdit.set("{ }", "a", value)).isInstanceOf(Trouble.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/dev/sda2|\"/dev/sda2\"",
        "pool/root|\"pool/root\"",
        "https://example.org/x|\"https://example.org/x\"",
        "orchard|\"orchard\"",
        "example.org|\"example.org\"",
        "rw noatime|\"rw noatime\"",
        "rw,noatime|\"rw,noatime\"",
        "LABEL=my disk #1|\"LABEL=my disk #1\"",
        "/dev/a\"b|\"/dev/a\\\"b\"",
        "a\\b ${c} $${d}|\"a\\\\b \\${c} \\$\\${d}\"",
        "192.168.1.7|\"192.168.1.7\"",
        "1234-5678|\"1234-5678\"",
        "2026-01-02|\"2026-01-02\"",
        "--quiet|\"--quiet\"",
        "!important|\"!important\"",
        "Hello: world|\"Hello: world\"",
        "\"orchard\"|\"orchard\"",
        "''orchard''|''orchard''",
        "10|\"10\"",
        "24.11|\"24.11\"",
        "-1|-1",
        "true|true",
        "null|null",
        "!name|!name",
        "p: p.git|p: p.git",
        "p: [ p.git vim ]|p: [ p.git vim ]",
        "[ 1 ]|[ 1 ]",
        "{ a = 1; }|{ a = 1; }",
        "(/dev/sda2)|(/dev/sda2)",
        "./disk|./disk",
        "<nixpkgs>|<nixpkgs>",
        "name|name",
        "config.a.b|config.a.b",
        "pkgs.vim|pkgs.vim",
        "name + \"x\"|name + \"x\"",
        "lib.mkForce \"x\"|lib.mkForce \"x\"",
        "mkDefault true|mkDefault true",
      })
  void whereAStringStandsPlainTextGetsQuotesAndNixStaysAsItIs(String given, String written) {
    String text = "{ config, lib, pkgs, ... }: let name = 1; in { a = %s; }";
    for (String old : List.of("\"/dev/x\"", "lib.mkDefault \"${name}\"", "\"a\" + name")) {
      assertThat(changed(NixEdit.set(text.formatted(old), "a", given)))
          .isEqualTo(text.formatted(written));
    }
  }

  @Test
  void aNewLineOrAnotherKindOfValueGetsPathsAndUnknownWordsQuotedToo() {
    assertThat(changed(NixEdit.set("{ a = 1; }", "a", "/dev/x"))).isEqualTo("{ a = \"/dev/x\"; }");
    assertThat(changed(NixEdit.set("{ }", "time.timeZone", "Europe/Berlin")))
        .contains("time.timeZone = \"Europe/Berlin\";");
    assertThat(changed(NixEdit.set("{ }", "a", "orchard"))).contains("a = \"orchard\";");
    assertThat(changed(NixEdit.set("{ }", "a", "192.168.1.7"))).contains("a = \"192.168.1.7\";");
    assertThat(changed(NixEdit.set("{ a = 1; }", "a", "1024 * 8"))).isEqualTo("{ a = 1024 * 8; }");
  }

  @Test
  void aPathStaysAPathWhereOneStands() {
    assertThat(changed(NixEdit.set("{ a = ./x; }", "a", "/etc/y"))).isEqualTo("{ a = /etc/y; }");
  }

  @Test
  void aWordThatAWithMayKnowIsOnlyTextWhereAStringStands() {
    String text = "{ lib, pkgs, ... }: with pkgs; { a = %s; }";
    assertThat(changed(NixEdit.set(text.formatted("vim"), "a", "emacs")))
        .isEqualTo(text.formatted("emacs"));
    assertThat(changed(NixEdit.set(text.formatted("\"vim\""), "a", "emacs")))
        .isEqualTo(text.formatted("\"emacs\""));
  }

  @Test
  void aValueThatIsMeantAsNixAndIsNoneIsNotTakenForText() {
    for (String given : List.of("", "\"x", "[ 1", "{ a = 1;", "''x", "(1")) {
      assertThatThrownBy(() -> NixEdit.set("{ a = \"b\"; }", "a", given))
          .as(given)
          .isInstanceOf(Trouble.Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ den, ... }: { den.aspects.alfa.nixos.a.b = 1; }",
        "{ flake.modules.nixos.alfa = { a.b = 1; }; }",
        "{ config = { perSystem = { }; }; }",
      })
  void aModuleOfTheFlakeItselfTakesNoOptionOfNixos(String text) {
    for (Edit edit :
        List.of(
            NixEdit.set(text, "boot.loader.timeout", "9"),
            NixEdit.add(text, "boot.kernelModules", "x"))) {
      assertThat(edit).isInstanceOf(NotFound.class);
      assertThat(((NotFound) edit).reason()).contains("a module of the flake itself");
    }
  }

  @Test
  void theSameTextWithoutItsQuotesChangesNothing() {
    assertThat(NixEdit.set("{ a = \"/dev/x\"; }", "a", "/dev/x")).isInstanceOf(Unchanged.class);
  }

  @Test
  void aCommentThatWouldSwallowTheRestIsRefused() {
    assertThat(NixEdit.set("{ a = 1; }", "a", "2 # two")).isInstanceOf(NotFound.class);
  }

  @Test
  void aLineIsTakenOutWithItsComment() {
    assertThat(changed(NixEdit.unset(Texts.CONFIGURATION, "networking.hostName")))
        .isEqualTo(
            Texts.CONFIGURATION.replace("  networking.hostName = \"atlas\"; # the big one\n", ""));
    assertThat(changed(NixEdit.unset("{ a = 1; b = 2; }", "a"))).isEqualTo("{ b = 2; }");
    assertThat(changed(NixEdit.unset("{ a.x = 1; b = 2; a.y = 3; }", "a"))).isEqualTo("{ b = 2; }");
    assertThat(NixEdit.unset("{ a = 1; }", "b")).isInstanceOf(NotFound.class);
  }

  @Test
  void aSettingOfManyLinesIsTakenOutWhole() {
    assertThat(changed(NixEdit.unset(Texts.HARDWARE, "fileSystems.\"/\"")))
        .isEqualTo(
            Texts.HARDWARE.replace(
                "  fileSystems.\"/\" =\n"
                    + "    { device = \"nvmepool/root\";\n"
                    + "      fsType = \"zfs\";\n"
                    + "    };\n",
                ""));
  }

  @Test
  void anOptionIsFoundWithItsLineAndValue() {
    assertThat(NixEdit.find(Texts.HARDWARE, "boot.kernelModules"))
        .containsExactly(
            new Occurrence(13, "boot.kernelModules", "[ \"kvm-amd\" ]", true, false, ""));
    assertThat(NixEdit.find(Texts.CONFIGURATION, "boot.loader"))
        .extracting(Occurrence::option)
        .containsExactly("boot.loader.systemd-boot.enable", "boot.loader.efi.canTouchEfiVariables");
    assertThat(NixEdit.find("{ a = 1; b = ", "a"))
        .extracting(Occurrence::value)
        .containsExactly("1");
  }

  @Test
  void allOptionsAreNamedAsTheyAreFound() {
    assertThat(NixEdit.options(Texts.HARDWARE))
        .contains("boot.kernelModules", "fileSystems.\"/\"", "fileSystems.\"/\".device")
        .doesNotContain("imports")
        .allSatisfy(option -> assertThat(NixEdit.find(Texts.HARDWARE, option)).isNotEmpty());
    assertThat(
            NixEdit.options(
                "{ config.a.b = 1; c.\"x$y\" = 1; c.\"\\\"\".d = 1; c.${n} = 1; e.\"f\".g = 1; }"))
        .containsExactly("a.b", "e.f.g");
    assertThat(NixEdit.options("[ 1 ]")).isEmpty();
  }

  @Test
  void aSettingThatReplacesOthersIsToldApart() {
    assertThat(
            NixEdit.find("{ a = lib.mkIf c (lib.mkForce [ 1 ]); b = [ 1 ]; } // { b.c = 1; }", "a"))
        .extracting(Occurrence::priority)
        .containsExactly(true);
    assertThat(NixEdit.find("{ b = lib.mkIf c [ 1 ]; b.c = 1; }", "b"))
        .extracting(Occurrence::priority, Occurrence::whole)
        .containsExactly(tuple(false, true), tuple(false, false));
  }

  @Test
  void whatIsInheritedIsNotTakenOut() {
    assertThat(NixEdit.unset("let a = 1; in { inherit a; }", "a")).isInstanceOf(NotFound.class);
  }
}
