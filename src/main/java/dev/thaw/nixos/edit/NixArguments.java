package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.With;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What NixOS gives to each module that asks for it. One that does not, knows none of these names: a
 * value that uses them takes a change of the module's first words, too.
 */
final class NixArguments {

  /** Their names, in the order in which people write them. */
  static final List<String> ALL = List.of("config", "lib", "pkgs", "options", "modulesPath");

  /** The sets of functions that no such name comes from, where a {@code with} opens one. */
  private static final Set<String> LIBRARIES = Set.of("lib", "builtins", "pkgs.lib");

  private NixArguments() {}

  /**
   * Those that a value uses, and that are not known at a place.
   *
   * @param scope the names that are known there
   * @param there what stands there
   */
  static List<String> missing(NixText value, NixText text, NixScope scope, NixExpr there) {
    var whole = new NixScope(NixScope.NONE, Map.of(), 0, value.text().length());
    var before = new NixScope(NixScope.NONE, Map.of(), there.start(), there.end());
    boolean named = NixScope.isNamedByWith(text, there, LIBRARIES);
    return ALL.stream()
        .filter(name -> !named && !scope.knows(name) && !binds(value.root(), name))
        .filter(name -> !whole.uses(name, value).isEmpty())
        // A text that uses it there is given it, in a way that can't be seen here.
        .filter(name -> there instanceof Attrs || before.uses(name, text).isEmpty())
        .toList();
  }

  private static boolean binds(NixExpr expr, String name) {
    return expr instanceof Lambda lambda && lambda.parameters().contains(name)
        || expr instanceof Let let && NixScope.named(let.items()).contains(name)
        || expr.children().stream().anyMatch(child -> binds(child, name));
  }

  /**
   * The text, whose module asks for these, too; empty where its first words can't be changed.
   *
   * @param there the place in it that is to know the names
   */
  static Optional<NixText> asking(NixText text, List<String> names, NixExpr there) {
    return text.moduleRoots().stream()
        .filter(root -> root.start() <= there.start() && there.end() <= root.end())
        .findFirst()
        .flatMap(root -> module(text, names, bare(root)))
        .map(text::again);
  }

  /** A module without the parentheses around it. */
  private static NixExpr bare(NixExpr root) {
    return root instanceof Paren paren ? bare(paren.inner()) : root;
  }

  private static Optional<String> module(NixText text, List<String> names, NixExpr module) {
    String more = String.join(", ", names);
    return switch (module) {
      case Lambda lambda when lambda.body() instanceof Lambda -> Optional.empty();
      // What asks for it already, and does not know it there, can't be helped so.
      case Lambda lambda when lambda.parameters().stream().anyMatch(names::contains) ->
          Optional.empty();
      case Lambda lambda -> function(text, more, lambda);
      // Only a module that is the whole text can become a function as it stands.
      case Attrs _, Let _, With _ when text.modules().isEmpty() ->
          Optional.of(
              text.text().substring(0, module.start())
                  + "{ "
                  + more
                  + ", ... }:"
                  + text.lineSeparator()
                  + text.text().substring(module.start()));
      default -> Optional.empty();
    };
  }

  /** Puts the names before those that it asks for already, in the way that these are written. */
  private static Optional<String> function(NixText text, String more, Lambda lambda) {
    List<NixToken> head =
        text.tokens().stream()
            .filter(
                token -> token.start() >= lambda.start() && token.end() <= lambda.body().start())
            .toList();
    for (int i = 0; lambda.formals().set() && i + 1 < head.size(); i++) {
      NixToken next = head.get(i + 1);
      if (head.get(i).is("{") && !next.is("}")) {
        int open = head.get(i).end();
        String gap = text.text().substring(open, next.start());
        boolean plain = gap.isBlank();
        String first = plain ? gap : " ";
        String between = plain && !gap.isEmpty() ? gap : " ";
        return Optional.of(
            text.text().substring(0, open)
                + first
                + more
                + ","
                + (plain ? between : "")
                + text.text().substring(plain ? next.start() : open));
      }
    }
    return Optional.empty();
  }
}
