package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.edit.Edit.Change;
import dev.thaw.nixos.edit.Edit.Changed;
import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.Edit.Unchanged;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoveTest {

  private static final String OPTION = "boot.initrd.kernelModules";

  private static String removed(String text, String option, String element) {
    Edit edit = NixEdit.remove(text, option, element);
    assertThat(edit).as("%s", edit).isInstanceOf(Changed.class);
    return ((Changed) edit).text();
  }

  private static Unchanged unchanged(String text, String option, String element) {
    Edit edit = NixEdit.remove(text, option, element);
    assertThat(edit).as("%s", edit).isInstanceOf(Unchanged.class);
    return (Unchanged) edit;
  }

  private static NotFound refused(String text, String option, String element) {
    Edit edit = NixEdit.remove(text, option, element);
    assertThat(edit).as("%s", edit).isInstanceOf(NotFound.class);
    return (NotFound) edit;
  }

  @Test
  void theGeneratedHardwareFileLosesOnlyTheModule() {
    assertThat(removed(Texts.HARDWARE, OPTION, "vfio_pci"))
        .isEqualTo(
            Texts.HARDWARE.replace(
                "initrd.kernelModules = [ \"vfio_pci\" ]", "initrd.kernelModules = [ ]"));
  }

  @Test
  void changesNameTheLineAndTheElement() {
    assertThat(((Changed) NixEdit.remove(Texts.HARDWARE, OPTION, "vfio_pci")).changes())
        .containsExactly(new Change(12, "\"vfio_pci\" taken out of boot.initrd.kernelModules"));
  }

  @Test
  void aModuleWithOptionsAndConfigIsUnderstood() {
    assertThat(removed(Texts.VFIO, OPTION, "vfio-pci"))
        .isEqualTo(Texts.VFIO.replace("        \"vfio_pci\"\n", ""));
    assertThat(removed(Texts.VFIO, OPTION, "nvidia_modeset"))
        .isEqualTo(Texts.VFIO.replace("        \"nvidia_modeset\" # after nvidia\n", ""));
  }

  @Test
  void aCommentOnItsOwnLineStays() {
    assertThat(removed(Texts.VFIO, "boot.kernelParams", "amd_iommu=on"))
        .isEqualTo(Texts.VFIO.replace("        \"amd_iommu=on\"\n", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[ \"x\" ]|[ ]",
        "[\"x\"]|[ ]",
        "[ \"x\" \"b\" ]|[ \"b\" ]",
        "[ \"a\" \"x\" \"b\" ]|[ \"a\" \"b\" ]",
        "[ \"a\" \"x\" ]|[ \"a\" ]",
        "[\"a\" \"x\"]|[\"a\"]",
        "[\"x\" \"a\"]|[\"a\"]",
        "[\"a\"\"x\"\"b\"]|[\"a\" \"b\"]",
        "[ a\"x\"b ]|[ a b ]",
        "[ \"x\" \"x\" ]|[ ]",
        "[ \"a\" ''x'' ]|[ \"a\" ]",
        "[ \"x\" /* why */ ]|[ /* why */ ]",
        "[ \"x\" ] ++ [ \"a\" \"x\" ]|[ ] ++ [ \"a\" ]",
        "lib.mkForce [ \"x\" ]|lib.mkForce [ ]",
        "lib.mkIf c (lib.mkBefore [ \"x\" ])|lib.mkIf c (lib.mkBefore [ ])",
        "lib.optionals (c == \"x\") [ \"x\" ]|lib.optionals (c == \"x\") [ ]",
        "lib.mkMerge [ [ \"x\" ] (lib.mkIf c [ \"x\" \"a\" ]) ]|lib.mkMerge [ [ ] (lib.mkIf c [ \"a\" ]) ]",
        "if c then [ \"x\" ] else [ \"a\" ]|if c then [ ] else [ \"a\" ]",
        "with lib; [ \"x\" ]|with lib; [ ]",
        "let l = [ \"x\" ]; in l|let l = [ ]; in l",
        "[ \"a\" \"x\" ] ++ config.more|[ \"a\" ] ++ config.more",
        "[ \"a#x\" \"x\" # it\\n]|[ \"a#x\" # it\\n]",
        "[\\n  \"a\" \"x\"\\n]|[\\n  \"a\"\\n]",
        "[\\n  \"x\" \"a\"\\n]|[\\n  \"a\"\\n]",
        "[\\n  \"a\"\\n  \"x\" ]|[\\n  \"a\"\\n  ]",
        "[\\n\\t\"a\"\\n\\t\"x\"\\n]|[\\n\\t\"a\"\\n]",
        "[ \"x\"\\n  \"a\" ]|[\\n  \"a\" ]",
        "[\\n  # for x\\n  \"x\" # x\\n]|[\\n  # for x\\n]",
        "[\\n  \"x\" /* one */ # two\\n  \"a\"\\n]|[\\n  \"a\"\\n]",
        "[\\n  \"x\" /* one\\n */ \"a\"\\n]|[\\n  /* one\\n */ \"a\"\\n]",
      })
  void theElementLeavesTheListAsPeopleWould(String list, String expected) {
    String before = "{ lib, c, config, ... }: { boot.initrd.kernelModules = %s; }";
    String text = before.formatted(list.translateEscapes());
    assertThat(removed(text, OPTION, "x")).isEqualTo(before.formatted(expected.translateEscapes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ boot.initrd.kernelModules = L; }",
        "{ boot = { initrd = { kernelModules = L; }; }; }",
        "{ boot.initrd = { kernelModules = L; }; }",
        "{ boot = { initrd.kernelModules = L; }; }",
        "{ \"boot\".\"initrd\" = { \"kernelModules\" = L; }; }",
        "{ config.boot.initrd.kernelModules = L; options = { }; }",
        "{ options = { }; config = { boot.initrd.kernelModules = L; }; }",
        "{ config, ... }: { config = lib.mkIf config.x { boot.initrd.kernelModules = L; }; }",
        "{ config = lib.mkMerge [ { a = 1; } (lib.mkIf c { boot.initrd.kernelModules = L; }) ]; }",
        "args@{ pkgs, lib ? import <nixpkgs/lib>, ... }: { boot.initrd.kernelModules = L; }",
        "{ pkgs, ... }@args: with pkgs.lib; { boot.initrd.kernelModules = L; }",
        "let l = L; in { boot.initrd.kernelModules = l; }",
        "let l = L; in { boot.initrd.kernelModules = [ ] ++ l; }",
        "{ a = 1; } // { boot.initrd.kernelModules = L; }",
        "if builtins.pathExists ./x then { boot.initrd.kernelModules = L; } else { }",
        "rec { boot.initrd.kernelModules = L; }",
        "({ boot.initrd.kernelModules = L; })",
        "assert true; { boot.initrd.kernelModules = L; }",
        "{ imports = [ ./a.nix ({ pkgs, ... }: { boot.initrd.kernelModules = L; }) ]; }",
        "let inherit (lib) mkIf; in { boot = mkIf c { initrd.kernelModules = L; }; }",
        "{ lib, ... }: lib.mkMerge [ { a = 1; } (lib.mkIf x { boot.initrd.kernelModules = L; }) ]",
        "{ boot = { x = 1; } // { initrd = rec { kernelModules = L; }; }; }",
        "x: assert x != null; { inherit (x) y; boot.initrd.kernelModules = L; }",
        "/* { boot.initrd.kernelModules = [ \"vfio_pci\" ]; */ { # }\n boot.initrd.kernelModules = L; }",
        "{ ${x}.y = 1; a.\"${b}c\" = 2; boot.initrd.kernelModules = L; }",
        "{ a = x: y: z; b = x:y; c = ./${\"d\"}/e; boot.initrd.kernelModules = L; }",
        "{ a = \"\\\" $${ { \\${\"; p = ./a/b.nix; boot.initrd.kernelModules = L; }",
        "{ a = ./x + \"/y\"; b = http://x.org/a; c = <nixpkgs>; d = -1; e = !(a ? b.c);"
            + " f = a.b or c; g = x: y: x; h = 1.5; boot.initrd.kernelModules = L; }",
        "{ a = \"\\\"${\"}\" + ''}''}\"; b = ''${\"''\"} ''${ '''''; boot.initrd.kernelModules = L; }",
        "{ inputs.nixpkgs.url = \"x\"; outputs = { nixpkgs, ... }: {"
            + " nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ./b.nix"
            + " ({ ... }: { boot.initrd.kernelModules = L; }) ]; }; }; }",
      })
  void theOptionIsFoundInEverySpelling(String text) {
    String list = "[ \"a\" \"vfio_pci\" ]";
    assertThat(removed(text.replace("L", list), OPTION, "vfio_pci"))
        .isEqualTo(text.replace("L", "[ \"a\" ]"));
    String crlf = text.replace("L", "[\r\n  \"a\" # é\r\n  \"vfio-pci\" # x\r\n]");
    assertThat(removed(crlf, OPTION, "vfio_pci"))
        .isEqualTo(text.replace("L", "[\r\n  \"a\" # é\r\n]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ boot.kernelModules = [ \"vfio_pci\" ]; }",
        "{ initrd.kernelModules = [ \"vfio_pci\" ]; boot.initrd.availableKernelModules = [ \"vfio_pci\" ]; }",
        "{ specialisation.x.configuration.boot.initrd.kernelModules = [ \"vfio_pci\" ]; }",
        "{ options.boot.initrd.kernelModules = [ \"vfio_pci\" ]; }",
        "{ boot.initrd.kernelModules = [ \"vfio_pci_core\" \"${x}vfio_pci\" [ \"vfio_pci\" ] ]; }",
        "{ boot.initrd.kernelModules = [ ] ++ lib.optional c \"vfio_pci\"; }",
        "{ boot.initrd.kernelModules = f [ \"vfio_pci\" ]; }",
        "{ boot.initrd.kernelModules = lib.optional c \"vfio_pci\" ++ [ \"vfio_pci\" ]; }",
        "let l = [ \"vfio_pci\" ]; in { boot.initrd.kernelModules = l; boot.kernelModules = l; }",
        "let l = [ \"vfio_pci\" ]; in { boot.initrd.kernelModules = l; x = \"${toString l}\"; }",
        "let l = [ \"vfio_pci\" ]; in l: { boot.initrd.kernelModules = l; }",
        "let l = l; in { boot.initrd.kernelModules = l; }",
        "{ boot.initrd.${\"kernelModules\"} = [ \"vfio_pci\" ]; }",
        "{ inherit (import ./boot.nix) boot; }",
        "{ boot = import ./boot.nix; }",
        "{ boot.initrd.kernelModules = [ \"vfio_pci\" ] }",
        "{ a = [ ; boot.initrd.kernelModules = [ \"vfio_pci\" ]; }",
        "{ boot.initrd.kernelModules = [ \"vfio_pci\" ]; a = \"; }",
        "{ boot.initrd.kernelModules = [ \"vfio_pci\" ]; /* }",
        "{ boot.initrd.kernelModules = [ \"vfio_pci\" ];",
        "{ boot.initrd.kernelModules = [ \"vfio_pci\" ]; } }",
        "{ outputs = s: { a.modules = [ { boot.initrd.kernelModules = [ \"vfio_pci\" ]; } ];"
            + " b.modules = [ { boot.initrd.kernelModules = [ \"vfio_pci\" ]; } ]; }; }",
        "",
        "\u0000",
      })
  void whatIsNotSafeOrNotThereIsLeftAlone(String text) {
    assertThat(NixEdit.remove(text, OPTION, "vfio_pci")).isNotInstanceOf(Edit.Changed.class);
  }

  @Test
  void lookAlikesInCommentsAndStringsAreNoSettings() {
    Unchanged none = unchanged(Texts.CONFIGURATION, OPTION, "vfio_pci");
    assertThat(none.reason()).isEqualTo("boot.initrd.kernelModules is not set in this text.");
    assertThat(none.elsewhere())
        .containsExactly("Line 14: it stands in a comment.", "Line 15: it stands in a comment.");
  }

  @Test
  void whereElseItStandsIsSaid() {
    assertThat(
            unchanged("{\n  boot.kernelModules = [ \"vfio-pci\" ];\n}", OPTION, "vfio_pci")
                .elsewhere())
        .containsExactly("Line 2: it stands in boot.kernelModules.");
  }

  @Test
  void theLineThatCanNotBeEditedIsNamed() {
    NotFound no = refused("{\n\n  boot.initrd.kernelModules = f [ \"x\" ];\n}", OPTION, "x");
    assertThat(no.similar()).anyMatch(s -> s.startsWith("Line 3: ") && s.contains("'f [ \"x\" ]'"));
  }

  @Test
  void theFaultOfABrokenTextIsNamed() {
    assertThat(refused("{\n  a = 1\n  b = [ \"x\" ];\n}", "b", "x").similar())
        .containsExactly("Line 3: expected ;, found =.");
  }

  @Test
  void dashAndUnderscoreAreEqualForModulesOnly() {
    unchanged("{ boot.kernelParams = [ \"a_b\" ]; }", "boot.kernelParams", "a-b");
    removed(
        "{ boot.blacklistedKernelModules = [ \"a_b\" ]; }", "boot.blacklistedKernelModules", "a-b");
  }

  @Test
  void packagesAreMatchedAsTheyAreWritten() {
    assertThat(removed(Texts.CONFIGURATION, "environment.systemPackages", "vim"))
        .isEqualTo(Texts.CONFIGURATION.replace("    vim\n", ""));
    assertThat(removed("{ x = [ pkgs.a pkgs.a.b (f pkgs.a) ]; }", "x", "pkgs.a"))
        .isEqualTo("{ x = [ pkgs.a.b (f pkgs.a) ]; }");
  }

  @Test
  void namesOfUsersAndFileSystemsAreFollowed() {
    assertThat(removed(Texts.CONFIGURATION, "users.users.ada.extraGroups", "wheel"))
        .isEqualTo(Texts.CONFIGURATION.replace("\"wheel\" ", ""));
    assertThat(removed(Texts.HARDWARE, "fileSystems.\"/boot\".options", "dmask=0022"))
        .isEqualTo(Texts.HARDWARE.replace(" \"dmask=0022\"", ""));
  }

  @Test
  void deepAndLongTextsDoNotThrow() {
    for (String piece :
        new String[] {
          "[", "(", "{", "{a=", "\"${", "''${", "x: ", "!", "a.b or ", "[ (", "let a = "
        }) {
      refused(piece.repeat(30_000), OPTION, "x");
    }
    String sum = "{ a = " + "1 + ".repeat(50_000) + "1; boot.initrd.kernelModules = [ \"x\" ]; }";
    assertThat(removed(sum, OPTION, "x")).endsWith("[ ]; }");
  }

  @Test
  void everyPrefixOfAConfigurationIsReadWithoutThrowing() {
    for (int end = 0; end < Texts.VFIO.length(); end++) {
      NixEdit.remove(Texts.VFIO.substring(0, end), OPTION, "vfio_pci");
      NixEdit.add(Texts.VFIO.substring(end), OPTION, "vfio_pci");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", "a b", "a\"b", "$(reboot)", "a.\"${x}\"", "a;b"})
  void whatIsNoOptionIsATrouble(String option) {
    Assertions.assertThatThrownBy(() -> NixEdit.remove("{ }", option, "x"))
        .isInstanceOf(Trouble.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ pkgs }: pkgs.mkShell { }",
        "final: prev: { x = prev.x.override { }; }",
        "[ ./a.nix ]",
        "import ./x.nix { }",
        "{ ${x} = 1; }",
        "{ a = [ 1; }",
        "{ boot.kernelModules = [ \"kvm\" ]; }",
      })
  void aTextThatHasNothingToDoWithItNamesNoPlace(String text) {
    assertThat(refused(text, OPTION, "vfio_pci").similar()).isEmpty();
    assertThat(((NotFound) NixEdit.unset(text, OPTION)).similar()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f { x = [ \"vfio-pci\" ]; }",
        "{ boot = import ./boot.nix; }",
        "{ inherit (x) boot; }",
        "{ boot.initrd.kernelModules = f; }",
        "{ boot.initrd.kernelModules = [ \"vfio_pci\" }",
        "{ boot.${x} = 1; }",
      })
  void aTextThatMayHaveToDoWithItNamesThePlace(String text) {
    assertThat(refused(text, OPTION, "vfio_pci").similar()).isNotEmpty();
  }
}
