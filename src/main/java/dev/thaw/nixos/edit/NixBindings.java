package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the lines of attribute sets and of {@code let}. */
final class NixBindings {

  private final NixWords words;
  private final NixParser expressions;

  NixBindings(NixWords words, NixParser expressions) {
    this.words = words;
    this.expressions = expressions;
  }

  /** Reads lines up to the word that closes them, which is left to be read. */
  List<Item> items(String closing) {
    var items = new ArrayList<Item>();
    while (!words.now().is(closing) && words.now().kind() != Kind.END) {
      int before = words.faults().size();
      int start = words.now().start();
      Optional<Item> item = words.now().is("inherit") ? inherit(start) : binding(start);
      if (words.faults().size() == before) {
        item.ifPresent(items::add);
      } else if (item.isPresent() && item.get().end() == words.before()) {
        items.add(item.get());
      } else {
        words.passOver(start);
        if (words.now().is(";")) {
          words.skip();
        } else if (!words.now().is(closing)) {
          break;
        }
      }
    }
    return items;
  }

  private Optional<Item> binding(int start) {
    List<Key> path = path();
    if (path.isEmpty() || !words.expect("=")) {
      return Optional.empty();
    }
    NixExpr value = expressions.expression();
    words.expect(";");
    // Without its semicolon it is a fault, yet it still tells what is bound.
    return Optional.of(new Binding(path, value, start, words.before()));
  }

  private Optional<Item> inherit(int start) {
    words.skip();
    Optional<NixExpr> from = Optional.empty();
    if (words.now().is("(")) {
      from = Optional.of(expressions.simple());
    }
    var names = new ArrayList<Key>();
    for (Optional<Key> name = key(); name.isPresent(); name = key()) {
      names.add(name.get());
    }
    return words.expect(";")
        ? Optional.of(new Inherit(from, names, start, words.before()))
        : Optional.empty();
  }

  /** Reads names with dots between them; empty when there is no name. */
  List<Key> path() {
    var keys = new ArrayList<Key>();
    while (true) {
      Optional<Key> key = key();
      if (key.isEmpty()) {
        words.fault("a name");
        return List.of();
      }
      keys.add(key.get());
      if (!words.now().is(".")) {
        return keys;
      }
      words.skip();
    }
  }

  private Optional<Key> key() {
    NixToken token = words.now();
    if (token.kind() == Kind.NAME || token.kind() == Kind.QUOTED) {
      words.skip();
      String name = token.kind() == Kind.NAME ? token.text() : NixStrings.value(token);
      return Optional.of(new Key(name, Optional.empty(), token.start(), token.end()));
    }
    if (token.is("${")) {
      words.skip();
      NixExpr computed = expressions.expression();
      words.expect("}");
      return Optional.of(new Key(null, Optional.of(computed), token.start(), words.before()));
    }
    return Optional.empty();
  }
}
