package dev.thaw.nixos.eval;

import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Known;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A flake that is made of modules itself, by flake-parts. */
final class FlakeParts {

  /** What flake-parts itself lets a module set, and what modules of all kinds are made with. */
  private static final Set<String> ITS_OWN =
      Set.of(
          "_file",
          "_module",
          "config",
          "debug",
          "disabledModules",
          "flake",
          "imports",
          "key",
          "options",
          "partitionedAttrs",
          "partitions",
          "perInput",
          "perSystem",
          "systems",
          "touchup",
          "transposition");

  /**
   * What modules of other flakes are told with that write files or run checks, and make no host.
   */
  private static final Set<String> NO_HOSTS =
      Set.of("files", "flake-file", "hercules-ci", "herculesCI", "text");

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
    walk[0].reach().modules().stream()
        .filter(one -> one.at() == Reach.WHOLE)
        .forEach(one -> evaluator.flakeModules().add(one.path()));
    Value flake = evaluator.select(config.force(), "flake");
    // A way that can't be followed may bring hosts.
    Optional<String> doubt = walk[0].reach().doubts().stream().findFirst();
    return doubt
        .or(() -> makesHosts(walk[0], flake))
        .<Value>map(why -> Operators.updated(flake, new Unknown(why)))
        .orElse(flake);
  }

  /**
   * Why a module of another flake may make hosts: the end of a sentence. None does where these
   * modules name hosts themselves, and tell it nothing but how each system's outputs are made.
   */
  private static Optional<String> makesHosts(ModuleWalk walk, Value flake) {
    var told = new LinkedHashSet<String>();
    var declared = new LinkedHashSet<String>();
    for (Lazy set : walk.sets()) {
      Attrs attrs = (Attrs) set.force();
      told.addAll(attrs.of().keySet());
      names(attrs, "config").forEach(told::add);
      names(attrs, "options").forEach(declared::add);
    }
    told.removeAll(ITS_OWN);
    told.removeAll(NO_HOSTS);
    told.removeAll(declared);
    boolean named = flake instanceof Attrs attrs && attrs.of().containsKey("nixosConfigurations");
    return named && told.isEmpty()
        ? Optional.empty()
        : walk.foreign().stream()
            .findFirst()
            .map(module -> module + ", which is not of this configuration, may make hosts");
  }

  private static Set<String> names(Attrs attrs, String name) {
    return attrs.of().containsKey(name) && attrs.of().get(name).force() instanceof Attrs inner
        ? inner.of().keySet()
        : Set.of();
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
