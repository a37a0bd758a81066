package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixExpr.Formals;
import dev.thaw.nixos.eval.Value.All;
import dev.thaw.nixos.eval.Value.At;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Fn;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Known;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls of functions: those of texts, those that are known by name, and all others. */
final class Calls {

  /** What never leads from a call to a module of this configuration. */
  static final Set<String> ASIDE =
      Set.of(
          "specialArgs", "extraSpecialArgs", "inputs", "self", "pkgs", "lib", "system", "overlays");

  /** How deep a value is looked into for files of this configuration. */
  static final int LOOKED_INTO = 3;

  /** Deeper than anybody writes: a set that is called may lead to itself. */
  private static final int DEEPEST = 300;

  private final Evaluator evaluator;
  private int depth;

  Calls(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value apply(Value function, Lazy argument, Origin at) {
    if (depth >= DEEPEST) {
      return new Unknown("it leads too far (" + at.place() + ")");
    }
    depth++;
    try {
      return called(function, argument, at);
    } finally {
      depth--;
    }
  }

  private Value called(Value function, Lazy argument, Origin at) {
    return function.each(f ->
        switch (f) {
          case Fn fn -> evaluator.eval(fn.lambda().body(), entered(fn, argument));
          case Known known -> {
            var arguments = new ArrayList<>(known.arguments());
            arguments.add(argument);
            yield Natives.call(evaluator, new Known(known.name(), arguments), at);
          }
          case External external -> external(external, argument, at);
          case Attrs attrs when attrs.of().containsKey("__functor") ->
              apply(apply(attrs.of().get("__functor").force(), Lazy.of(attrs), at), argument, at);
          case Unknown unknown -> {
            var about = new ArrayList<>(unknown.about());
            about.add(argument);
            yield new Unknown(unknown.why(), about);
          }
          default -> new Unknown("it is no function (" + at.place() + ")");
        });
  }

  private Env entered(Fn fn, Lazy argument) {
    Formals formals = fn.lambda().formals();
    var names = new HashMap<String, Lazy>();
    Env inner = fn.env().and(names);
    formals.whole().ifPresent(name -> names.put(name, argument));
    formals
        .names()
        .forEach((name, otherwise) ->
            names.put(
                name,
                Lazy.of(() -> {
                  Value given = argument.force();
                  boolean absent =
                      given instanceof Attrs attrs
                          && !attrs.open()
                          && !attrs.of().containsKey(name);
                  return absent && otherwise.isPresent()
                      ? evaluator.eval(otherwise.get(), inner)
                      : evaluator.select(given, name);
                })));
    return inner;
  }

  /** A call of another flake's function: one that makes a system is known by what it is given. */
  private Value external(External function, Lazy argument, Origin at) {
    Value given = argument.force();
    String name = function.name().substring(function.name().lastIndexOf('.') + 1);
    if (name.equals("import-tree") && given instanceof At folder) {
      return new All(Folders.modules(evaluator.tree(), folder.path()));
    }
    if (given instanceof Attrs attrs
        && attrs.of().containsKey("modules")
        && !name.startsWith("darwin")
        && !name.startsWith("home")) {
      return new Value.System(argument);
    }
    return isLocal(argument, LOOKED_INTO)
        ? new Unknown(
            "it is made by "
                + function.name()
                + ", which is not of this configuration ("
                + at.place()
                + ")",
            List.of(argument))
        : new External(function.name() + " …", function.library() && given instanceof External);
  }

  /** Whether it may lead to files of this configuration. */
  static boolean isLocal(Lazy value, int deep) {
    return deep > 0
        && switch (value.force()) {
          case At _ -> true;
          case Fn _ -> true;
          case Unknown unknown -> !unknown.about().isEmpty();
          case Items items -> items.of().stream().anyMatch(one -> isLocal(one, deep - 1));
          case Attrs attrs ->
              attrs.of().entrySet().stream()
                  .filter(one -> !ASIDE.contains(one.getKey()))
                  .map(Map.Entry::getValue)
                  .anyMatch(one -> isLocal(one, deep - 1));
          default -> false;
        };
  }
}
