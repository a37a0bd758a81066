package dev.thaw.nixos.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Nix expression, as far as settings are concerned, and where in the text it stands. */
public sealed interface NixExpr {

  /** Where it begins, an index of the text. */
  int start();

  /** Where it ends, exclusive. */
  int end();

  /** The expressions in it, in the order of the text. */
  default List<NixExpr> children() {
    return switch (this) {
      case Attrs attrs -> values(attrs.items());
      case Listed list -> list.elements();
      case Let let -> {
        var all = new ArrayList<>(values(let.items()));
        all.add(let.body());
        yield all;
      }
      case With with -> List.of(with.scope(), with.body());
      case Lambda lambda -> List.of(lambda.body());
      case If choice -> List.of(choice.condition(), choice.then(), choice.otherwise());
      case Apply apply -> {
        var all = new ArrayList<NixExpr>(List.of(apply.function()));
        all.addAll(apply.arguments());
        yield all;
      }
      case Chain chain -> chain.operands();
      case Paren paren -> List.of(paren.inner());
      case Select select ->
          select.otherwise().isEmpty()
              ? List.of(select.base())
              : List.of(select.base(), select.otherwise().get());
      case Unary unary -> List.of(unary.operand());
      case Has has -> List.of(has.base());
      case Name name -> List.of();
      case Text text -> List.of();
      case Other other -> List.of();
    };
  }

  /** The one of {@link #children} that reaches from before {@code start} to after {@code end}. */
  default Optional<NixExpr> childAround(int start, int end) {
    List<NixExpr> children = children();
    int low = 0;
    int high = children.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (children.get(middle).end() < end) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < children.size() && children.get(low).start() <= start
        ? Optional.of(children.get(low))
        : Optional.empty();
  }

  private static List<NixExpr> values(List<Item> items) {
    var values = new ArrayList<NixExpr>();
    for (Item item : items) {
      switch (item) {
        case Binding binding -> values.add(binding.value());
        case Inherit inherit -> inherit.from().ifPresent(values::add);
      }
    }
    return values;
  }

  /**
   * A name in a path of attributes.
   *
   * @param name without quotes; null when it is computed: {@code "${x}"}, {@code ${x}}
   * @param computed what computes it, where that is written alone: {@code ${x}}
   */
  record Key(@Nullable String name, Optional<NixExpr> computed, int start, int end) {}

  /** A line of an attribute set or of a {@code let}. */
  sealed interface Item {
    /** Where it begins. */
    int start();

    /** Where it ends, after the semicolon. */
    int end();
  }

  /** {@code a.b = value;}. */
  record Binding(List<Key> path, NixExpr value, int start, int end) implements Item {}

  /** {@code inherit (from) names;}. */
  record Inherit(Optional<NixExpr> from, List<Key> names, int start, int end) implements Item {}

  /** An attribute set; {@code open} and {@code close} are its braces' places. */
  record Attrs(boolean rec, List<Item> items, int open, int close, int start, int end)
      implements NixExpr {}

  /** A list, from its bracket to its bracket. */
  record Listed(List<NixExpr> elements, int start, int end) implements NixExpr {}

  /** {@code let items in body}. */
  record Let(List<Item> items, NixExpr body, int start, int end) implements NixExpr {}

  /** {@code with scope; body}, and {@code assert scope; body}. */
  record With(NixExpr scope, NixExpr body, int start, int end) implements NixExpr {}

  /**
   * What a function takes.
   *
   * @param whole the name of the whole argument; empty when it has none
   * @param set whether it takes an attribute set apart: {@code { a, b ? c, ... }}
   * @param names the names that it takes out of it, with their defaults
   */
  record Formals(Optional<String> whole, boolean set, Map<String, Optional<NixExpr>> names) {}

  /** A function: {@code x: body}, {@code { a, b ? c, ... }@args: body}. */
  record Lambda(List<String> parameters, Formals formals, NixExpr body, int start, int end)
      implements NixExpr {}

  /** {@code if condition then … else …}. */
  record If(NixExpr condition, NixExpr then, NixExpr otherwise, int start, int end)
      implements NixExpr {}

  /** A function and what it is applied to. */
  record Apply(NixExpr function, List<NixExpr> arguments, int start, int end) implements NixExpr {}

  /** Operands of one operator: {@code a ++ b ++ c}. */
  record Chain(String operator, List<NixExpr> operands, int start, int end) implements NixExpr {}

  /** {@code (inner)}. */
  record Paren(NixExpr inner, int start, int end) implements NixExpr {}

  /** {@code base.path}, {@code base.path or otherwise}. */
  record Select(NixExpr base, List<Key> path, Optional<NixExpr> otherwise, int start, int end)
      implements NixExpr {}

  /** {@code !operand}, {@code -operand}. */
  record Unary(String operator, NixExpr operand, int start, int end) implements NixExpr {}

  /** {@code base ? path}. */
  record Has(NixExpr base, List<Key> path, int start, int end) implements NixExpr {}

  /** An identifier. */
  record Name(String name, int start, int end) implements NixExpr {}

  /** A string; {@code value} is null when it is computed or of several lines. */
  record Text(@Nullable String value, int start, int end) implements NixExpr {}

  /** Anything else: numbers, paths, and what can't be read. */
  record Other(int start, int end) implements NixExpr {}
}
