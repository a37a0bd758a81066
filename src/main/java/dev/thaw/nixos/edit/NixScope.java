package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.With;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names that {@code let}, {@code rec} and functions give to values, at a place of a text.
 *
 * @param outer what holds around it; null at the outermost place
 * @param names what each name stands for; empty when only an evaluation can tell
 * @param start where the place begins
 * @param end where it ends
 */
record NixScope(
    @Nullable NixScope outer, Map<String, Optional<NixExpr>> names, int start, int end) {

  /** The outermost place, where nothing is named. */
  static final NixScope NONE = new NixScope(null, Map.of(), 0, 0);

  private static final Set<String> BUILT_IN =
      Set.of("true", "false", "null", "builtins", "import", "map", "toString");

  /**
   * A name's meaning.
   *
   * @param value what it stands for
   * @param scope where that stands
   */
  record Meaning(NixExpr value, NixScope scope) {}

  /** The place inside a {@code let} or {@code rec} with these lines. */
  NixScope with(List<Item> items, int start, int end) {
    var inner = new HashMap<String, Optional<NixExpr>>();
    for (Item item : items) {
      switch (item) {
        case Binding binding -> {
          String name = binding.path().getFirst().name();
          boolean whole = binding.path().size() == 1 && !inner.containsKey(name);
          inner.put(name, whole ? Optional.of(binding.value()) : Optional.empty());
        }
        case Inherit inherit -> {
          for (Key key : inherit.names()) {
            inner.put(key.name(), Optional.empty());
          }
        }
      }
    }
    return new NixScope(this, inner, start, end);
  }

  /** The names that lines give values to. */
  static List<String> named(List<Item> items) {
    var names = new ArrayList<String>();
    for (Item item : items) {
      switch (item) {
        case Binding binding -> names.add(binding.path().getFirst().name());
        case Inherit inherit -> inherit.names().forEach(key -> names.add(key.name()));
      }
    }
    return names;
  }

  /** The places that use the name of a line of a {@code rec} set, apart from that line. */
  static List<Integer> usesOf(Binding binding, NixText text) {
    NixExpr at = text.root();
    List<Integer> uses = List.of();
    while (at != null) {
      String name = binding.path().getFirst().name();
      if (name != null
          && at instanceof NixExpr.Attrs attrs
          && attrs.rec()
          && attrs.items().contains(binding)) {
        uses =
            new NixScope(NONE, Map.of(), attrs.start(), attrs.end())
                .uses(name, text).stream()
                    .filter(use -> use < binding.start() || use >= binding.end())
                    .toList();
      }
      at = at.childAround(binding.start(), binding.end()).orElse(null);
    }
    return uses;
  }

  /** The place inside a function with these parameters. */
  NixScope with(List<String> parameters) {
    var inner = new HashMap<String, Optional<NixExpr>>();
    parameters.forEach(name -> inner.put(name, Optional.empty()));
    return new NixScope(this, inner, 0, 0);
  }

  /** What a name stands for; empty when the text does not say. */
  Optional<Meaning> meaning(String name) {
    for (NixScope scope = this; scope != null; scope = scope.outer) {
      if (scope.names.containsKey(name)) {
        NixScope there = scope;
        return scope.names.get(name).map(value -> new Meaning(value, there));
      }
    }
    return Optional.empty();
  }

  /** Whether a name means something here, be it that only an evaluation can tell what. */
  boolean knows(String name) {
    for (NixScope scope = this; scope != null; scope = scope.outer) {
      if (scope.names.containsKey(name)) {
        return true;
      }
    }
    return BUILT_IN.contains(name);
  }

  /** The places that use a name in this scope, apart from its definition. */
  List<Integer> uses(String name, NixText text) {
    var uses = new ArrayList<Integer>();
    var interpolated = Pattern.compile("(?<![\\w'-])" + Pattern.quote(name) + "(?![\\w'-])");
    var tokens = text.tokens();
    for (int i = 0; i < tokens.size() - 1; i++) {
      NixToken token = tokens.get(i);
      if (token.start() < start || token.end() > end) {
        continue;
      }
      boolean named =
          token.kind() == NixToken.Kind.NAME
              && token.text().equals(name)
              && !tokens.get(i + 1).is("=")
              && (i == 0 || !tokens.get(i - 1).is("."));
      boolean inString =
          token.kind() != NixToken.Kind.NAME
              && token.text().contains("${")
              && Arrays.stream(token.text().split("\\$\\{", -1))
                  .skip(1)
                  .anyMatch(part -> interpolated.matcher(part).find());
      if (named || inString) {
        uses.add(token.start());
      }
    }
    return uses;
  }

  /** The names that are known at an expression, by what stands around it. */
  static NixScope around(NixExpr root, NixExpr inner) {
    NixScope scope = NONE;
    NixExpr at = root;
    while (at != inner) {
      scope =
          switch (at) {
            case NixExpr.Lambda lambda -> scope.with(lambda.parameters());
            case NixExpr.Let let -> scope.with(let.items(), let.start(), let.end());
            case NixExpr.Attrs attrs when attrs.rec() ->
                scope.with(attrs.items(), attrs.start(), attrs.end());
            default -> scope;
          };
      Optional<NixExpr> next = at.childAround(inner.start(), inner.end());
      if (next.isEmpty()) {
        return scope;
      }
      at = next.get();
    }
    return scope;
  }

  /** Whether a {@code with} around {@code inner} may give names to values there. */
  static boolean isUnderWith(NixExpr expr, NixExpr inner) {
    return !scopes(expr, inner).isEmpty();
  }

  /** Whether a {@code with} around {@code inner} opens another set than these. */
  static boolean isNamedByWith(NixText text, NixExpr inner, Set<String> but) {
    return scopes(text.root(), inner).stream().anyMatch(scope -> !but.contains(text.source(scope)));
  }

  /**
   * Whether a name there is one of pkgs, as far as {@code with} tells: a library has no packages.
   */
  static boolean isOfPackages(NixText text, NixExpr inner) {
    return scopes(text.root(), inner).reversed().stream()
        .map(text::source)
        .filter(scope -> !scope.matches("(pkgs\\.)?lib(\\..*)?|builtins"))
        .findFirst()
        .filter("pkgs"::equals)
        .isPresent();
  }

  /** What {@code with} opens around an expression, from the outside in. */
  private static List<NixExpr> scopes(NixExpr expr, NixExpr inner) {
    var scopes = new ArrayList<NixExpr>();
    NixExpr at = expr;
    while (at != null) {
      if (at instanceof With with
          && inner.start() >= with.body().start()
          && inner.end() <= with.body().end()) {
        scopes.add(with.scope());
      }
      at = at.childAround(inner.start(), inner.end()).orElse(null);
    }
    return scopes;
  }
}
