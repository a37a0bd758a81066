package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.thaw.nixos.edit.Edit.Changed;
import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.NixEdit.Modules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NixArgumentsTest {

  private static final String OPTION = "boot.kernelPackages";
  private static final String KERNEL = "pkgs.linuxPackages_6_12";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ config, ... }: S       | { pkgs, config, ... }: S",
        "{...}: S                 | {pkgs, ...}: S",
        "args@{ lib, ... }: S     | args@{ pkgs, lib, ... }: S",
        "{ lib, ... }@args: S     | { pkgs, lib, ... }@args: S",
        "{ # for x¶ lib, ... }: S | { pkgs, # for x¶ lib, ... }: S",
        "{¶  lib,¶  ...¶}:¶S      | {¶  pkgs,¶  lib,¶  ...¶}:¶S",
        "{ lib ? { }, ... }: let x = 1; in S | { pkgs, lib ? { }, ... }: let x = 1; in S",
        "{ lib, ... }: with lib; S | { pkgs, lib, ... }: with lib; S",
        "{ pkgs, ... }: S         | { pkgs, ... }: S",
        "{ ... }: let pkgs = 1; in S | { ... }: let pkgs = 1; in S",
        "inputs: with inputs; S   | inputs: with inputs; S",
        "# mine¶S                 | # mine¶{ pkgs, ... }:¶S",
        "let x = 1; in S          | { pkgs, ... }:¶let x = 1; in S",
      })
  void aModuleAsksForWhatAValueUses(String module, String after) {
    Edit edit = NixEdit.set(text(module, "null"), OPTION, KERNEL);
    assertThat(changed(edit)).isEqualTo(text(after, KERNEL));
  }

  /** A module of the table, in which ¶ is a line's end and S its settings. */
  private static String text(String module, String value) {
    return module.replace("¶", "\n").replace("S", "{ boot.kernelPackages = " + value + "; }");
  }

  @Test
  void aNewLineAsksToo() {
    assertThat(changed(NixEdit.set("{ ... }: {\n}\n", OPTION, KERNEL)))
        .isEqualTo("{ pkgs, ... }: {\n  boot.kernelPackages = " + KERNEL + ";\n}\n");
    assertThat(changed(NixEdit.set("{ }", "networking.hostName", "lib.mkForce \"x\"")))
        .startsWith("{ lib, ... }:\n{");
    assertThat(changed(NixEdit.set("{ }", "a.b", "\"${pkgs.x}/y ${config.z.z}\"")))
        .startsWith("{ config, pkgs, ... }:\n{");
  }

  @Test
  void whatIsChangedIsSaid() {
    assertThat(((Changed) NixEdit.set("\n{ ... }:\n{\n}\n", OPTION, KERNEL)).changes())
        .extracting(Edit.Change::line, Edit.Change::what)
        .containsExactly(
            tuple(2, "the module asks for pkgs"), tuple(4, OPTION + " added: " + KERNEL));
  }

  @Test
  void ofModulesWithinATextOnlyTheOneAsks() {
    String text = "{ inputs, ... }: { alfa = { ... }: { }; beta = { ... }: { }; }";
    int at = text.lastIndexOf("{ ... }");
    assertThat(changed(NixEdit.set(new Modules(text, List.of(at)), OPTION, KERNEL)))
        .isEqualTo(
            "{ inputs, ... }: { alfa = { ... }: { }; beta = { pkgs, ... }: {"
                + " boot.kernelPackages = "
                + KERNEL
                + "; }; }");
  }

  @Test
  void aFunctionInTheValueMayNameItItself() {
    assertThat(changed(NixEdit.set("{ a.b = 1; }", "a.b", "pkgs: [ pkgs.vim ]")))
        .isEqualTo("{ a.b = pkgs: [ pkgs.vim ]; }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_: { }", "args: { a.b = 1; }", "{ }: { }"})
  void aModuleThatCantAskIsLeftAlone(String text) {
    assertThat(NixEdit.set(text, OPTION, KERNEL)).isInstanceOf(NotFound.class);
  }

  private static String changed(Edit edit) {
    assertThat(edit).as("%s", edit).isInstanceOf(Changed.class);
    return ((Changed) edit).text();
  }
}
