package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.NixSettings.Obstacle;
import java.util.ArrayList;
import java.util.List;

/** Why an edit is left to a person: each with the lines to look at. */
final class NixRefusal {

  private NixRefusal() {}

  /**
   * The text has faults.
   *
   * @param concerned whether what was asked for may be in it
   */
  static Edit unreadable(NixText nix, boolean concerned) {
    NixText.Fault fault = nix.faults().getFirst();
    String place = "Line " + nix.line(fault.offset()) + ": " + fault.message() + ".";
    return new NotFound(
        "This text is no Nix that can be read, so nothing in it was changed.",
        concerned ? List.of(place) : List.of());
  }

  /** Something there can only be understood by nix. */
  static Edit byHand(NixText nix, NixOption name, List<Obstacle> doubts) {
    return new NotFound(
        name + " can't be changed safely in this text: edit it by hand.",
        sentences(nix, name, doubts));
  }

  /**
   * Each place stands under a condition, or there are several, or something else may take its
   * place.
   *
   * @param places what is set there
   */
  static Edit unsure(NixText nix, NixOption name, List<NixSetting> places) {
    boolean alone = places.size() == 1;
    boolean conditional = alone && !places.getFirst().where().overlaid();
    List<Obstacle> doubts =
        places.stream()
            .map(place -> new Obstacle(place.binding().value(), why(place.where(), alone), true))
            .toList();
    return new NotFound(
        conditional
            ? name + " stands under a condition in this text."
            : name + " can't be changed safely in this text: edit it by hand.",
        sentences(nix, name, doubts),
        conditional);
  }

  private static String why(NixSetting.Where where, boolean alone) {
    var all = new ArrayList<String>();
    if (!alone) {
      all.add("it is one of several places");
    }
    if (where.conditional()) {
      all.add("it counts only where " + shortened(String.join(" && ", where.conditions())));
    }
    if (where.overlaid()) {
      all.add("something else may take its place, or it takes another's");
    }
    return String.join("; ", all);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 59) + "…";
  }

  /** A flake's text sets it in the modules of several hosts. */
  static Edit manyHosts(NixText nix, NixOption name, NixSettings settings) {
    return new NotFound(
        name + " is set for more than one host of this flake: edit it by hand.",
        List.of("Lines " + lines(nix, settings.all()) + "."));
  }

  /** The element is no expression, or names something unknown. */
  static Edit unwritable(String element) {
    return new NotFound(
        "'"
            + element
            + "' can't stand in that list: it is no Nix expression, or a name in it is unknown"
            + " there.",
        List.of("A package is named pkgs.vim, in a module that begins with { pkgs, ... }:."));
  }

  /** The value uses what NixOS gives to modules, and this one can't be made to ask for it. */
  static Edit unasked(NixText nix, NixOption name, List<String> names, NixExpr there) {
    String all = String.join(" and ", names);
    return new NotFound(
        name + " can't be set to that in this text: nothing there is called " + all + ".",
        List.of(
            "Line "
                + nix.line(there.start())
                + ": a module knows "
                + all
                + " when it begins with { "
                + String.join(", ", names)
                + ", ... }:."));
  }

  /** The text, read again after the edit, was not what it should have become. */
  static Edit unsafe(NixText nix, NixOption name, NixSettings settings) {
    List<NixSetting> all = settings.all();
    return new NotFound(
        name + " can't be changed safely in this text: edit it by hand.",
        List.of(all.isEmpty() ? "Line 1." : "Lines " + lines(nix, all) + "."));
  }

  /** A sentence with its line for each. */
  static List<String> sentences(NixText nix, NixOption name, List<Obstacle> doubts) {
    return doubts.stream()
        .map(d -> "Line " + nix.line(d.expr().start()) + ": " + name + ": " + d.why() + ".")
        .distinct()
        .toList();
  }

  /** Their lines: "3, 5". */
  static String lines(NixText nix, List<NixSetting> settings) {
    return String.join(
        ", ", settings.stream().map(s -> "" + nix.line(s.binding().start())).distinct().toList());
  }
}
