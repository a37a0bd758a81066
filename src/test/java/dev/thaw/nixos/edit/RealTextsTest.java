package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.thaw.nixos.edit.Edit.Changed;
import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.Edit.Unchanged;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was met in the configurations of people, each made small. */
class RealTextsTest {

  private static final String PACKAGES = "environment.systemPackages";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { pkgs, ... }: { environment.systemPackages = with pkgs; [ vim git ]; }  | pkgs.vim
          { pkgs, ... }: { environment.systemPackages = with pkgs; [ vim git ]; }  | vim
          { pkgs, ... }: { environment.systemPackages = [ pkgs.vim pkgs.git ]; }   | vim
          { pkgs, ... }: { environment.systemPackages = [ pkgs.vim pkgs.git ]; }   | pkgs.vim
          { pkgs, ... }: with pkgs; { environment.systemPackages = [ vim git ]; }  | pkgs.vim
          { pkgs, lib, ... }: { environment.systemPackages = lib.optionals x (with pkgs; [ vim git ]); } | pkgs.vim
          { pkgs, ... }: { environment.systemPackages = with pkgs; [ pkgs.vim git ]; } | vim
          """)
  void aPackageIsTheSameBothWays(String text, String element) {
    assertThat(NixEdit.remove(text, PACKAGES, element))
        .isInstanceOfSatisfying(
            Changed.class, changed -> assertThat(changed.text()).doesNotContain("vim"));
  }

  @Test
  void aPackageOfAnotherSetIsAnotherOne() {
    String text = "{ pkgs, ... }: { environment.systemPackages = with pkgs.kdePackages; [ vim ]; }";
    assertThat(NixEdit.remove(text, PACKAGES, "pkgs.vim")).isNotInstanceOf(Changed.class);
  }

  @Test
  void whatStandsInMkIfAndMkMergeIsOfferedForCompletion() {
    String text =
        """
        { config, lib, ... }: {
          config = lib.mkIf config.my.enable (lib.mkMerge [
            { boot.loader.timeout = 1; }
            (lib.mkIf config.my.gpu { hardware.graphics = { enable = true; }; })
            { fileSystems."/boot" = lib.mkDefault { device = "x"; }; }
          ]);
        }
        """;
    assertThat(NixEdit.options(text))
        .contains(
            "boot.loader.timeout",
            "hardware.graphics.enable",
            "fileSystems.\"/boot\"",
            "fileSystems.\"/boot\".device");
    assertThat(
            NixEdit.options("{ lib, ... }: lib.mkMerge [ { a.b = 1; } (lib.mkIf c { d.e = 2; }) ]"))
        .contains("a.b", "d.e");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { specialisation.gpu.configuration = { boot.loader.timeout = 1; }; }             | specialisation.gpu.configuration
          { containers.web = { config = { lib, ... }: { boot.loader.timeout = 1; }; }; }   | containers.web.config
          { specialisation = { gpu.configuration.boot.loader.timeout = 1; }; }             | specialisation.gpu.configuration
          { lib, ... }: { specialisation.gpu.configuration = lib.mkIf c { boot.loader.timeout = 1; }; } | specialisation.gpu.configuration
          """)
  void unsetSaysWhereItStandsInAnotherSystem(String text, String where) {
    assertThat(NixEdit.unset(text, "boot.loader.timeout"))
        .isInstanceOfSatisfying(
            Unchanged.class,
            unchanged ->
                assertThat(unchanged.elsewhere())
                    .containsExactly("Line 1: it is set in " + where + "."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ pkgs, ... }: { name = \"boot\"; nodes.machine = { }; testScript = \"x\"; }",
        "{ lib }: { mkHost = name: { modules = [ ]; }; }",
        "final: prev: { vim = prev.vim; }",
        "lib: { f = x: x; }",
      })
  void aFileThatIsNoModuleGetsNoSetting(String text) {
    assertThat(NixEdit.set(text, "boot.loader.timeout", "9")).isInstanceOf(NotFound.class);
  }

  @Test
  void aFloatWithoutDigitsAfterItsPointIsRead() {
    assertThat(NixEdit.set("{ a.b = 1.; c.d = 2; }", "c.d", "3"))
        .isInstanceOfSatisfying(
            Changed.class,
            changed -> assertThat(changed.text()).isEqualTo("{ a.b = 1.; c.d = 3; }"));
    assertThat(NixEdit.set("{ a.b = [ 1. 2.5e3 .5 ]; c.d = 2; }", "c.d", "3"))
        .isInstanceOf(Changed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/disk/by-path/pci-0000:00:1f.2",
        "/dev/disk/by-path/pci-0000:00:1f.2-ata-1-part1",
        "/dev/disk/by-id/nvme-eui.0025385b-part2",
        "UUID=1234-ABCD",
        "lib",
        "map",
        "builtins",
        "import",
        "toString",
        "pkgs",
      })
  void whatIsPlainTextIsAString(String value) {
    assertThat(NixEdit.set("{ lib, ... }: { a.b = \"old\"; }", "a.b", value))
        .isInstanceOfSatisfying(
            Changed.class,
            changed -> assertThat(changed.text()).contains("a.b = \"" + value + "\";"));
    assertThat(NixEdit.set("{ }", "a.b", value))
        .isInstanceOfSatisfying(
            Changed.class,
            changed -> assertThat(changed.text()).contains("a.b = \"" + value + "\";"));
  }

  @Test
  void aMentionIsAWholeString() {
    assertThat(
            NixEdit.remove(
                "{ lib, ... }: { a.b = [ \"vfio\" ] ++ lib.optional c \"vfio_pci\"; }",
                "a.b",
                "vfio"))
        .isInstanceOf(Changed.class);
  }

  @Test
  void aComputedSiblingIsInNobodysWay() {
    String text =
        "{ h, ... }: { fileSystems = { \"/a\".options = [ \"x\" ]; \"${h}/b\".options = [ \"x\" ];"
            + " }; }";
    assertThat(NixEdit.remove(text, "fileSystems.\"/a\".options", "x")).isInstanceOf(Changed.class);
  }

  @Test
  void severalModulesOfOneHostAreChangedTogether() {
    String text = "{ outputs = [ { a.b = [ \"x\" ]; } { a.b = [ \"x\" \"y\" ]; } ]; }";
    var both = List.of(text.indexOf("{ a"), text.lastIndexOf("{ a"));
    assertThat(NixEdit.remove(new NixEdit.Modules(text, both), "a.b", "x"))
        .isInstanceOfSatisfying(
            Changed.class,
            changed ->
                assertThat(changed.text())
                    .isEqualTo("{ outputs = [ { a.b = [ ]; } { a.b = [ \"y\" ]; } ]; }"));
    assertThat(NixEdit.unset(new NixEdit.Modules(text, both), "a.b"))
        .isInstanceOfSatisfying(
            Changed.class,
            changed -> assertThat(changed.text()).isEqualTo("{ outputs = [ { } { } ]; }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { a.b = [ "x" "x" "y" ]; }            | { a.b = [ "y" ]; }
          { a.b = [ "x" "y" "x" ]; }            | { a.b = [ "y" ]; }
          { a.b = [ "x" "x" ]; }                | { a.b = [ ]; }
          { a.b = [ "x" ] ++ [ "x" ]; }         | { a.b = [ ] ++ [ ]; }
          { a.b = [ "x" /* why */ "x" ]; }      | { a.b = [ /* why */ ]; }
          """)
  void whatStandsTwiceGoesTwice(String text, String after) {
    assertThat(NixEdit.remove(text, "a.b", "x"))
        .isInstanceOfSatisfying(
            Changed.class, changed -> assertThat(changed.text()).isEqualTo(after));
  }

  @Test
  void threeThousandModulesOfAFlakeTakeNoTime() {
    String text =
        "{ outputs = { n, ... }: { nixosConfigurations.alfa = n.f { modules = [ "
            + "{ boot.kernelModules = [ \"a\" ]; }\n".repeat(3000)
            + "]; }; }; }";
    Edit edit =
        assertTimeoutPreemptively(
            Duration.ofSeconds(6), () -> NixEdit.remove(text, "boot.kernelModules", "a"));
    assertThat(edit).isNotNull();
  }
}
