package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.HostFiles.Part;
import dev.thaw.nixos.edit.Edit;
import dev.thaw.rescue.SettingEdit.Edits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingEditTest {

  private static final String MODULES = "boot.initrd.kernelModules";
  private static final String BAD = "{ boot.initrd.kernelModules = [ \"vfio_pci\" \"a\" ]; }";
  private static final ConfigFile EMPTY = file("configuration.nix", "{ }");

  @Test
  void removeChangesEveryFileThatListsIt() {
    Edits edits =
        SettingEdit.remove(
            own(
                file("a.nix", BAD),
                file("b.nix", "{ boot.initrd.kernelModules = [ \"other\" ]; }"),
                file("c.nix", "{ boot.initrd = { kernelModules = [ \"vfio-pci\" ]; }; }")),
            MODULES,
            "vfio_pci");

    assertThat(after(edits))
        .containsExactly(
            "a.nix { boot.initrd.kernelModules = [ \"a\" ]; }",
            "c.nix { boot.initrd = { kernelModules = [ ]; }; }");
    assertThat(edits.notes()).isEmpty();
  }

  @Test
  void removeSaysWhatItLeftAloneBesideWhatItChanged() {
    Edits edits =
        SettingEdit.remove(
            own(file("a.nix", BAD), file("b.nix", "{\n x = [ \"vfio_pci\" ];\n}")),
            MODULES,
            "vfio_pci");

    assertThat(after(edits)).hasSize(1);
    assertThat(edits.notes())
        .singleElement()
        .asString()
        .isEqualTo("/etc/nixos/b.nix: Line 2: it stands in x.");
  }

  @Test
  void aDefaultOfSeveralHostsStaysWhereOneGetsAValueOfItsOwn() {
    String common = "{ lib, ... }: { boot.loader.timeout = %s; }";
    Part own = Part.whole(file("alfa.nix", "{ }"));
    for (String value : List.of("lib.mkDefault 5", "5")) {
      Part shared =
          new Part(file("common.nix", common.formatted(value)), List.of(), List.of("beta"));
      Edits edits =
          SettingEdit.set(
              new HostFiles(
                  List.of(own, shared), Optional.of(own), List.of(), List.of(), "alfa", true),
              "boot.loader.timeout",
              "9");
      boolean ownOne = value.contains("mkDefault");
      assertThat(after(edits))
          .containsExactly(
              ownOne
                  ? "alfa.nix { boot.loader.timeout = 9; }"
                  : "common.nix " + common.formatted("9"));
      assertThat(edits.notes()).hasSize(ownOne ? 0 : 1);
    }
  }

  @Test
  void removeHoldsWhenNoFileSpeaksOfTheElement() {
    Edits edits =
        SettingEdit.remove(
            own(
                EMPTY,
                file("b.nix", "{ boot.initrd.kernelModules = [ \"other\" ]; }"),
                file("shell.nix", "{ pkgs }: pkgs.mkShell { }"),
                file("broken.nix", "{ a = ")),
            MODULES,
            "vfio_pci");

    assertThat(edits.files()).isEmpty();
    assertThat(edits.holds()).isEqualTo("boot.initrd.kernelModules does not list vfio_pci.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n boot.kernelModules = [ \"vfio-pci\" ];\n}",
        "{\n # boot.initrd.kernelModules = [ \"vfio_pci\" ];\n}",
        "[\n \"vfio_pci\"\n]",
      })
  void removeHoldsWhenItStandsElsewhereOnlyAndSaysWhere(String text) {
    Edits edits = SettingEdit.remove(own(EMPTY, file("x.nix", text)), MODULES, "vfio_pci");

    assertThat(edits.files()).isEmpty();
    assertThat(edits.notes())
        .singleElement()
        .asString()
        .startsWith("/etc/nixos/x.nix: Line 2: it stands in ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n boot.initrd.kernelModules = f [ \"vfio_pci\" ];\n}",
        "{\n boot.initrd.kernelModules = import ./modules.nix;\n}",
        "{\n boot.initrd.kernelModules = [ \"vfio_pci\" }",
      })
  void removeNamesTheFileAndTheLineThatAPersonMustLookAt(String text) {
    refused(
        () -> SettingEdit.remove(own(EMPTY, file("x.nix", text)), MODULES, "vfio_pci"),
        "/etc/nixos/x.nix",
        "Line 2",
        "edit(\"/etc/nixos/x.nix\")");
  }

  @Test
  void unsetTakesItOutOfEveryFileAndHoldsWhenNoneSetsIt() {
    HostFiles files =
        own(file("a.nix", "{ a.b = 1; c = 2; }"), EMPTY, file("b.nix", "{ a = { b = 3; }; }"));

    assertThat(after(SettingEdit.unset(files, "a.b")))
        .containsExactly("a.nix { c = 2; }", "b.nix { a = { }; }");
    assertThat(SettingEdit.unset(files, "x.y").files()).isEmpty();
    refused(() -> SettingEdit.unset(own(file("x.nix", "{ inherit (y) a; }")), "a.b"), "Line 1");
  }

  @Test
  void anElementGoesToTheFileThatSetsTheList() {
    assertThat(
            after(
                SettingEdit.add(
                    own(EMPTY, file("boot.nix", "{ boot.initrd.kernelModules = [ \"a\" ]; }")),
                    MODULES,
                    "nvme")))
        .containsExactly("boot.nix { boot.initrd.kernelModules = [ \"a\" \"nvme\" ]; }");
  }

  @Test
  void theGeneratedFileIsLeftToItsGenerator() {
    ConfigFile generated =
        file("hardware-configuration.nix", "{ boot.initrd.kernelModules = [ \"a\" ]; }");

    assertThat(after(SettingEdit.add(own(EMPTY, generated), MODULES, "nvme")))
        .containsExactly("configuration.nix { boot.initrd.kernelModules = [ \"nvme\" ]; }");
    assertThat(SettingEdit.add(own(EMPTY, generated), MODULES, "a").holds())
        .isEqualTo(
            "/etc/nixos/hardware-configuration.nix: boot.initrd.kernelModules lists a already, in"
                + " line 1.");
  }

  @Test
  void aListThatReplacesOthersIsNotAddedToFromAnotherFile() {
    refused(
        () ->
            SettingEdit.add(
                own(
                    file("a.nix", "{\n a = lib.mkForce [ \"x\" ];\n}"),
                    file("b.nix", "{ a = [ \"y\" ]; }")),
                "a",
                "z"),
        "/etc/nixos/a.nix, line 2: lib.mkForce [ \"x\" ]",
        "as the last argument");
    refused(
        () ->
            SettingEdit.add(
                own(EMPTY, file("hardware-configuration.nix", "{ a = lib.mkDefault [ \"y\" ]; }")),
                "a",
                "z"),
        "hardware-configuration.nix, line 1");
  }

  @Test
  void aValueGoesToTheOneFileThatSetsItElseToTheMainOne() {
    assertThat(after(SettingEdit.set(own(EMPTY, file("b.nix", "{ a.b = 1; }")), "a.b", "2")))
        .containsExactly("b.nix { a.b = 2; }");
    assertThat(after(SettingEdit.set(own(EMPTY, file("b.nix", "{ }")), "a.b", "2")))
        .containsExactly("configuration.nix { a.b = 2; }");
    assertThat(SettingEdit.set(own(EMPTY, file("b.nix", "{ a.b = 2; }")), "a.b", "2").files())
        .isEmpty();
    refused(
        () ->
            SettingEdit.set(
                own(file("b.nix", "{ a = 1; }"), file("c.nix", "{\n a = 2; }")), "a", "3"),
        "/etc/nixos/b.nix, line 1: 1",
        "/etc/nixos/c.nix, line 2: 2",
        "as the last argument");
  }

  @Test
  void aGeneratedDefaultIsSetOverInTheMainFileAndAGeneratedValueInItsPlace() {
    ConfigFile generated =
        file("hardware-configuration.nix", "{ a = lib.mkDefault true; b = \"/dev/x\"; }");

    assertThat(after(SettingEdit.set(own(EMPTY, generated), "a", "false")))
        .containsExactly("configuration.nix { a = false; }");
    assertThat(after(SettingEdit.set(own(EMPTY, generated), "b", "\"/dev/y\"")))
        .containsExactly("hardware-configuration.nix { a = lib.mkDefault true; b = \"/dev/y\"; }");
  }

  @Test
  void whereNoFileIsTheMainOneThePersonNamesIt() {
    var unclear =
        new HostFiles(
            List.of(Part.whole(file("x.nix", "{ }")), Part.whole(file("y.nix", "{ }"))),
            Optional.empty(),
            List.of(),
            List.of(),
            "atlas",
            true);

    refused(
        () -> SettingEdit.add(unclear, MODULES, "nvme"),
        "which one should can't be told",
        "/etc/nixos/x.nix, /etc/nixos/y.nix");
    refused(() -> SettingEdit.set(unclear, "a", "1"), "which one should can't be told");
    assertThat(after(SettingEdit.add(HostFiles.only(unclear.own().get(1)), MODULES, "nvme")))
        .hasSize(1);
  }

  @Test
  void whatStandsInAFileReachesNoTerminalAsItIs() {
    refused(
        () ->
            SettingEdit.remove(
                own(file("\u001b[2J\n.nix", "{ boot = f \"\u001b]0;x\u0007vfio_pci\"; }")),
                MODULES,
                "vfio_pci\u001b"),
        "\\x1b");
  }

  @Test
  void whatStandsUnderAConditionIsSaidAndChangedThereWhereTheFileIsNamed() {
    ConfigFile file =
        file(
            "configuration.nix",
            """
            { config, lib, ... }: let cfg = config.my; in {
              options.my.enable = lib.mkEnableOption "it";
              config = lib.mkIf (cfg.enable && ! cfg.off) {
                boot.loader.timeout = 5;
                boot.kernelModules = [ "a" ];
              };
            }
            """);
    refused(
        () -> SettingEdit.set(own(file), "boot.loader.timeout", "9"),
        "boot.loader.timeout stands under a condition",
        "Line 4: boot.loader.timeout: it counts only where (cfg.enable && ! cfg.off).",
        "To change it there all the same, name the file as the last argument:"
            + " \"/etc/nixos/configuration.nix\".");
    refused(
        () -> SettingEdit.add(own(file), "boot.kernelModules", "b"),
        "Line 5: boot.kernelModules: it counts only where (cfg.enable && ! cfg.off).",
        "name the file");

    Edits set = SettingEdit.setThere(HostFiles.only(Part.whole(file)), "boot.loader.timeout", "9");
    Edits added = SettingEdit.addThere(HostFiles.only(Part.whole(file)), "boot.kernelModules", "b");

    assertThat(after(set)).singleElement().asString().contains("    boot.loader.timeout = 9;\n");
    assertThat(after(added)).singleElement().asString().contains(" = [ \"a\" \"b\" ];\n");
    assertThat(set.notes())
        .containsExactly(
            "/etc/nixos/configuration.nix, line 4: it counts only where (cfg.enable && !"
                + " cfg.off).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ lib, ... }: { config = lib.mkMerge [ (lib.mkIf a { x.y = 1; })\n { x.y = 2; } ]; }",
        "{ lib, ... }: { x = if a then { y = 1; }\n else { y = 2; }; }",
        "{ lib, ... }: { x = { y = 1; }\n // { z = 2; }; }",
      })
  void oneOfSeveralIsForAPersonAlsoWhereTheFileIsNamed(String text) {
    refused(
        () -> SettingEdit.setThere(HostFiles.only(Part.whole(file("x.nix", text))), "x.y", "3"),
        "Line 1: x.y: ",
        "edit(\"/etc/nixos/x.nix\")");
  }

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Trouble.Refused.class,
            trouble ->
                assertThat(trouble.getMessage() + " " + trouble.next())
                    .contains(parts)
                    .doesNotContain("\u001b", "\u0007"));
  }

  private static HostFiles own(ConfigFile... files) {
    List<Part> all = Stream.of(files).map(Part::whole).toList();
    return new HostFiles(
        all,
        all.stream().filter(f -> f.file().path().endsWith("/configuration.nix")).findFirst(),
        List.of(),
        List.of(),
        "atlas",
        true);
  }

  private static ConfigFile file(String path, String text) {
    return new ConfigFile("/etc/nixos/" + path, text.length(), text, true);
  }

  /** Each file that changes: its name and its new text. */
  private static List<String> after(Edits edits) {
    Stream<String> texts =
        edits.files().stream()
            .map(edit ->
                edit.file().path().replace("/etc/nixos/", "")
                    + " "
                    + ((Edit.Changed) edit.edit().apply(edit.file().text())).text());
    return texts.toList();
  }
}
