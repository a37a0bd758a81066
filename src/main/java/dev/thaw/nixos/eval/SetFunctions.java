package dev.thaw.nixos.eval;

import static dev.thaw.nixos.eval.Natives.applied;
import static dev.thaw.nixos.eval.Natives.apply2;
import static dev.thaw.nixos.eval.Natives.list;
import static dev.thaw.nixos.eval.Natives.set;
import static dev.thaw.nixos.eval.Natives.text;
import static dev.thaw.nixos.eval.Natives.when;

import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.Either;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Str;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions on attribute sets. */
final class SetFunctions {

  private SetFunctions() {}

  static void all(Natives.Registry to) {
    to.put(
        "attrNames",
        1,
        (e, a, at) -> set(a.get(0), s -> ListFunctions.strings(s.of().keySet(), s.open())));
    to.put(
        "attrValues",
        1,
        (e, a, at) -> set(a.get(0), s -> new Items(List.copyOf(s.of().values()), s.open())));
    to.put(
        "mapAttrs",
        2,
        (e, a, at) -> set(a.get(1), s -> mapped(s, (n, v) -> two(e, a.get(0), n, v, at))));
    to.put(
        "mapAttrsToList",
        2,
        (e, a, at) ->
            set(
                a.get(1),
                s ->
                    new Items(
                        List.copyOf(mapped(s, (n, v) -> two(e, a.get(0), n, v, at)).of().values()),
                        s.open())));
    to.put(
        "mapAttrs'",
        2,
        (e, a, at) ->
            set(
                a.get(1),
                s ->
                    named(
                        mapped(s, (n, v) -> two(e, a.get(0), n, v, at)).of().values(), s.open())));
    to.put("listToAttrs", 1, (e, a, at) -> list(a.get(0), i -> named(i.of(), i.open())));
    to.put(
        "nameValuePair", 2, (e, a, at) -> Attrs.made(Map.of("name", a.get(0), "value", a.get(1))));
    to.put("genAttrs", 2, (e, a, at) -> list(a.get(0), i -> generated(e, i, a.get(1), at)));
    to.put(
        "genAttrs'",
        2,
        (e, a, at) ->
            list(
                a.get(0),
                i ->
                    named(
                        i.of().stream().map(x -> applied(e, a.get(1), x, at)).toList(), i.open())));
    to.put("filterAttrs", 2, (e, a, at) -> set(a.get(1), s -> filtered(e, a.get(0), s, at)));
    to.put(
        "recursiveUpdate", 2, (e, a, at) -> set(a.get(0), s -> set(a.get(1), t -> replaced(s, t))));
    to.put("mergeAttrs", 2, (e, a, at) -> Operators.updated(a.get(0).force(), a.get(1).force()));
    to.put("mergeAttrsList", 1, (e, a, at) -> list(a.get(0), SetFunctions::joined));
    to.put(
        "optionalAttrs",
        2,
        (e, a, at) -> when(a.get(0).force(), a.get(1).force(), Attrs.made(Map.of())));
    to.put("hasAttr", 2, (e, a, at) -> text(a.get(0), n -> set(a.get(1), s -> has(s, n))));
    to.put("getAttr", 2, (e, a, at) -> text(a.get(0), n -> e.select(a.get(1).force(), n)));
    to.put("removeAttrs", 2, (e, a, at) -> set(a.get(0), s -> taken(s, a.get(1).force())));
    to.put(
        "intersectAttrs",
        2,
        (e, a, at) ->
            set(
                a.get(0),
                s ->
                    set(
                        a.get(1),
                        t -> {
                          var of = new LinkedHashMap<>(t.of());
                          of.keySet().retainAll(s.of().keySet());
                          return new Attrs(of, s.open() || t.open(), t.origins());
                        })));
    to.put(
        "attrByPath",
        3,
        (e, a, at) ->
            list(
                a.get(0),
                i -> {
                  Value value = a.get(2).force();
                  for (Lazy name : i.of()) {
                    if (!(value instanceof Attrs s) || name.force().text().isEmpty()) {
                      return value instanceof Attrs ? new Unknown("a name is computed") : value;
                    }
                    if (!s.of().containsKey(name.force().text().get()) && !s.open()) {
                      return a.get(1).force();
                    }
                    value = e.select(s, name.force().text().get());
                  }
                  return value;
                }));
    to.put(
        "catAttrs",
        2,
        (e, a, at) ->
            text(
                a.get(0),
                n ->
                    list(
                        a.get(1),
                        i ->
                            new Items(
                                i.of().stream()
                                    .filter(
                                        x -> x.force() instanceof Attrs s && s.of().containsKey(n))
                                    .map(x -> ((Attrs) x.force()).of().get(n))
                                    .toList(),
                                i.open()))));
  }

  private interface Each {
    Lazy of(String name, Lazy value);
  }

  private static Lazy two(Evaluator e, Lazy function, String name, Lazy value, Origin at) {
    return Lazy.of(() -> apply2(e, function, Lazy.of(new Str(name)), value, at));
  }

