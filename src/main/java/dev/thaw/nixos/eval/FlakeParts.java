package dev.thaw.nixos.eval;

import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Known;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A flake that is made of modules itself, by flake-parts. */
final class FlakeParts {

  private final Evaluator evaluator;
  private final Lazy given;

  /** {@code given} is the first argument of {@code mkFlake}. */
  FlakeParts(Evaluator evaluator, Lazy given) {
    this.evaluator = evaluator;
    this.given = given;
  }

  /** The flake's outputs. */
  Value outputs(Lazy module) {
    Lazy inputs = Lazy.of(() -> evaluator.select(given.force(), "inputs"));
    var walk = new ModuleWalk[1];
    Lazy config = Lazy.of(() -> config(walk[0].sets()));
    var arguments = new LinkedHashMap<String, Lazy>();
    arguments.put("inputs", inputs);
    arguments.put("self", Lazy.of(() -> evaluator.select(inputs.force(), "self")));
    arguments.put("lib", Lazy.of(new External("lib", true)));
    arguments.put("flake-parts-lib", Lazy.of(new External("lib", true)));
    arguments.put("withSystem", Lazy.of(new Known("withSystem", List.of())));
    arguments.put("config", config);
    if (given.force() instanceof Attrs attrs
        && attrs.of().containsKey("specialArgs")
        && attrs.of().get("specialArgs").force() instanceof Attrs more) {
      arguments.putAll(more.of());
    }
    walk[0] = new ModuleWalk(evaluator, Lazy.of(new Attrs(arguments, true, List.of())));
    walk[0].visit(module);
    Value flake = evaluator.select(config.force(), "flake");
    // A way that can't be followed may bring hosts.
    return walk[0].reach().doubts().isEmpty()
        ? flake
        : Operators.updated(flake, new Unknown(walk[0].reach().doubts().getFirst()));
  }

  /** What all modules say together. */
  private Value config(List<Lazy> sets) {
    var all = new ArrayList<Lazy>();
    for (Lazy set : sets) {
      Attrs attrs = (Attrs) set.force();
      all.add(attrs.of().getOrDefault("config", set));
      if (attrs.of().containsKey("config")) {
        all.add(set);
      }
    }
    Value merged = all.isEmpty() ? Attrs.made(java.util.Map.of()) : Sets.merged(all);
    return merged instanceof Attrs ? merged : new Unknown("its modules can't be joined by reading");
  }
}
