package dev.thaw.nixos.eval;

import static dev.thaw.nixos.eval.Natives.applied;
import static dev.thaw.nixos.eval.Natives.apply2;
import static dev.thaw.nixos.eval.Natives.list;
import static dev.thaw.nixos.eval.Natives.when;

import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.Either;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Num;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Str;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions on lists. */
final class ListFunctions {

  private ListFunctions() {}

  static void all(Natives.Registry to) {
    to.put(
        "map",
        2,
        (e, a, at) ->
            list(
                a.get(1),
                items -> items(items, items.of().stream().map(x -> applied(e, a.get(0), x, at)))));
    to.put("forEach", 2, (e, a, at) -> Natives.call(e, known("map", a.get(1), a.get(0)), at));
    to.put("filter", 2, (e, a, at) -> list(a.get(1), items -> filtered(e, a.get(0), items, at)));
    to.put(
        "concatMap",
        2,
        (e, a, at) ->
            list(
                a.get(1),
                items ->
                    flat(
                        items,
                        items.of().stream().map(x -> applied(e, a.get(0), x, at)).toList(),
                        1)));
    to.put("concatLists", 1, (e, a, at) -> list(a.get(0), items -> flat(items, items.of(), 1)));
    to.put("flatten", 1, (e, a, at) -> list(a.get(0), items -> flat(items, items.of(), 20)));
    to.put("optional", 2, (e, a, at) -> when(a.get(0).force(), one(a.get(1)), none()));
    to.put("optionals", 2, (e, a, at) -> when(a.get(0).force(), a.get(1).force(), none()));
    to.put("singleton", 1, (e, a, at) -> one(a.get(0)));
    to.put("toList", 1, (e, a, at) -> a.get(0).force() instanceof Items i ? i : one(a.get(0)));
    to.put("unique", 1, (e, a, at) -> a.get(0).force());
    to.put(
        "reverseList",
        1,
        (e, a, at) -> list(a.get(0), i -> new Items(i.of().reversed(), i.open())));
    to.put("head", 1, (e, a, at) -> list(a.get(0), items -> at(items, 0)));
    to.put("last", 1, (e, a, at) -> list(a.get(0), items -> at(items, items.of().size() - 1)));
    to.put(
        "elemAt",
        2,
        (e, a, at) ->
            a.get(1).force() instanceof Num n && n.written().matches("\\d{1,6}")
                ? list(a.get(0), items -> at(items, Integer.parseInt(n.written())))
                : new Unknown("which element it is can't be told"));
    to.put(
        "tail",
        1,
        (e, a, at) ->
            list(
                a.get(0),
                i -> i.of().isEmpty() ? i : new Items(i.of().subList(1, i.of().size()), i.open())));
    to.put("elem", 2, (e, a, at) -> list(a.get(1), items -> contains(a.get(0).force(), items)));
    to.put("any", 2, (e, a, at) -> list(a.get(1), items -> any(e, a.get(0), items, at, true)));
    to.put("all", 2, (e, a, at) -> list(a.get(1), items -> any(e, a.get(0), items, at, false)));
    to.put("foldl'", 3, (e, a, at) -> list(a.get(2), items -> folded(e, a, items.of(), false, at)));
    to.put("foldl", 3, (e, a, at) -> list(a.get(2), items -> folded(e, a, items.of(), false, at)));
    to.put(
        "foldr",
        3,
        (e, a, at) -> list(a.get(2), items -> folded(e, a, items.of().reversed(), true, at)));
    to.put(
        "fold",
        3,
        (e, a, at) -> list(a.get(2), items -> folded(e, a, items.of().reversed(), true, at)));
    to.put(
        "pipe",
        2,
        (e, a, at) ->
            list(
                a.get(1),
                items -> {
                  Lazy value = a.get(0);
                  for (Lazy function : items.of()) {
                    value = applied(e, function, value, at);
                  }
                  return value.force();
                }));
  }

  static Value.Known known(String name, Lazy... arguments) {
    return new Value.Known(name, List.of(arguments));
  }

  private static Items items(Items like, java.util.stream.Stream<Lazy> of) {
    return new Items(of.toList(), like.open());
  }

  private static Items one(Lazy value) {
    return new Items(List.of(value), false);
  }

  private static Items none() {
    return new Items(List.of(), false);
  }

  private static Value at(Items items, int index) {
    return index >= 0 && index < items.of().size()
        ? items.of().get(index).force()
        : new Unknown("the list has no such element");
  }

  private static Value filtered(Evaluator evaluator, Lazy keeps, Items items, Origin at) {
    var kept = new ArrayList<Lazy>();
    for (Lazy element : items.of()) {
      Value keep = evaluator.apply(keeps.force(), element, at);
      if (!(keep instanceof Bool known)) {
        kept.add(
            Lazy.of(() ->
                new Either(List.of(element.force()), "a filter decides (" + at.place() + ")")));
      } else if (known.holds()) {
        kept.add(element);
      }
    }
    return new Items(kept, items.open());
  }

  private static Items flat(Items like, List<Lazy> of, int deep) {
    var all = new ArrayList<Lazy>();
    boolean open = like.open();
    for (Lazy element : of) {
      Value value = element.force();
      if (deep > 0 && value instanceof Items inner) {
        Items flat = flat(inner, inner.of(), deep - 1);
        all.addAll(flat.of());
        open |= flat.open();
      } else if (value instanceof Either) {
        all.addAll(Operators.elements(value));
      } else {
        all.add(element);
      }
    }
    return new Items(all, open);
  }

  private static Value contains(Value wanted, Items items) {
    boolean told = wanted.text().isPresent() && !items.open();
    for (Lazy element : items.of()) {
      Optional<String> text = element.force().text();
      if (text.isPresent() && text.equals(wanted.text())) {
        return new Bool(true);
      }
      told &= text.isPresent();
    }
    return told ? new Bool(false) : new Unknown("what is in a list can't be told");
  }

  private static Value any(Evaluator e, Lazy test, Items items, Origin at, boolean decides) {
    boolean told = !items.open();
    for (Lazy element : items.of()) {
      Value holds = e.apply(test.force(), element, at);
      if (holds instanceof Bool known && known.holds() == decides) {
        return known;
      }
      told &= holds instanceof Bool;
    }
    return told ? new Bool(!decides) : new Unknown("what is in a list can't be told");
  }

  private static Value folded(
      Evaluator e, List<Lazy> arguments, List<Lazy> of, boolean right, Origin at) {
    Lazy value = arguments.get(1);
    for (Lazy element : of) {
      Lazy before = value;
      Value next =
          right
              ? apply2(e, arguments.get(0), element, before, at)
              : apply2(e, arguments.get(0), before, element, at);
      value = Lazy.of(next);
    }
    return value.force();
  }

  static Items strings(Iterable<String> of, boolean open) {
    var all = new ArrayList<Lazy>();
    of.forEach(text -> all.add(Lazy.of(new Str(text))));
    return new Items(all, open);
  }
}
