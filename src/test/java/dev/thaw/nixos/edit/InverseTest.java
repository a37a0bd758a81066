package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.edit.Edit.Changed;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An edit and then its inverse leave a file as it was, byte for byte, however it is written. */
class InverseTest {

  private static final String OPTION = "boot.initrd.kernelModules";

  /** Names no element of a list here: those have no capitals. */
  private static final String NEW = "NEW";

  /** A file, and the elements of the option's list in it. */
  record Listed(String text, List<String> elements) {}

  @Provide
  Arbitrary<Listed> lists() {
    Arbitrary<List<String>> elements =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("_-09")
            .ofMinLength(1)
            .ofMaxLength(6)
            // The kernel takes one for the other, and so does an edit.
            .list()
            .uniqueElements(name -> name.replace('-', '_'))
            .ofMinSize(1)
            .ofMaxSize(5);
    return Combinators.combine(elements, layouts(), files())
        .as((names, layout, file) -> new Listed(file.formatted(layout.list(names)), names));
  }

  /** How a list is written. */
  record Layout(String open, String before, String after, String close) {
    String list(List<String> elements) {
      return elements.stream()
          .map(name -> before + "\"" + name + "\"" + after)
          .collect(Collectors.joining("", open, close));
    }
  }

  private static Arbitrary<Layout> layouts() {
    Arbitrary<String> indent = Arbitraries.of("  ", "    ", "\t", "            ");
    Arbitrary<String> newline = Arbitraries.of("\n", "\r\n");
    Arbitrary<String> comment = Arbitraries.of("", " # why", " /* why */");
    Arbitrary<Layout> lines =
        Combinators.combine(indent, newline, comment, Arbitraries.of("", "# all:", "\n"))
            .as((blanks, end, why, first) ->
                new Layout(
                    "[" + end + (first.isBlank() ? first : blanks + first + end),
                    blanks,
                    why + end,
                    blanks + "]"));
    return Arbitraries.oneOf(
        lines,
        Arbitraries.of(
            new Layout("[ ", "", " ", "]"),
            new Layout("[", " ", "", " ]"),
            new Layout("[ # why\n", "  ", "\n", "]"),
            new Layout("[ /* why */ ", "", " ", "]")));
  }

  private static Arbitrary<String> files() {
    return Arbitraries.of(
        "{ config, lib, ... }:\n\n{\n  boot.initrd.kernelModules = %s;\n}\n",
        "{ boot = { initrd.kernelModules = %s; }; networking.hostName = \"a\"; }",
        "{\n  boot.initrd = {\n    kernelModules = lib.mkForce %s; # so\n  };\n}\n",
        "{\n  # boot.initrd.kernelModules = [ \"no\" ];\n  boot.initrd.kernelModules =\n    %s;\n}",
        "{ pkgs, ... }: {\r\n"
            + "\tboot.initrd.kernelModules = %s;\r\n\r\n"
            + "\tusers.motd = ''boot'';\r\n"
            + "}\r\n");
  }

  @Property
  void whatWasAddedToAListAndTakenOutAgainLeavesNothing(@ForAll("lists") Listed before) {
    String added = changed(NixEdit.add(before.text(), OPTION, NEW));
    assertThat(added).contains("\"" + NEW + "\"");
    assertThat(changed(NixEdit.remove(added, OPTION, NEW))).isEqualTo(before.text());
  }

  @Property
  void whatWasTakenOutIsGoneAndNothingElse(@ForAll("lists") Listed before) {
    String left = before.text();
    for (String element : before.elements()) {
      left = changed(NixEdit.remove(left, OPTION, element));
      assertThat(NixEdit.remove(left, OPTION, element)).isNotInstanceOf(Changed.class);
    }
    for (String element : before.elements()) {
      left = changed(NixEdit.add(left, OPTION, element));
    }
    // A list that was empty in between is written anew; what it holds, in order, is the same.
    for (String element : before.elements()) {
      assertThat(NixEdit.add(left, OPTION, element)).isInstanceOf(Edit.Unchanged.class);
    }
  }

  @Property
  void aLineThatWasAddedAndTakenOutAgainLeavesNothing(
      @ForAll("lists") Listed before, @ForAll("values") String value) {
    String set = changed(NixEdit.set(before.text(), "zramSwap.memoryPercent", value));
    assertThat(changed(NixEdit.unset(set, "zramSwap.memoryPercent"))).isEqualTo(before.text());
    String added = changed(NixEdit.add(before.text(), "boot.kernelParams", NEW));
    assertThat(changed(NixEdit.unset(added, "boot.kernelParams"))).isEqualTo(before.text());
  }

  @Property
  void aValueThatWasReplacedAndPutBackIsAsItWas(
      @ForAll("files") String file, @ForAll("pairs") List<String> values) {
    String before = file.formatted(values.getFirst());
    Edit edit = NixEdit.set(before, OPTION, values.getLast());
    if (values.getFirst().equals(values.getLast())) {
      assertThat(edit).isInstanceOf(Edit.Unchanged.class);
    } else {
      assertThat(changed(NixEdit.set(changed(edit), OPTION, values.getFirst()))).isEqualTo(before);
    }
  }

  @Provide("files")
  Arbitrary<String> someFiles() {
    return files();
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(strings(), others());
  }

  /** Two of a kind: what replaces a string is written as one, whatever it is. */
  @Provide
  Arbitrary<List<String>> pairs() {
    return Arbitraries.oneOf(strings().list().ofSize(2), others().list().ofSize(2));
  }

  private static Arbitrary<String> strings() {
    return Arbitraries.strings()
        .withChars("abcXYZ 019.,:-_ä$'\\\"{")
        .ofMaxLength(8)
        .map(NixEdit::quoted);
  }

  private static Arbitrary<String> others() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 999).map(String::valueOf),
        Arbitraries.of("true", "false", "null", "[ ]", "[ \"a\" 1 ]", "{ a = 1; }"));
  }

  private static String changed(Edit edit) {
    assertThat(edit).as("%s", edit).isInstanceOf(Changed.class);
    return ((Changed) edit).text();
  }
}
