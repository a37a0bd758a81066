package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.If;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.Select;
import dev.thaw.nixos.edit.NixExpr.Text;
import dev.thaw.nixos.edit.NixExpr.With;
import dev.thaw.nixos.edit.NixText.Fault;
import dev.thaw.nixos.edit.NixToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the structure of a Nix text; what it can't read it notes and passes over. */
final class NixParser {

  /** How deep expressions may be nested; no one writes so deep, and the stack is not endless. */
  private static final int DEEPEST = 250;

  private static final Map<String, Integer> PRECEDENCE =
      Map.ofEntries(
          Map.entry("|>", 1),
          Map.entry("<|", 1),
          Map.entry("->", 2),
          Map.entry("||", 3),
          Map.entry("&&", 4),
          Map.entry("==", 5),
          Map.entry("!=", 5),
          Map.entry("<", 6),
          Map.entry(">", 6),
          Map.entry("<=", 6),
          Map.entry(">=", 6),
          Map.entry("//", 7),
          Map.entry("+", 9),
          Map.entry("-", 9),
          Map.entry("*", 10),
          Map.entry("/", 10),
          Map.entry("++", 11));
  private static final int NOT = 8;
  private static final int NEGATION = 13;

  private final List<NixToken> tokens;
  private final List<Fault> faults = new ArrayList<>();
  private int at;
  private int depth;

  private NixParser(List<NixToken> tokens) {
    this.tokens = tokens;
  }

  static NixText read(String text) {
    List<NixToken> all = NixLexer.read(text);
    List<NixToken> code = all.stream().filter(t -> t.kind() != Kind.COMMENT).toList();
    List<NixToken> comments = all.stream().filter(t -> t.kind() == Kind.COMMENT).toList();
    var parser = new NixParser(code);
    NixExpr root = parser.expression();
    if (parser.now().kind() != Kind.END) {
      parser.fault("the end of the file");
    }
    return new NixText(text, root, code, comments, List.copyOf(parser.faults));
  }

  private NixExpr expression() {
    return deeper(() -> open(now().start()));
  }

  private NixExpr deeper(Supplier<NixExpr> part) {
    if (depth >= DEEPEST) {
      fault("less nesting");
      return passOver(now().start());
    }
    depth++;
    NixExpr read = part.get();
    depth--;
    return read;
  }

  private NixExpr open(int start) {
    if (now().is("let") && !next(1).is("{")) {
      at++;
      List<Item> items = items("in");
      expect("in");
      NixExpr body = expression();
      return new Let(items, body, start, body.end());
    }
    if (now().is("with") || now().is("assert")) {
      at++;
      NixExpr scope = expression();
      expect(";");
      NixExpr body = expression();
      return new With(scope, body, start, body.end());
    }
    if (now().is("if")) {
      at++;
      NixExpr condition = expression();
      expect("then");
      NixExpr then = expression();
      expect("else");
      NixExpr otherwise = expression();
      return new If(condition, then, otherwise, start, otherwise.end());
    }
    if (isFunction()) {
      List<String> parameters = parameters();
      expect(":");
      NixExpr body = expression();
      return new Lambda(parameters, body, start, body.end());
    }
    return operators(0);
  }

  private boolean isFunction() {
    if (now().kind() == Kind.NAME) {
      return next(1).is(":") || next(1).is("@");
    }
    if (!now().is("{")) {
      return false;
    }
    if (next(1).is("}")) {
      return next(2).is(":") || next(2).is("@");
    }
    return next(1).is("...")
        || next(1).kind() == Kind.NAME && (next(2).is(",") || next(2).is("?") || next(2).is("}"));
  }

  private List<String> parameters() {
    var names = new ArrayList<String>();
    while (!now().is(":") && now().kind() != Kind.END) {
      if (now().kind() == Kind.NAME) {
        names.add(now().text());
        at++;
      } else if (now().is("{")) {
        at++;
        formals(names);
        expect("}");
      } else if (now().is("@")) {
        at++;
      } else {
        return names;
      }
    }
    return names;
  }

