package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixSetting.Where;
import dev.thaw.nixos.edit.NixSettings.Obstacle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The lists that settings are written as.
 *
 * @param places the lists that stand in the text
 * @param obstacles the parts that only nix can evaluate
 */
record NixLists(List<Place> places, List<Obstacle> obstacles) {

  /**
   * A list.
   *
   * @param list with its elements
   * @param setting whose value or part of the value it is
   * @param where around the list itself
   */
  record Place(Listed list, NixSetting setting, Where where) {}

  /** An element of a list. */
  record Hit(Place place, NixExpr element) {}

  /** Finds the lists of all settings. */
  static NixLists of(NixText text, List<NixSetting> settings) {
    var found = new NixLists(new ArrayList<>(), new ArrayList<>());
    for (NixSetting setting : settings) {
      found.add(text, setting, setting.binding().value(), setting.where());
    }
    return found;
  }

  private void add(NixText text, NixSetting setting, NixExpr expr, Where around) {
    new NixValues(
            text,
            new NixValues.Visitor() {
              @Override
              public void value(NixExpr value, Where where) {
                switch (value) {
                  case Listed list -> places.add(new Place(list, setting, where));
                  case Chain chain when chain.operator().equals("++") ->
                      chain.operands().forEach(part -> add(text, setting, part, where));
                  default -> unknown(value, "it is no list but '" + text.source(value) + "'");
                }
              }

              @Override
              public void unknown(NixExpr value, String why) {
                obstacles.add(new Obstacle(value, why, true));
              }
            })
        .visit(expr, around);
  }

  /** The elements that are the one looked for, in the order of the text. */
  List<Hit> hits(NixText text, NixElement element) {
    var hits = new ArrayList<Hit>();
    var seen = new HashSet<Integer>();
    for (Place place : places) {
      for (NixExpr each : place.list().elements()) {
        if (element.matches(text, each) && seen.add(each.start())) {
          hits.add(new Hit(place, each));
        }
      }
    }
    hits.sort((a, b) -> Integer.compare(a.element().start(), b.element().start()));
    return hits;
  }
}
