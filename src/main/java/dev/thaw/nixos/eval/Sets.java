package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixExpr;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.eval.Value.All;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes attribute sets of the lines of a text, and one of several. */
final class Sets {

  private Sets() {}

  /** What a line gives a name, and the rest of the name's path. */
  private record Line(List<Key> rest, NixExpr value) {}

  static Value attributes(Evaluator evaluator, NixExpr.Attrs attrs, Env env) {
    var of = new LinkedHashMap<String, Lazy>();
    Env inner = attrs.rec() ? env.and(of) : env;
    boolean open = fill(evaluator, attrs.items(), env, inner, of);
    List<Origin> origins = env.source().whole() ? List.of(Evaluator.origin(attrs, env)) : List.of();
    return new Attrs(of, open, origins);
  }

  static Env let(Evaluator evaluator, Let let, Env env) {
    var of = new LinkedHashMap<String, Lazy>();
    Env inner = env.and(of);
    fill(evaluator, let.items(), env, inner, of);
    return inner;
  }

  /** Puts the lines' values into a map; gives whether there may be more. */
  private static boolean fill(
      Evaluator evaluator, List<Item> items, Env outer, Env inner, Map<String, Lazy> of) {
    var lines = new LinkedHashMap<String, List<Line>>();
    boolean open = false;
    for (Item item : items) {
      switch (item) {
        case Inherit inherit -> {
          for (Key key : inherit.names()) {
            String called = key.name();
            if (called == null) {
              open = true;
            } else {
              NixExpr name = new NixExpr.Name(called, key.start(), key.end());
              of.put(
                  called,
                  inherit.from().isEmpty()
                      ? evaluator.lazy(name, outer)
                      : Lazy.of(() ->
                          evaluator.select(evaluator.eval(inherit.from().get(), inner), called)));
            }
          }
        }
        case Binding binding -> {
          List<Key> path = binding.path();
          Optional<String> name = evaluator.key(path.getFirst(), inner);
          open |= name.isEmpty();
          // Its place in the order; its value comes when all lines are known.
          name.ifPresent(known -> of.putIfAbsent(known, Lazy.of(new Value.Null())));
          name.ifPresent(known ->
              lines
                  .computeIfAbsent(known, _ -> new ArrayList<>())
                  .add(new Line(path.subList(1, path.size()), binding.value())));
        }
      }
    }
    lines.forEach((name, many) -> of.put(name, Lazy.of(() -> value(evaluator, many, inner))));
    return open;
  }

  private static Value value(Evaluator evaluator, List<Line> lines, Env env) {
    var parts = new ArrayList<Lazy>();
    for (Line line : lines) {
      if (line.rest().isEmpty()) {
        parts.add(evaluator.lazy(line.value(), env));
        continue;
      }
      Optional<String> name = evaluator.key(line.rest().getFirst(), env);
      var inner = List.of(new Line(line.rest().subList(1, line.rest().size()), line.value()));
      parts.add(
          Lazy.of(
              name.isEmpty()
                  ? new Attrs(Map.of(), true, List.of())
                  : Attrs.made(Map.of(name.get(), Lazy.of(() -> value(evaluator, inner, env))))));
    }
    return merged(parts);
  }

  /** One value of several for the same name: sets and lists are joined, as modules are. */
  static Value merged(List<Lazy> parts) {
    if (parts.size() == 1) {
      return parts.getFirst().force();
    }
    List<Value> values = parts.stream().map(Lazy::force).toList();
    if (!values.isEmpty() && values.stream().allMatch(Items.class::isInstance)) {
      var all = new ArrayList<Lazy>();
      values.forEach(value -> all.addAll(((Items) value).of()));
      return new Items(all, values.stream().anyMatch(value -> ((Items) value).open()));
    }
    if (!values.stream().allMatch(Attrs.class::isInstance)) {
      return new All(parts);
    }
    var names = new LinkedHashMap<String, List<Lazy>>();
    var origins = new ArrayList<Origin>();
    boolean open = false;
    for (Value value : values) {
      Attrs attrs = (Attrs) value;
      attrs.of().forEach((k, v) -> names.computeIfAbsent(k, _ -> new ArrayList<>()).add(v));
      origins.addAll(attrs.origins());
      open |= attrs.open();
    }
    var of = new LinkedHashMap<String, Lazy>();
    names.forEach((name, many) -> of.put(name, Lazy.of(() -> merged(many))));
    return new Attrs(of, open, origins);
  }
}