  private void formals(List<String> names) {
    while (!now().is("}") && now().kind() != Kind.END) {
      if (now().kind() == Kind.NAME) {
        names.add(now().text());
        at++;
        if (now().is("?")) {
          at++;
          expression();
        }
      } else if (now().is("...")) {
        at++;
      } else {
        fault("a parameter");
        passOver(now().start());
        return;
      }
      if (!now().is("}")) {
        expect(",");
      }
    }
  }

  private NixExpr operators(int least) {
    NixExpr left = operand();
    while (true) {
      NixToken operator = now();
      if (operator.is("?")) {
        at++;
        path();
        left = new Other(left.start(), before());
        continue;
      }
      Integer precedence = operator.kind() == Kind.SIGN ? PRECEDENCE.get(operator.text()) : null;
      if (precedence == null || precedence < least) {
        return left;
      }
      var operands = new ArrayList<NixExpr>(List.of(left));
      // All of one operator in one go, however many: a long sum is no deep one.
      while (now().is(operator.text())) {
        at++;
        operands.add(operators(precedence + 1));
      }
      left = new Chain(operator.text(), operands, left.start(), operands.getLast().end());
    }
  }

  private NixExpr operand() {
    int start = now().start();
    if (now().is("!") || now().is("-")) {
      int least = now().is("!") ? NOT : NEGATION;
      at++;
      NixExpr operand = deeper(() -> operators(least));
      return new Other(start, operand.end());
    }
    NixExpr function = select();
    var arguments = new ArrayList<NixExpr>();
    while (startsOperand()) {
      arguments.add(select());
    }
    if (arguments.isEmpty()) {
      return function;
    }
    return new Apply(function, arguments, start, arguments.getLast().end());
  }

  private boolean startsOperand() {
    NixToken token = now();
    return switch (token.kind()) {
      case NAME, QUOTED, INDENTED, LITERAL -> true;
      case SIGN, WORD ->
          token.is("(")
              || token.is("[")
              || token.is("{")
              || token.is("rec")
              || token.is("let") && next(1).is("{");
      case COMMENT, BROKEN, END -> false;
    };
  }

  private NixExpr select() {
    NixExpr base = simple();
    if (!now().is(".")) {
      return base;
    }
    at++;
    List<Key> path = path();
    if (now().kind() == Kind.NAME && now().text().equals("or")) {
      at++;
      NixExpr other = deeper(this::select);
      return new Select(base, path, base.start(), Math.max(other.end(), before()));
    }
    return new Select(base, path, base.start(), before());
  }

  private NixExpr simple() {
    NixToken token = now();
    int start = token.start();
    if (!startsOperand()) {
      fault("an expression");
      return passOver(start);
    }
    if (token.is("(")) {
      at++;
      NixExpr inner = expression();
      expect(")");
      return new Paren(inner, start, before());
    }
    if (token.is("[")) {
      return deeper(() -> list(start));
    }
    if (token.is("rec") || token.is("let") || token.is("{")) {
      boolean bare = token.is("{");
      at += bare ? 0 : 1;
      return attributes(start, !bare, token.is("let"));
    }
    at++;
    return switch (token.kind()) {
      case NAME -> new Name(token.text(), start, token.end());
      case QUOTED, INDENTED -> new Text(NixStrings.value(token), start, token.end());
      default -> new Other(start, token.end());
    };
  }

  private NixExpr list(int start) {
    at++;
    var elements = new ArrayList<NixExpr>();
    while (!now().is("]") && now().kind() != Kind.END) {
      if (!startsOperand()) {
        fault("an element or ]");
        passOver(now().start());
        if (!now().is("]") && !startsOperand()) {
          break;
        }
        continue;
      }
      elements.add(select());
    }
    expect("]");
    return new Listed(elements, start, before());
  }

