package dev.thaw.practice.nix;

import dev.thaw.nixos.edit.NixExpr;
import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Has;
import dev.thaw.nixos.edit.NixExpr.If;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a text's expressions, as far as they are plain.
 *
 * @param source the text
 */
record NixValues(NixSource source) {

  /** A value that only a real nix can compute. */
  static final Object OPAQUE = new Object();

  private static final Set<String> BUILT_IN =
      Set.of("builtins", "import", "map", "toString", "throw", "removeAttrs", "baseNameOf");

  /** The names that are known at a place. */
  record Scope(Map<String, NixExpr> let, Set<String> known, boolean with) {
    /** Where nothing is known yet. */
    static final Scope EMPTY = new Scope(Map.of(), Set.of(), false);

    Scope and(List<Item> items) {
      var more = new HashMap<>(let);
      var names = new HashSet<>(known);
      for (Item item : items) {
        switch (item) {
          case Binding binding when binding.path().size() == 1 ->
              more.put(binding.path().getFirst().name(), binding.value());
          case Binding binding -> names.add(binding.path().getFirst().name());
          case Inherit inherit -> inherit.names().forEach(key -> names.add(key.name()));
        }
      }
      return new Scope(more, names, with);
    }

    Scope and(Set<String> more) {
      var names = new HashSet<>(known);
      names.addAll(more);
      return new Scope(let, names, with);
    }

    Scope inWith() {
      return new Scope(let, known, true);
    }
  }

  /**
   * What an expression means there.
   *
   * @return a String, Boolean, Long, List, Map by the attributes' names, {@link #OPAQUE}, or null
   * @throws NixError for a name that is not known
   */
  @Nullable Object value(NixExpr expr, Scope scope) {
    return switch (expr) {
      case Paren paren -> value(paren.inner(), scope);
      case Text string -> string.value() == null ? OPAQUE : string.value();
      case Listed list -> {
        var values = new ArrayList<Object>();
        list.elements().forEach(element -> values.add(value(element, scope)));
        yield values;
      }
      case Chain chain when chain.operator().equals("++") -> {
        var values = new ArrayList<Object>();
        for (NixExpr part : chain.operands()) {
          if (value(part, scope) instanceof List<?> list) {
            values.addAll(list);
          } else {
            values.add(OPAQUE);
          }
        }
        yield values;
      }
      case Chain chain -> {
        chain.operands().forEach(part -> value(part, scope));
        yield OPAQUE;
      }
      case With with -> {
        value(with.scope(), scope);
        yield value(with.body(), scope.inWith());
      }
      case Let let -> value(let.body(), scope.and(let.items()));
      case If choice -> {
        Object condition = value(choice.condition(), scope);
        yield condition instanceof Boolean holds
            ? value(holds ? choice.then() : choice.otherwise(), scope)
            : OPAQUE;
      }
      case Name name -> named(name, scope);
      case Select select -> {
        value(select.base(), scope);
        yield OPAQUE;
      }
      case Apply apply -> {
        value(apply.function(), scope);
        apply.arguments().forEach(argument -> value(argument, scope));
        yield OPAQUE;
      }
      case Other other -> {
        String written = source.text().source(other);
        yield written.matches("-?\\d{1,18}") ? (Object) Long.parseLong(written) : written;
      }
      case Unary unary -> {
        Object operand = value(unary.operand(), scope);
        yield unary.operator().equals("-") && operand instanceof Long number ? -number : OPAQUE;
      }
      case Has has -> OPAQUE;
      case Attrs attrs -> set(attrs, scope);
      case Lambda lambda -> OPAQUE;
    };
  }

  private Map<String, Object> set(Attrs attrs, Scope scope) {
    Scope inside = attrs.rec() ? scope.and(attrs.items()) : scope;
    var values = new HashMap<String, Object>();
    for (Item item : attrs.items()) {
      if (item instanceof Binding binding && binding.path().size() == 1) {
        String name = binding.path().getFirst().name();
        Object value = value(binding.value(), inside);
        if (name != null && value != null) {
          values.put(name, value);
        }
      }
    }
    return values;
  }

  /** A value as nix prints it in an error. */
  static String shown(@Nullable Object value) {
    return switch (value) {
      case String text -> "\"" + text + "\"";
      case List<?> list -> {
        var shown = new StringBuilder("[ ");
        list.forEach(element -> shown.append(shown(element)).append(' '));
        yield shown.append(']').toString();
      }
      case Map<?, ?> set -> "{ … }";
      case null -> "null";
      default -> value == OPAQUE ? "<code>" : value.toString();
    };
  }

  private @Nullable Object named(Name name, Scope scope) {
    switch (name.name()) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      default:
        break;
    }
    NixExpr meaning = scope.let().get(name.name());
    if (meaning != null) {
      return meaning == name ? OPAQUE : value(meaning, scope);
    }
    if (scope.known().contains(name.name()) || scope.with() || BUILT_IN.contains(name.name())) {
      return OPAQUE;
    }
    throw new NixError("undefined variable '" + name.name() + "'" + source.place(name.start()));
  }
}