  private static Attrs mapped(Attrs attrs, Each each) {
    var of = new LinkedHashMap<String, Lazy>();
    attrs.of().forEach((name, value) -> of.put(name, each.of(name, value)));
    return new Attrs(of, attrs.open(), List.of());
  }

  /** The set of pairs of names and values. */
  private static Attrs named(Iterable<Lazy> pairs, boolean open) {
    var of = new LinkedHashMap<String, Lazy>();
    boolean more = open;
    for (Lazy pair : pairs) {
      Value value = pair.force();
      boolean sure = !(value instanceof Either);
      var here = new LinkedHashMap<String, List<Lazy>>();
      for (Value one : value instanceof Either either ? either.of() : List.of(value)) {
        Optional<String> name =
            one instanceof Attrs attrs && attrs.of().containsKey("name")
                ? attrs.of().get("name").force().text()
                : Optional.empty();
        more |= name.isEmpty() || !sure;
        name.ifPresent(known ->
            here.computeIfAbsent(known, _ -> new ArrayList<>())
                .add(
                    ((Attrs) one)
                        .of()
                        .getOrDefault("value", Lazy.of(new Unknown("it has no value")))));
      }
      here.forEach((name, values) -> of.putIfAbsent(name, oneOf(values, value)));
    }
    return new Attrs(of, more, List.of());
  }

  /** One of several values, where it is not known of which of them it is. */
  private static Lazy oneOf(List<Lazy> values, Value pair) {
    return pair instanceof Either either
        ? Lazy.of(() -> new Either(values.stream().map(Lazy::force).toList(), either.why()))
        : values.getFirst();
  }

  private static Attrs generated(Evaluator e, Items names, Lazy function, Origin at) {
    var of = new LinkedHashMap<String, Lazy>();
    boolean open = names.open();
    for (Lazy name : names.of()) {
      Optional<String> known = name.force().text();
      open |= known.isEmpty();
      known.ifPresent(text -> of.put(text, applied(e, function, name, at)));
    }
    return new Attrs(of, open, List.of());
  }

  private static Value filtered(Evaluator e, Lazy keeps, Attrs attrs, Origin at) {
    var sure = new LinkedHashMap<String, Lazy>();
    var all = new LinkedHashMap<String, Lazy>();
    for (var one : attrs.of().entrySet()) {
      Value keep = apply2(e, keeps, Lazy.of(new Str(one.getKey())), one.getValue(), at);
      if (!(keep instanceof Bool known) || known.holds()) {
        all.put(one.getKey(), one.getValue());
      }
      if (keep instanceof Bool known && known.holds()) {
        sure.put(one.getKey(), one.getValue());
      }
    }
    Attrs most = new Attrs(all, attrs.open(), attrs.origins());
    return sure.size() == all.size()
        ? most
        : new Either(
            List.of(new Attrs(sure, attrs.open(), attrs.origins()), most),
            "a filter decides (" + at.place() + ")");
  }

  /** The set of both, and so on inwards; what is no set on both sides is the right one's. */
  private static Value replaced(Attrs left, Attrs right) {
    var of = new LinkedHashMap<String, Lazy>();
    ((Attrs) Operators.updated(left, right))
        .of()
        .forEach((name, value) -> {
          Lazy before = left.of().get(name);
          if (before != null && right.of().containsKey(name)) {
            of.put(name, Lazy.of(() -> deeper(before.force(), value.force())));
          } else {
            of.put(name, value);
          }
        });
    var origins = new ArrayList<Origin>(left.origins());
    origins.addAll(right.origins());
    return new Attrs(of, left.open() || right.open(), origins);
  }

  private static Value deeper(Value left, Value right) {
    return left.each(
        a -> right.each(b -> a instanceof Attrs s && b instanceof Attrs t ? replaced(s, t) : b));
  }

  private static Value joined(Items items) {
    Value all = Attrs.made(Map.of());
    for (Lazy one : items.of()) {
      all = Operators.updated(all, one.force());
    }
    return all;
  }

  private static Value has(Attrs attrs, String name) {
    return attrs.of().containsKey(name) || !attrs.open()
        ? new Bool(attrs.of().containsKey(name))
        : new Unknown("what it has can't be read");
  }

  private static Value taken(Attrs attrs, Value names) {
    return names instanceof Items items
        ? without(attrs, items)
        : new Either(List.of(attrs), "what is taken out of it can't be read");
  }

  private static Value without(Attrs attrs, Items names) {
    var of = new LinkedHashMap<>(attrs.of());
    var gone = new ArrayList<String>();
    names.of().forEach(name -> name.force().text().ifPresent(gone::add));
    gone.forEach(of::remove);
    Attrs most = new Attrs(of, attrs.open(), attrs.origins());
    return gone.size() == names.of().size() && !names.open()
        ? most
        : new Either(List.of(most), "what is taken out of it can't be read");
  }
}
