package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.EditResult.Already;
import dev.thaw.nixos.EditResult.Edited;
import dev.thaw.nixos.EditResult.FileEdit;
import dev.thaw.nixos.EditResult.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NixEditTest {

  private static final String MODULES = "boot.initrd.kernelModules";

  private static NixEdit edit(String... pathsAndTexts) {
    var files = new ArrayList<ConfigFile>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      String text = pathsAndTexts[i + 1];
      files.add(new ConfigFile("/etc/nixos/" + pathsAndTexts[i], text.length(), text, true));
    }
    return NixEdit.of(new Configuration("/etc/nixos", files, Optional.empty(), List.of()));
  }

  private static String after(EditResult result) {
    assertThat(result).isInstanceOf(Edited.class);
    List<FileEdit> files = ((Edited) result).files();
    assertThat(files).hasSize(1);
    return files.getFirst().after();
  }

  private static String removed(String text) {
    return after(edit("configuration.nix", text).remove(MODULES, "vfio_pci"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [ "vfio_pci" "vfio" ]            | [ "vfio" ]
          [ "vfio" "vfio_pci" ]            | [ "vfio" ]
          [ "a" "vfio_pci" "b" ]           | [ "a" "b" ]
          [ "vfio_pci" ]                   | [ ]
          ["vfio_pci"]                     | [ ]
          ["vfio_pci" "a"]                 | ["a"]
          ["a" "vfio_pci"]                 | ["a"]
          ["a""vfio_pci""b"]               | ["a""b"]
          [ "a"  "vfio_pci"  "b" ]         | [ "a"  "b" ]
          [ ''vfio_pci'' "a" ]             | [ "a" ]
          [ "vfio-pci" "a" ]               | [ "a" ]
          [ "vfio_pci" "a" "vfio-pci" ]    | [ "a" ]
          lib.mkForce [ "vfio_pci" "a" ]   | lib.mkForce [ "a" ]
          lib.mkIf true [ "vfio_pci" "a" ] | lib.mkIf true [ "a" ]
          [ "a" ] ++ [ "vfio_pci" "b" ]    | [ "a" ] ++ [ "b" ]
          [ "a" ] ++ lib.optionals (x == "]") [ "vfio_pci" ] | [ "a" ] ++ lib.optionals (x == "]") [ ]
          lib.mkMerge [ [ "a" ] (lib.mkIf c [ "vfio_pci" "b" ]) ] | lib.mkMerge [ [ "a" ] (lib.mkIf c [ "b" ]) ]
          with x; [ "vfio_pci" "a" ]       | with x; [ "a" ]
          [ "a" /* no */ "vfio_pci" "b" ]  | [ "a" /* no */ "b" ]
          [ "x${toString [ "vfio_pci" ]}" "vfio_pci" ] | [ "x${toString [ "vfio_pci" ]}" ]
          if c then [ "vfio_pci" "a" ] else [ "b" "vfio_pci" ] | if c then [ "a" ] else [ "b" ]
          """)
  void anElementLeavesTheListAndNothingElseChanges(String list, String expected) {
    String text = "{ ... }:\n{\n  boot.initrd.kernelModules = %s; # keep\n}\n";

    assertThat(removed(text.formatted(list))).isEqualTo(text.formatted(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ boot.initrd.kernelModules = %s; }",
        "{ boot = { initrd.kernelModules = %s; }; }",
        "{ boot.initrd = { kernelModules = %s; }; }",
        "{ \"boot\".initrd.\"kernelModules\" = %s; }",
        "{ config, pkgs, ... }: { boot.initrd.kernelModules = %s; }",
        "{ config, pkgs, ... }@args: { boot.initrd.kernelModules = %s; }",
        "args@{ a ? { b = 1; }, ... }: { boot.initrd.kernelModules = %s; }",
        "{ pkgs, ... }: let a = 1; b = { boot.x = 2; }; in { boot.initrd.kernelModules = %s; }",
        "{ pkgs, ... }: with pkgs.lib; { boot.initrd.kernelModules = %s; }",
        "{ lib, ... }: lib.mkIf true { boot.initrd.kernelModules = %s; }",
        "{ lib, ... }: lib.mkMerge [ { a = 1; } (lib.mkIf x { boot.initrd.kernelModules = %s; }) ]",
        "{ lib, ... }: { imports = [ ]; options = { }; config = lib.mkIf x { boot.initrd.kernelModules = %s; }; }",
        "{ config.boot.initrd.kernelModules = %s; }",
        "{ a = 1; } // { boot.initrd.kernelModules = %s; }",
        "{ boot = { x = 1; } // { initrd = rec { kernelModules = %s; }; }; }",
        "x: assert x != null; { inherit (x) y; boot.initrd.kernelModules = %s; }",
        "{ outputs = { self, nixpkgs }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ./a.nix ({ pkgs, ... }: { boot.initrd.kernelModules = %s; }) ]; }; }; }",
        "{ a = ''\n  ''${b} ${\"}\"} ''' boot.initrd.kernelModules = [ \"vfio_pci\" ];\n''; boot.initrd.kernelModules = %s; }",
        "{ a = \"\\\" $${ { \\${\"; u = http://x.y/?a=b,c; p = ./a/b.nix; s = <nixpkgs/nixos>; boot.initrd.kernelModules = %s; }",
        "{ a = x: y: z; b = x:y; c = ./${\"d\"}/e; boot.initrd.kernelModules = %s; }",
        "/* { boot.initrd.kernelModules = [ \"vfio_pci\" ]; */ { # }\n boot.initrd.kernelModules = %s; }",
        "{ ${x}.y = 1; a.\"${b}c\" = 2; boot.initrd.kernelModules = %s; }",
      })
  void theOptionIsFoundHoweverItIsWritten(String file) {
    assertThat(removed(file.replace("%s", "[ \"a\" \"vfio_pci\" ]")))
        .isEqualTo(file.replace("%s", "[ \"a\" ]"));
  }

  @Test
  void aLineOfItsOwnGoesWithItsComment() {
    String text =
        """
        {
          boot.initrd.kernelModules = [
            "vfio" # keep this
            # about the card
            "vfio_pci" # the card
            "vfio_iommu_type1"
          ]; # end
        }
        """;

    assertThat(removed(text)).isEqualTo(text.replace("    \"vfio_pci\" # the card\n", ""));
  }

  @Test
  void aCommentStaysWhenItsLineStays() {
    String text = "{\n boot.initrd.kernelModules = [\n  \"a\" \"vfio_pci\" # both\n ];\n}";

    assertThat(removed(text)).isEqualTo(text.replace(" \"vfio_pci\"", ""));
  }

  @Test
  void theFirstOnALineLeavesTheIndentationBehind() {
    String text = "{\n boot.initrd.kernelModules = [\n\t  \"vfio_pci\" \"a\"\n ];\n}";

    assertThat(removed(text)).isEqualTo(text.replace("\"vfio_pci\" ", ""));
  }

  @Test
  void theLastOfALongListLeavesAnEmptyOne() {
    assertThat(removed("{\n  boot.initrd.kernelModules = [\n    \"vfio_pci\"\n  ];\n}\n"))
        .isEqualTo("{\n  boot.initrd.kernelModules = [ ];\n}\n");
  }

  @Test
  void commentsInAnEmptiedListStay() {
    String text = "{\n  boot.initrd.kernelModules = [\n    # why\n    \"vfio_pci\"\n  ];\n}\n";

    assertThat(removed(text)).isEqualTo(text.replace("    \"vfio_pci\"\n", ""));
  }

  @Test
  void carriageReturnsStay() {
    String text =
        "{\r\n  boot.initrd.kernelModules = [\r\n    \"a\"\r\n    \"vfio_pci\"\r\n  ];\r\n}";

    assertThat(removed(text)).isEqualTo(text.replace("    \"vfio_pci\"\r\n", ""));
    assertThat(after(edit("configuration.nix", text).add(MODULES, "b")))
        .isEqualTo(text.replace("\"vfio_pci\"\r\n", "\"vfio_pci\"\r\n    \"b\"\r\n"));
  }

  @Test
  void aNameIsRemovedFromAListOfNames() {
    String text = "{ environment.systemPackages = with pkgs; [ vim (a.override { }) git.out ]; }";

    assertThat(after(edit("c.nix", text).remove("environment.systemPackages", "vim")))
        .isEqualTo(text.replace(" vim", ""));
    assertThat(after(edit("c.nix", text).remove("environment.systemPackages", "git.out")))
        .isEqualTo(text.replace(" git.out", ""));
  }

  @Test
  void everyFileThatSetsItIsChanged() {
    var result =
        edit(
                "a.nix", "{ boot.initrd.kernelModules = [ \"vfio_pci\" ]; }",
                "b.nix", "{ boot.initrd.kernelModules = [ \"other\" ]; }",
                "c.nix", "{ boot.initrd = { kernelModules = [ \"vfio-pci\" \"x\" ]; }; }")
            .remove(MODULES, "vfio_pci");

    assertThat(((Edited) result).files())
        .extracting(FileEdit::path)
        .containsExactly("/etc/nixos/a.nix", "/etc/nixos/c.nix");
  }

  @Test
  void whatIsNotThereIsSaidWithWhatIsLikeIt() {
    var result =
        edit(
                "configuration.nix",
                "{ boot.initrd.kernelModules = [ \"a\" ];\n boot.kernelModules = [ \"vfio_pci\" ]; }",
                "let.nix",
                "let gpu = [ \"vfio_pci\" ]; in { boot.x = gpu; }",
                "broken.nix",
                "{\n a = [ 1; }")
            .remove(MODULES, "vfio_pci");

    assertThat(result).isInstanceOf(NotFound.class);
    NotFound missing = (NotFound) result;
    assertThat(missing.why()).isEqualTo("vfio_pci is not in boot.initrd.kernelModules.");
    assertThat(missing.similar())
        .containsExactly(
            "/etc/nixos/configuration.nix:1 sets boot.initrd.kernelModules to [ \"a\" ].",
            "/etc/nixos/configuration.nix:2: vfio_pci is in boot.kernelModules.",
            "/etc/nixos/let.nix:1: vfio_pci is in gpu (a let).",
            "/etc/nixos/broken.nix:2 is no Nix: '}' closes nothing.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "\"",
        "''",
        "/*",
        "}",
        "[ ) ]",
        "\"${",
        "let a = 1;",
        "{ a b }",
        "{ = 1; }",
        "{ a = 1 }"
      })
  void brokenTextIsNeverChanged(String text) {
    assertThat(edit("configuration.nix", text).remove(MODULES, "x")).isInstanceOf(NotFound.class);
    assertThat(edit("configuration.nix", text).set("a.b", "1")).isInstanceOf(NotFound.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [ ]                     | [ "nvme" ]
          []                      | [ "nvme" ]
          [ "a" ]                 | [ "a" "nvme" ]
          ["a"]                   | ["a" "nvme"]
          lib.mkForce [ "a" ]     | lib.mkForce [ "a" "nvme" ]
          """)
  void anElementIsAddedAtTheEnd(String list, String expected) {
    String text = "{ boot.initrd.kernelModules = %s; }";

    assertThat(after(edit("configuration.nix", text.formatted(list)).add(MODULES, "nvme")))
        .isEqualTo(text.formatted(expected));
  }

  @Test
  void addingWhatIsThereChangesNothing() {
    assertThat(
            edit("c.nix", "{ boot.initrd.kernelModules = [ \"xhci-pci\" ]; }")
                .add(MODULES, "xhci_pci"))
        .isInstanceOf(Already.class);
  }

  @Test
  void theGeneratedHardwareFileIsLeftAlone() {
    var result =
        edit(
                "hardware-configuration.nix",
                "{ boot.initrd.kernelModules = [ ]; }",
                "configuration.nix",
                "{ pkgs, ... }:\n\n{\n  imports = [ ./hardware-configuration.nix ];\n  time.timeZone = \"UTC\"; # here\n}\n")
            .add(MODULES, "nvme");

    assertThat(after(result))
        .isEqualTo(
            "{ pkgs, ... }:\n\n{\n  imports = [ ./hardware-configuration.nix ];\n  time.timeZone = \"UTC\"; # here\n"
                + "  boot.initrd.kernelModules = [ \"nvme\" ];\n}\n");
  }

  @Test
  void aPackageIsAddedAsAName() {
    assertThat(
            after(edit("configuration.nix", "{ }").add("environment.systemPackages", "pkgs.git")))
        .isEqualTo("{ environment.systemPackages = [ pkgs.git ]; }");
  }

  @Test
  void hostileElementsAreQuoted() {
    assertThat(after(edit("configuration.nix", "{ }").add(MODULES, "a\"; evil = \"${x}\\")))
        .isEqualTo("{ boot.initrd.kernelModules = [ \"a\\\"; evil = \\\"\\${x}\\\\\" ]; }");
  }

  @Test
  void aValueIsReplaced() {
    String text = "{ boot.zfs = { forceImportRoot = lib.mkDefault (a: a) true; /* x */ }; }";

    assertThat(after(edit("configuration.nix", text).set("boot.zfs.forceImportRoot", "false")))
        .isEqualTo("{ boot.zfs = { forceImportRoot = false; /* x */ }; }");
    assertThat(edit("c.nix", "{ a = 1; }").set("a", "1")).isInstanceOf(Already.class);
  }

  @Test
  void aNewValueGoesIntoTheSetThatIsThereAlready() {
    String text = "{\n    boot = {\n        x = 1;\n    };\n}\n";

    assertThat(after(edit("configuration.nix", text).set("boot.initrd.\"a b\".enable", "true")))
        .isEqualTo(
            "{\n    boot = {\n        x = 1;\n        initrd.\"a b\".enable = true;\n    };\n}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true; evil = 1", "{", "", "1 # c", "a } { b"})
  void aValueThatIsNoExpressionIsRefused(String value) {
    assertThat(edit("configuration.nix", "{ a = 1; }").set("a", value))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aSettingIsMadeACommentLineByLine() {
    String text = "{\n  a = [\n    1\n\n  ];\n  b = 2;\n}\n";

    assertThat(after(edit("c.nix", text).commentOut("a")))
        .isEqualTo("{\n  # a = [\n  #   1\n#\n  # ];\n  b = 2;\n}\n");
    assertThat(after(edit("c.nix", text).unset("a"))).isEqualTo("{\n  b = 2;\n}\n");
    assertThat(edit("c.nix", "{ a = 1; b = 2; }").commentOut("a")).isInstanceOf(NotFound.class);
    assertThat(after(edit("c.nix", "{ a = 1; b = 2; }").unset("a"))).isEqualTo("{ b = 2; }");
  }

  @Test
  void whatIsInheritedIsLeftToPeople() {
    assertThat(edit("c.nix", "let a = 1; in { inherit a; }").set("a", "2"))
        .isInstanceOf(NotFound.class);
    assertThat(edit("c.nix", "let a = 1; in { inherit a; }").unset("a"))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void theDiffIsTheOneThatDiffPrints() {
    String text =
        "{\n  boot.initrd.kernelModules = [\n    \"a\"\n    \"vfio_pci\"\n    \"b\"\n  ];\n\n  c = 1;\n}";

    assertThat(((Edited) edit("configuration.nix", text).remove(MODULES, "vfio_pci")).diff())
        .isEqualTo(
            """
            --- a/etc/nixos/configuration.nix
            +++ b/etc/nixos/configuration.nix
            @@ -1,7 +1,6 @@
             {
               boot.initrd.kernelModules = [
                 "a"
            -    "vfio_pci"
                 "b"
               ];
            \s
            """);
  }
}