  private NixExpr attributes(int start, boolean recursive, boolean let) {
    if (!now().is("{")) {
      fault("{");
      return passOver(start);
    }
    int open = now().start();
    at++;
    List<Item> items = items("}");
    int close = now().start();
    expect("}");
    // The old "let { body = …; }" is an expression of its own kind, which no one writes any more.
    return let
        ? new Other(start, before())
        : new Attrs(recursive, items, open, close, start, before());
  }

  private List<Item> items(String closing) {
    var items = new ArrayList<Item>();
    while (!now().is(closing) && now().kind() != Kind.END) {
      int before = faults.size();
      int start = now().start();
      Optional<Item> item = now().is("inherit") ? inherit(start) : binding(start);
      if (faults.size() == before) {
        item.ifPresent(items::add);
      } else if (item.isPresent() && item.get().end() == before()) {
        items.add(item.get());
      } else {
        passOver(start);
        if (now().is(";")) {
          at++;
        } else if (!now().is(closing)) {
          break;
        }
      }
    }
    return items;
  }

  private Optional<Item> binding(int start) {
    List<Key> path = path();
    if (path.isEmpty() || !expect("=")) {
      return Optional.empty();
    }
    NixExpr value = expression();
    expect(";");
    // Without its semicolon it is a fault, yet it still tells what is bound.
    return Optional.of(new Binding(path, value, start, before()));
  }

  private Optional<Item> inherit(int start) {
    at++;
    Optional<NixExpr> from = Optional.empty();
    if (now().is("(")) {
      from = Optional.of(simple());
    }
    var names = new ArrayList<Key>();
    while (now().kind() == Kind.NAME || now().isString() || now().is("${")) {
      key().ifPresent(names::add);
    }
    return expect(";") ? Optional.of(new Inherit(from, names, start, before())) : Optional.empty();
  }

  private List<Key> path() {
    var keys = new ArrayList<Key>();
    while (true) {
      Optional<Key> key = key();
      if (key.isEmpty()) {
        fault("a name");
        return List.of();
      }
      keys.add(key.get());
      if (!now().is(".")) {
        return keys;
      }
      at++;
    }
  }

  private Optional<Key> key() {
    NixToken token = now();
    if (token.kind() == Kind.NAME || token.kind() == Kind.QUOTED) {
      at++;
      String name = token.kind() == Kind.NAME ? token.text() : NixStrings.value(token);
      return Optional.of(new Key(name, token.start(), token.end()));
    }
    if (token.is("${")) {
      at++;
      expression();
      expect("}");
      return Optional.of(new Key(null, token.start(), before()));
    }
    return Optional.empty();
  }

  /** Goes on to what may follow an expression, over all brackets that open on the way. */
  private NixExpr passOver(int start) {
    int open = 0;
    while (now().kind() != Kind.END) {
      NixToken token = now();
      if (token.is("{") || token.is("${") || token.is("[") || token.is("(")) {
        open++;
      } else if (token.is("}") || token.is("]") || token.is(")")) {
        if (open == 0) {
          break;
        }
        open--;
      } else if (open == 0 && token.is(";")) {
        break;
      }
      at++;
    }
    return new Other(start, Math.max(start, before()));
  }

  private boolean expect(String sign) {
    if (now().is(sign)) {
      at++;
      return true;
    }
    fault(sign);
    return false;
  }

  private void fault(String expected) {
    NixToken token = now();
    String found =
        switch (token.kind()) {
          case END -> "the end of the file";
          case BROKEN ->
              token.text().length() > 1 ? "a string or comment that does not end" : token.text();
          default -> token.text().lines().findFirst().orElse("");
        };
    faults.add(new Fault(token.start(), "expected " + expected + ", found " + found));
  }

  private NixToken now() {
    return tokens.get(at);
  }

  private NixToken next(int further) {
    return tokens.get(Math.min(at + further, tokens.size() - 1));
  }

  /** Where the last word that was read ends. */
  private int before() {
    return at == 0 ? 0 : tokens.get(at - 1).end();
  }
}
