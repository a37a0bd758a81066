package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Binding;
import java.util.ArrayList;
import java.util.List;

/**
 * A place of a text where an option gets a value.
 *
 * @param option the option as it is set there, perhaps a part of the one that was looked for
 * @param binding the line that sets it
 * @param where around it
 */
record NixSetting(NixOption option, Binding binding, Where where) {

  /**
   * What holds around a setting.
   *
   * @param scope the names that are known there
   * @param conditions what has to hold for it to count, as it is written; none when it always does
   * @param overlaid whether another value may take its place: it stands beside {@code //}, or in a
   *     wrapper that changes its priority
   * @param hops how many names were followed to it
   * @param module the module of a flake that it stands in, the index where that list of modules
   *     begins; -1 in a file that is a module itself
   */
  record Where(NixScope scope, List<String> conditions, boolean overlaid, int hops, int module) {

    /** How many names are followed; more is a loop. */
    private static final int MOST_HOPS = 20;

    static final Where ROOT = new Where(NixScope.NONE, List.of(), false, 0, -1);

    Where in(NixScope inner) {
      return new Where(inner, conditions, overlaid, hops, module);
    }

    Where inModules(NixScope around, int list) {
      return new Where(around, conditions, overlaid, hops, list);
    }

    boolean conditional() {
      return !conditions.isEmpty();
    }

    Where under(String condition) {
      var all = new ArrayList<>(conditions);
      all.add(condition);
      return new Where(scope, List.copyOf(all), overlaid, hops, module);
    }

    Where overlaid(boolean also) {
      return new Where(scope, conditions, overlaid || also, hops, module);
    }

    Where in(NixWrapper wrapper, NixText text) {
      Where inner = overlaid(wrapper.priority());
      return wrapper.condition().map(text::source).map(inner::under).orElse(inner);
    }

    Where hop(NixScope there) {
      return new Where(there, conditions, overlaid, hops + 1, module);
    }

    boolean tooFar() {
      return hops >= MOST_HOPS;
    }
  }
}
