package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixExpr;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Unary;
import dev.thaw.nixos.eval.Value.At;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.Either;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Null;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What operators make of values. */
final class Operators {

  private final Evaluator evaluator;

  Operators(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value chain(Chain chain, Env env) {
    List<NixExpr> operands = chain.operands();
    String operator = chain.operator();
    if (operator.equals("&&") || operator.equals("||") || operator.equals("->")) {
      return logic(operator, operands, env);
    }
    if (operator.equals("|>") || operator.equals("<|")) {
      return piped(chain, operands, env);
    }
    Value value = evaluator.eval(operands.getFirst(), env);
    for (NixExpr operand : operands.subList(1, operands.size())) {
      Value right = evaluator.eval(operand, env);
      value =
          switch (operator) {
            case "//" -> updated(value, right);
            case "++" -> new Items(appended(value, right), isOpen(value) || isOpen(right));
            case "+" -> sum(value, right);
            case "==" -> same(value, right);
            case "!=" -> not(same(value, right));
            default -> new Unknown("it is computed (" + Evaluator.origin(chain, env).place() + ")");
          };
    }
    return value;
  }

  Value unary(Unary unary, Env env) {
    return unary.operator().equals("!")
        ? not(evaluator.eval(unary.operand(), env))
        : new Unknown("it is a number");
  }

  private Value piped(Chain chain, List<NixExpr> operands, Env env) {
    List<NixExpr> order = chain.operator().equals("|>") ? operands : operands.reversed();
    Lazy value = evaluator.lazy(order.getFirst(), env);
    for (NixExpr function : order.subList(1, order.size())) {
      Lazy argument = value;
      value =
          Lazy.of(() ->
              evaluator.apply(
                  evaluator.eval(function, env), argument, Evaluator.origin(chain, env)));
    }
    return value.force();
  }

  private Value logic(String operator, List<NixExpr> operands, Env env) {
    boolean decides = !operator.equals("&&");
    Value last = new Bool(!decides);
    boolean known = true;
    for (int i = 0; i < operands.size(); i++) {
      Value value = evaluator.eval(operands.get(i), env);
      last = operator.equals("->") && i < operands.size() - 1 ? not(value) : value;
      if (last instanceof Bool bool && bool.holds() == decides) {
        return last;
      }
      known &= last instanceof Bool;
    }
    return known ? last : new Unknown("a condition can't be told");
  }

  static Value not(Value value) {
    return value instanceof Bool bool
        ? new Bool(!bool.holds())
        : new Unknown("a condition can't be told");
  }

  /** The set of both, the right one's values before the left one's. */
  static Value updated(Value left, Value right) {
    return left.each(a -> right.each(b -> update(a, b)));
  }

  private static Value update(Value left, Value right) {
    if (left instanceof Value.System) {
      return left;
    }
    if (left instanceof External external && right instanceof Attrs attrs) {
      var extra = new LinkedHashMap<>(external.extra());
      extra.putAll(attrs.of());
      return new External(external.name(), external.library(), extra);
    }
    if (left instanceof Attrs a && right instanceof Attrs b) {
      var of = new LinkedHashMap<>(a.of());
      of.putAll(b.of());
      var origins = new ArrayList<Origin>(a.origins());
      origins.addAll(b.origins());
      return new Attrs(of, a.open() || b.open(), origins);
    }
    if (left instanceof Attrs attrs && right instanceof External external && external.isInputs()) {
      // What a flake is given has other names than what is put before it.
      var extra = new LinkedHashMap<>(attrs.of());
      extra.putAll(external.extra());
      return new External(external.name(), external.library(), extra);
    }
    if (left instanceof Attrs attrs) {
      // What is not known stands before each of its values.
      var of = new LinkedHashMap<String, Lazy>();
      attrs.of().forEach((name, value) -> of.put(name, Lazy.of(() -> opened(value.force()))));
      return new Attrs(of, true, attrs.origins());
    }
    return right instanceof Attrs attrs ? new Attrs(attrs.of(), true, attrs.origins()) : left;
  }

  private static Value opened(Value value) {
    return value instanceof Attrs attrs ? new Attrs(attrs.of(), true, attrs.origins()) : value;
  }

  private static boolean isOpen(Value value) {
    return value instanceof Items items && items.open();
  }

  private static List<Lazy> appended(Value left, Value right) {
    var all = new ArrayList<Lazy>(elements(left));
    all.addAll(elements(right));
    return all;
  }

  /** The elements; what is no list stands for those that can't be told. */
  static List<Lazy> elements(Value value) {
    return switch (value) {
      case Items items -> items.of();
      case Either either -> {
        var all = new ArrayList<Lazy>();
        for (Value one : either.of()) {
          elements(one)
              .forEach(element ->
                  all.add(Lazy.of(() -> new Either(List.of(element.force()), either.why()))));
        }
        yield all;
      }
      case Null _ -> List.of();
      default -> List.of(Lazy.of(value));
    };
  }

  private static Value sum(Value left, Value right) {
    return left.each(a ->
        right.each(b ->
            a instanceof At && b.text().isPresent()
                ? Literals.path("/", a.text().get() + b.text().get())
                : Literals.joined(a, b)));
  }

  private static Value same(Value left, Value right) {
    if (left instanceof Null || right instanceof Null) {
      return isRead(left) && isRead(right)
          ? new Bool(left.equals(right))
          : new Unknown("a condition can't be told");
    }
    if (left instanceof Bool && right instanceof Bool) {
      return new Bool(left.equals(right));
    }
    Optional<String> a = left.text();
    Optional<String> b = right.text();
    return a.isPresent() && b.isPresent()
        ? new Bool(a.equals(b))
        : new Unknown("a condition can't be told");
  }

  /** Whether it is a value of its own, and does not stand for one that may be anything. */
  private static boolean isRead(Value value) {
    return switch (value) {
      case Unknown _, External _, Either _, Value.All _, Value.Known _ -> false;
      default -> true;
    };
  }
}
