package dev.thaw.nixos.eval;

import static dev.thaw.nixos.eval.Natives.list;
import static dev.thaw.nixos.eval.Natives.set;
import static dev.thaw.nixos.eval.Natives.text;

import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that make systems, or that only stand around modules. */
final class ModuleFunctions {

  private ModuleFunctions() {}

  /** What a system is made of that has more modules than another one. */
  private static Value extended(Evaluator evaluator, List<Lazy> arguments) {
    Value base = arguments.get(0).force();
    Value more = arguments.get(1).force();
    var modules = new ArrayList<Lazy>(Operators.elements(evaluator.select(base, "modules")));
    if (!(more instanceof Attrs given) || given.of().containsKey("modules")) {
      modules.addAll(Operators.elements(evaluator.select(more, "modules")));
    }
    return Operators.updated(
        Operators.updated(base, more),
        Attrs.made(Map.of("modules", Lazy.of(new Value.Items(modules, false)))));
  }

  static void all(Natives.Registry to) {
    to.put("nixosSystem", 1, (e, a, at) -> new Value.System(a.get(0)));
    to.put("evalModules", 1, (e, a, at) -> new Value.System(a.get(0)));
    to.put("extendModules", 2, (e, a, at) -> new Value.System(Lazy.of(() -> extended(e, a))));
    to.put("mkFlake", 2, (e, a, at) -> new FlakeParts(e, a.get(0)).outputs(a.get(1)));
    to.put(
        "mkIf",
        2,
        (e, a, at) ->
            a.get(0).force() instanceof Bool known && !known.holds()
                ? Attrs.made(Map.of())
                : a.get(1).force());
    to.put("mkMerge", 1, (e, a, at) -> list(a.get(0), items -> Sets.merged(items.of())));
    for (String name : List.of("mkForce", "mkDefault", "mkBefore", "mkAfter", "mkOptionDefault")) {
      to.put(name, 1, (e, a, at) -> a.get(0).force());
    }
    for (String name : List.of("id", "traceVal", "makeOverridable")) {
      to.put(name, 1, (e, a, at) -> a.get(0).force());
    }
    for (String name :
        List.of(
            "mkOverride",
            "mkOrder",
            "trace",
            "seq",
            "deepSeq",
            "warn",
            "setDefaultModuleLocation")) {
      to.put(name, 2, (e, a, at) -> a.get(1).force());
    }
    to.put("warnIf", 3, (e, a, at) -> a.get(2).force());
    to.put("throwIf", 3, (e, a, at) -> a.get(2).force());
    to.put("const", 2, (e, a, at) -> a.get(0).force());
    to.put("flip", 3, (e, a, at) -> Natives.apply2(e, a.get(0), a.get(2), a.get(1), at));
    to.put(
        "importApply",
        2,
        (e, a, at) -> text(a.get(0), path -> e.apply(e.file(path), a.get(1), at)));
    // A package set's function is given what it asks for by name.
    to.put(
        "callPackageWith",
        3,
        (e, a, at) -> {
          Value function = a.get(1).force().text().map(e::file).orElseGet(() -> a.get(1).force());
          return e.apply(
              function, Lazy.of(Operators.updated(a.get(0).force(), a.get(2).force())), at);
        });
    to.put(
        "withSystem",
        2,
        (e, a, at) -> e.apply(a.get(1).force(), Lazy.of(new External("the system's", false)), at));
    to.put(
        "fix",
        1,
        (e, a, at) -> {
          var self = new Lazy[1];
          self[0] = Lazy.of(() -> e.apply(a.get(0).force(), Lazy.of(() -> self[0].force()), at));
          return self[0].force();
        });
    // lib.extend (final: prev: { my = …; })
    to.put("extend", 1, (e, a, at) -> extended(e, new External("lib", true), a.get(0), at));
    to.put(
        "makeExtensible",
        1,
        (e, a, at) -> Natives.call(e, ListFunctions.known("fix", a.get(0)), at));
    to.put("eachSystem", 2, (e, a, at) -> list(a.get(0), _ -> perSystem(e, a.get(1), at)));
    to.put("eachDefaultSystem", 1, (e, a, at) -> perSystem(e, a.get(0), at));
  }

  private static Value extended(Evaluator e, External library, Lazy overlay, Value.Origin at) {
    // The library has to be there before the overlay that asks for it is done.
    var names = new LinkedHashMap<String, Lazy>();
    Lazy overlaid =
        Lazy.of(() -> {
          Value self = new External("lib", true, names);
          return Natives.apply2(e, overlay, Lazy.of(self), Lazy.of(library), at);
        });
    return set(
        overlaid,
        more -> {
          names.putAll(more.of());
          return new External("lib", true, names);
        });
  }

  /** What each system's outputs have, by name; hosts are not among them. */
  private static Value perSystem(Evaluator e, Lazy function, Value.Origin at) {
    Value one = e.apply(function.force(), Lazy.of(new External("the system", false)), at);
    var names = new ArrayList<String>();
    if (one instanceof Attrs attrs) {
      names.addAll(attrs.of().keySet());
    }
    var of = new LinkedHashMap<String, Lazy>();
    names.forEach(name -> of.put(name, Lazy.of(new Unknown("it is different on each system"))));
    return new Attrs(of, !(one instanceof Attrs), List.of());
  }
}
