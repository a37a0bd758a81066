package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixExpr;
import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Has;
import dev.thaw.nixos.edit.NixExpr.If;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.Select;
import dev.thaw.nixos.edit.NixExpr.Text;
import dev.thaw.nixos.edit.NixExpr.Unary;
import dev.thaw.nixos.edit.NixExpr.With;
import dev.thaw.nixos.edit.NixText;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.Either;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Fn;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Known;
import dev.thaw.nixos.eval.Value.Null;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Self;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates expressions as far as reading goes, lazily as nix does. It runs nothing and fetches
 * nothing; what it can't tell is {@link Unknown}. Its work is bounded, whatever the text says.
 */
final class Evaluator {

  /** Deeper than anybody writes, and less than a thread's stack holds. */
  private static final int DEEPEST = 300;

  private static final int MOST_STEPS = 500_000;
  private static final Set<String> GLOBAL =
      Set.of("import", "map", "toString", "baseNameOf", "dirOf", "removeAttrs", "isNull");

  private final Tree tree;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Value> imported = new HashMap<>();
  private final Calls calls = new Calls(this);
  private final Literals literals = new Literals(this);
  private final Operators operators = new Operators(this);
  private final Set<String> flakeModules = new HashSet<>();
  private int depth;
  private int steps;

  Evaluator(Tree tree) {
    this.tree = tree;
  }

  Tree tree() {
    return tree;
  }

  /** The files that are modules of the flake itself, and of no host. */
  Set<String> flakeModules() {
    return flakeModules;
  }

  /** Whether something was left because there was too much of it. */
  boolean isCutShort() {
    return steps >= MOST_STEPS;
  }

  /** Gives as much time to what comes next as to what came before. */
  void again() {
    steps = 0;
  }

  /** The text of a file; empty when it was not read. */
  Optional<Source> source(String path) {
    String real = tree.real(path);
    if (!sources.containsKey(real)) {
      tree.text(real)
          .ifPresent(text -> sources.put(real, new Source(real, NixText.read(text), true)));
    }
    return Optional.ofNullable(sources.get(real));
  }

  /** The value of a file; a folder stands for its default.nix. */
  Value file(String path) {
    String real = tree.real(path);
    String file = tree.isFolder(real) ? tree.real(real + "/default.nix") : real;
    Value known = imported.get(file);
    if (known != null) {
      return known;
    }
    Optional<Source> source = source(file);
    if (source.isEmpty()) {
      return new Unknown(file + " was not read");
    }
    imported.put(file, new Unknown(file + " imports itself"));
    Value value = eval(source.get().text().root(), Env.of(source.get()));
    imported.put(file, value);
    return value;
  }

  Lazy lazy(NixExpr expr, Env env) {
    return Lazy.of(() -> eval(expr, env));
  }

  Value eval(NixExpr expr, Env env) {
    steps++;
    if (depth >= DEEPEST || steps >= MOST_STEPS) {
      return new Unknown("it leads too far (" + origin(expr, env).place() + ")");
    }
    depth++;
    try {
      return switch (expr) {
        case Paren paren -> eval(paren.inner(), env);
        case Text string -> literals.string(string, env);
        case Other other -> literals.literal(other, env);
        case Listed list ->
            new Items(list.elements().stream().map(e -> lazy(e, env)).toList(), false);
        case NixExpr.Attrs attrs -> Sets.attributes(this, attrs, env);
        case Let let -> eval(let.body(), Sets.let(this, let, env));
        case With with -> eval(with.body(), opened(with, env));
        case Lambda lambda -> new Fn(lambda, env, origin(lambda, env));
        case If choice -> choice(choice, env);
        case Apply apply -> {
          Value value = eval(apply.function(), env);
          for (NixExpr argument : apply.arguments()) {
            value = calls.apply(value, lazy(argument, env), origin(apply, env));
          }
          yield value;
        }
        case Chain chain -> operators.chain(chain, env);
        case Select select -> select(select, env);
        case Has has -> has(eval(has.base(), env), has.path(), env);
        case Unary unary -> operators.unary(unary, env);
        case Name name -> named(name, env);
      };
    } finally {
      depth--;
    }
  }

