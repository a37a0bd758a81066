package dev.thaw.nixos.eval;

import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Either;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Known;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The functions of Nix and of nixpkgs' library that lead to modules, by their names. */
final class Natives {

  /** What a function makes of its arguments. */
  interface Body {
    /** The value; {@code at} is the place of the call. */
    Value of(Evaluator evaluator, List<Lazy> arguments, Origin at);
  }

  /** A function that is called when it has so many arguments. */
  private record Native(int arity, Body body) {}

  private static final Map<String, Native> ALL = new HashMap<>();

  /** The parts of the library that hold the same functions. */
  private static final Set<String> PARTS =
      Set.of(
          "lists",
          "attrsets",
          "strings",
          "trivial",
          "filesystem",
          "path",
          "fixedPoints",
          "modules",
          "customisation",
          "asserts",
          "debug",
          "versions",
          "lib",
          "nixos");

  /** Functions that make something of each element. */
  private static final Set<String> OF_EACH =
      Set.of(
          "map",
          "forEach",
          "concatMap",
          "mapAttrs",
          "mapAttrs'",
          "mapAttrsToList",
          "concatMapAttrs",
          "imap0",
          "imap1",
          "genAttrs",
          "foldl'",
          "foldl",
          "foldr",
          "fold",
          "foldlAttrs",
          "pipe");

  private static final int MOST_ARGUMENTS = 3;

  static {
    ListFunctions.all(Natives::put);
    SetFunctions.all(Natives::put);
    TextFunctions.all(Natives::put);
    Filesets.all(Natives::put);
    ModuleFunctions.all(Natives::put);
  }

  private Natives() {}

  /** Takes a function in. */
  interface Registry {
    /** The function of that name. */
    void put(String name, int arity, Body body);
  }

  private static void put(String name, int arity, Body body) {
    ALL.put(name, new Native(arity, body));
  }

  /** What another flake or the library has by that name. */
  static Value member(External of, String name) {
    Optional<Lazy> extra = Optional.ofNullable(of.extra().get(name));
    if (extra.isPresent()) {
      return extra.get().force();
    }
    if (of.name().endsWith("lib." + Filesets.PART) && ALL.containsKey(Filesets.named(name))) {
      return new Known(Filesets.named(name), List.of());
    }
    if (of.library() && ALL.containsKey(name)) {
      return new Known(name, List.of());
    }
    boolean library = name.equals("lib") || of.library() && PARTS.contains(name);
    return new External(of.name() + "." + name, library);
  }

  /** Calls it, if it has all its arguments. */
  static Value call(Evaluator evaluator, Known function, Origin at) {
    Native known = Objects.requireNonNull(ALL.get(function.name()));
    if (function.arguments().size() < known.arity()) {
      return function;
    }
    Value value = known.body().of(evaluator, function.arguments(), at);
    return value instanceof External of && makes(evaluator, function, of, at)
        ? new Unknown("it is made of what " + of.name() + " has (" + at.place() + ")")
        : value;
  }

  /** Whether a function of this configuration makes files of it from what another flake has. */
  private static boolean makes(Evaluator evaluator, Known function, External of, Origin at) {
    return OF_EACH.contains(function.name())
        && function.arguments().stream()
            .map(Lazy::force)
            .filter(argument -> argument instanceof Value.Fn)
            .anyMatch(argument -> {
              Value made = argument;
              for (int i = 0; i < MOST_ARGUMENTS && made instanceof Value.Fn; i++) {
                made = evaluator.apply(made, Lazy.of(of), at);
              }
              return made instanceof Unknown || Calls.isLocal(Lazy.of(made), Calls.LOOKED_INTO);
            });
  }

  // ---- what functions are written with

  /** Does this to a list. */
  static Value list(Lazy argument, Function<Items, Value> what) {
    return argument.force().each(v -> v instanceof Items items ? what.apply(items) : stuck(v));
  }

  /** Does this to an attribute set. */
  static Value set(Lazy argument, Function<Attrs, Value> what) {
    return argument
        .force()
        .each(v ->
            switch (v) {
              case Attrs attrs -> what.apply(attrs);
              case External external when external.local().isPresent() ->
                  what.apply(external.local().get());
              default -> stuck(v);
            });
  }

  /** Does this to a string or a path. */
  static Value text(Lazy argument, Function<String, Value> what) {
    return argument.force().each(v -> v.text().isPresent() ? what.apply(v.text().get()) : stuck(v));
  }

  private static Value stuck(Value value) {
    return value instanceof External || value instanceof Unknown
        ? value
        : new Unknown("it is computed of what can't be read");
  }

  /** What may be, by a condition: all of it, nothing, or perhaps. */
  static Value when(Value condition, Value then, Value otherwise) {
    return condition instanceof Value.Bool known
        ? known.holds() ? then : otherwise
        : new Either(List.of(then, otherwise), "a condition that only nix can tell decides");
  }

  /** A call with two arguments. */
  static Value apply2(Evaluator evaluator, Lazy function, Lazy a, Lazy b, Origin at) {
    return evaluator.apply(evaluator.apply(function.force(), a, at), b, at);
  }

  /** A call with one argument, when it is needed. */
  static Lazy applied(Evaluator evaluator, Lazy function, Lazy argument, Origin at) {
    return Lazy.of(() -> evaluator.apply(function.force(), argument, at));
  }
}
