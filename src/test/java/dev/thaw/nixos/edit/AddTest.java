package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.edit.Edit.Changed;
import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.Edit.Unchanged;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddTest {

  private static final String OPTION = "boot.initrd.kernelModules";

  private static String changed(Edit edit) {
    assertThat(edit).as("%s", edit).isInstanceOf(Changed.class);
    return ((Changed) edit).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[ ]|[ \"x\" ]",
        "[]|[ \"x\" ]",
        "[\\n]|[ \"x\" ]",
        "[ \"a\" ]|[ \"a\" \"x\" ]",
        "[\"a\"]|[\"a\" \"x\"]",
        "[ \"a\" # a\\n]|[ \"a\" \"x\" # a\\n]",
        "[\\n  \"a\" # a\\n]|[\\n  \"a\" # a\\n  \"x\"\\n]",
        "[\\n  \"a\"\\n  # end\\n]|[\\n  \"a\"\\n  \"x\"\\n  # end\\n]",
        "[\\r\\n\\t\"a\"\\r\\n]|[\\r\\n\\t\"a\"\\r\\n\\t\"x\"\\r\\n]",
        "[\\n  \"a\" \"b\"\\n]|[\\n  \"a\" \"b\" \"x\"\\n]",
        "[ \"a\"\\n  \"b\" ]|[ \"a\"\\n  \"b\"\\n  \"x\" ]",
        "[\\n    # none\\n  ]|[\\n    # none\\n    \"x\"\\n  ]",
        "[ /* none */ ]|[ /* none */ \"x\" ]",
        "[ \"a\" ] ++ lib.optionals c [ \"b\" ]|[ \"a\" \"x\" ] ++ lib.optionals c [ \"b\" ]",
        "lib.mkForce [ \"a\" ]|lib.mkForce [ \"a\" \"x\" ]",
      })
  void theElementIsWrittenInTheListsOwnStyle(String list, String expected) {
    String before = "{ lib, c, ... }: { boot.initrd.kernelModules = %s; }";
    assertThat(changed(NixEdit.add(before.formatted(list.translateEscapes()), OPTION, "x")))
        .isEqualTo(before.formatted(expected.translateEscapes()));
  }

  @Test
  void whereLinesEndInTwoWaysAllOthersKeepTheirs() {
    String before = "{\r\n  boot.initrd.kernelModules = [\n    \"a\"\n  ];\r\n}\r\n";
    assertThat(changed(NixEdit.add(before, OPTION, "x")))
        .isEqualTo(before.replace("\"a\"\n", "\"a\"\n    \"x\"\n"));
  }

  @Test
  void whatIsThereIsNotAddedAgain() {
    assertThat(NixEdit.add(Texts.HARDWARE, OPTION, "vfio-pci"))
        .isEqualTo(
            new Unchanged(
                "boot.initrd.kernelModules lists vfio-pci already, in line 12.", List.of()));
  }

  @Test
  void aMissingOptionIsBoundBeforeTheLastBrace() {
    assertThat(changed(NixEdit.add(Texts.CONFIGURATION, OPTION, "nvme")))
        .isEqualTo(
            Texts.CONFIGURATION.replace(
                "\"24.05\";\n", "\"24.05\";\n  boot.initrd.kernelModules = [ \"nvme\" ];\n"));
    assertThat(changed(NixEdit.add(Texts.VFIO, "boot.blacklistedKernelModules", "nouveau")))
        .isEqualTo(
            Texts.VFIO.replace(
                "  };\n}\n", "    boot.blacklistedKernelModules = [ \"nouveau\" ];\n  };\n}\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ }|{ a.b = [ \"x\" ]; }",
        "{}|{ a.b = [ \"x\" ]; }",
        "{ c = 1; }|{ c = 1; a.b = [ \"x\" ]; }",
        "{\\r\\n}|{\\r\\n  a.b = [ \"x\" ];\\r\\n}",
        "{\\n\\tc = 1;\\n}|{\\n\\tc = 1;\\n\\ta.b = [ \"x\" ];\\n}",
        "{\\n  c = 1; }|{\\n  c = 1;\\n  a.b = [ \"x\" ]; }",
        "{\\n  c = 1; # c\\n  # end\\n}|{\\n  c = 1; # c\\n  # end\\n  a.b = [ \"x\" ];\\n}",
        "{ options.c = 1; }|{ options.c = 1; config.a.b = [ \"x\" ]; }",
        "{ a = { c = 1; }; }|{ a = { c = 1; }; a.b = [ \"x\" ]; }",
      })
  void aNewLineIsIndentedAsTheOthers(String text, String expected) {
    assertThat(changed(NixEdit.add(text.translateEscapes(), "a.b", "x")))
        .isEqualTo(expected.translateEscapes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ a = lib.mkIf c { d = 1; }; }",
        "{ a = import ./a.nix; }",
        "{ a = rec { d = 1; }; }",
        "{ inherit (x) a; }",
        "{ ${x} = 1; }",
        "{ a.b.c = 1; }",
        "{ a.b = lib.mkIf c [ \"y\" ]; }",
        "{ a.b = lib.mkIf c [ \"x\" ]; }",
        "{ a.b = [ \"y\" ]; } // f x",
        "{ a.b = f; }",
        "{ config = lib.mkIf c { }; options = { }; }",
        "{ outputs = { self }: { }; }",
        "import ./x.nix",
        "[ ]",
        "{ a = 1;",
        "",
      })
  void whereALineMightBeWrongNoneIsAdded(String text) {
    assertThat(NixEdit.add(text, "a.b", "x")).isInstanceOf(NotFound.class);
  }

  @Test
  void packagesAreWrittenAsNames() {
    assertThat(changed(NixEdit.add(Texts.CONFIGURATION, "environment.systemPackages", "git")))
        .isEqualTo(Texts.CONFIGURATION.replace("    wget\n", "    wget\n    git\n"));
    assertThat(changed(NixEdit.add("{ pkgs, ... }: { x = [ pkgs.a ]; }", "x", "pkgs.b")))
        .isEqualTo("{ pkgs, ... }: { x = [ pkgs.a pkgs.b ]; }");
    assertThat(changed(NixEdit.add("{ pkgs, ... }: { }", "environment.systemPackages", "pkgs.b")))
        .isEqualTo("{ pkgs, ... }: { environment.systemPackages = [ pkgs.b ]; }");
  }

  @Test
  void aNameThatNothingExplainsIsRefused() {
    assertThat(NixEdit.add("{ x = [ pkgs.a ]; }", "x", "vim")).isInstanceOf(NotFound.class);
    assertThat(NixEdit.add("{ lib, ... }: { }", "environment.systemPackages", "pkgs.vim"))
        .isInstanceOf(NotFound.class);
    assertThat(NixEdit.add("{ }", "environment.systemPackages", "vim"))
        .isInstanceOf(NotFound.class);
    assertThat(NixEdit.add("{ x = [ pkgs.a ]; }", "x", "b ] ++ [ c")).isInstanceOf(NotFound.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\"b", "a\\", "${x}", "$${x}", "a b", "'' ${x}", "é\n", "$(reboot)", "# x", "*/"})
  void anyTextBecomesAStringThatMeansIt(String element) {
    String text = changed(NixEdit.add("{ x = [ \"y\" ]; }", "x", element));
    Edit back = NixEdit.remove(text, "x", element);
    assertThat(changed(back)).isEqualTo("{ x = [ \"y\" ]; }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vfio", "nvidia", "vfio_iommu_type1", "nvidia_modeset"})
  void whatWasRemovedCanBeAddedAgain(String module) {
    String without = changed(NixEdit.remove(Texts.VFIO, OPTION, module));
    assertThat(NixEdit.remove(without, OPTION, module)).isInstanceOf(Unchanged.class);
    String with = changed(NixEdit.add(without, OPTION, module));
    assertThat(changed(NixEdit.remove(with, OPTION, module))).isEqualTo(without);
  }
}