  static Origin origin(NixExpr expr, Env env) {
    return new Origin(env.source(), expr);
  }

  Value apply(Value function, Lazy argument, Origin at) {
    return calls.apply(function, argument, at);
  }

  /** A value of a set, or of what stands for one. */
  Value select(Value base, String name) {
    return base.each(value ->
        switch (value) {
          case Attrs attrs when attrs.of().containsKey(name) -> attrs.of().get(name).force();
          case External external -> Natives.member(external, name);
          case Value.System system when name.equals("extendModules") ->
              new Known(name, List.of(system.argument()));
          case Unknown unknown -> unknown;
          case Self self ->
              self.has().containsKey(name)
                  ? self.has().get(name).force()
                  : select(self.outputs().force(), name);
          case Attrs _ -> new Unknown("what " + name + " is can't be read");
          default -> new Unknown(name + " can't be read");
        });
  }

  /** What a name of a path is; empty when only nix can tell. */
  Optional<String> key(Key key, Env env) {
    return key.name() != null
        ? Optional.of(key.name())
        : key.computed()
            .map(computed -> eval(computed, env))
            .orElseGet(() -> literals.template(key.start(), key.end(), env))
            .text();
  }

  private Env opened(With with, Env env) {
    boolean asserts = env.source().text().text().startsWith("assert", with.start());
    return asserts ? env : env.with(lazy(with.scope(), env));
  }

  private Value choice(If choice, Env env) {
    return eval(choice.condition(), env) instanceof Bool known
        ? eval(known.holds() ? choice.then() : choice.otherwise(), env)
        : new Either(
            List.of(eval(choice.then(), env), eval(choice.otherwise(), env)),
            "a condition decides (" + origin(choice, env).place() + ")");
  }

  private Value select(Select select, Env env) {
    Value value = eval(select.base(), env);
    for (Key key : select.path()) {
      Optional<String> name = key(key, env);
      if (name.isEmpty()) {
        return new Unknown("a name is computed (" + origin(select, env).place() + ")");
      }
      boolean absent =
          value instanceof Null
              || value instanceof Attrs attrs && !attrs.of().containsKey(name.get());
      if (absent && select.otherwise().isPresent()) {
        Value otherwise = eval(select.otherwise().get(), env);
        return value instanceof Attrs attrs && attrs.open()
            ? new Either(List.of(otherwise), "whether there is a " + name.get() + " can't be told")
            : otherwise;
      }
      value = select(value, name.get());
    }
    return value;
  }

  private Value has(Value base, List<Key> path, Env env) {
    Value value = base;
    for (Key key : path) {
      Optional<String> name = key(key, env);
      if (name.isEmpty() || !(value instanceof Attrs attrs)) {
        return new Unknown("what it has can't be read");
      }
      if (!attrs.of().containsKey(name.get())) {
        return attrs.open() ? new Unknown("what it has can't be read") : new Bool(false);
      }
      value = attrs.of().get(name.get()).force();
    }
    return new Bool(true);
  }

  private Value named(Name name, Env env) {
    Optional<Lazy> found = env.find(name.name());
    if (found.isPresent()) {
      return found.get().force();
    }
    switch (name.name()) {
      case "true":
        return new Bool(true);
      case "false":
        return new Bool(false);
      case "null":
        return new Null();
      case "builtins":
        return new External("builtins", true);
      default:
        break;
    }
    if (GLOBAL.contains(name.name())) {
      return new Known(name.name(), List.of());
    }
    for (Env scope = env; scope != null; scope = scope.outer()) {
      if (scope.with() != null) {
        Value opened = scope.with().force();
        boolean closed =
            opened instanceof Attrs attrs && !attrs.open() && !attrs.of().containsKey(name.name());
        if (!closed) {
          return select(opened, name.name());
        }
      }
    }
    return new External(name.name(), name.name().equals("lib"));
  }
}
