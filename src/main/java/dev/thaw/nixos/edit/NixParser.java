package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Formals;
import dev.thaw.nixos.edit.NixExpr.Has;
import dev.thaw.nixos.edit.NixExpr.If;
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
import dev.thaw.nixos.edit.NixExpr.Unary;
import dev.thaw.nixos.edit.NixExpr.With;
import dev.thaw.nixos.edit.NixToken.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  private final NixWords words;
  private final NixBindings bindings;
  private int depth;

  private NixParser(NixWords words) {
    this.words = words;
    this.bindings = new NixBindings(words, this);
  }

  static NixText read(String text) {
    List<NixToken> all = NixLexer.read(text);
    List<NixToken> code = all.stream().filter(t -> t.kind() != Kind.COMMENT).toList();
    List<NixToken> comments = all.stream().filter(t -> t.kind() == Kind.COMMENT).toList();
    var words = new NixWords(code);
    NixExpr root = new NixParser(words).expression();
    if (words.now().kind() != Kind.END) {
      words.fault("the end of the file");
    }
    return new NixText(text, root, code, comments, List.copyOf(words.faults()), List.of());
  }

  /** Reads an expression, as long as it goes. */
  NixExpr expression() {
    return deeper(() -> open(words.now().start()));
  }

  private NixExpr deeper(Supplier<NixExpr> part) {
    if (depth >= DEEPEST) {
      words.fault("less nesting");
      return words.passOver(words.now().start());
    }
    depth++;
    NixExpr read = part.get();
    depth--;
    return read;
  }

  private NixExpr open(int start) {
    if (words.now().is("let") && !words.next(1).is("{")) {
      words.skip();
      List<Item> items = bindings.items("in");
      words.expect("in");
      NixExpr body = expression();
      return new Let(items, body, start, body.end());
    }
    if (words.now().is("with") || words.now().is("assert")) {
      words.skip();
      NixExpr scope = expression();
      words.expect(";");
      NixExpr body = expression();
      return new With(scope, body, start, body.end());
    }
    if (words.now().is("if")) {
      words.skip();
      NixExpr condition = expression();
      words.expect("then");
      NixExpr then = expression();
      words.expect("else");
      NixExpr otherwise = expression();
      return new If(condition, then, otherwise, start, otherwise.end());
    }
    if (isFunction()) {
      Formals formals = formals();
      words.expect(":");
      NixExpr body = expression();
      var parameters = new ArrayList<>(formals.names().keySet());
      formals.whole().ifPresent(parameters::add);
      return new Lambda(parameters, formals, body, start, body.end());
    }
    return operators(0);
  }

  private boolean isFunction() {
    if (words.now().kind() == Kind.NAME) {
      return words.next(1).is(":") || words.next(1).is("@");
    }
    if (!words.now().is("{")) {
      return false;
    }
    if (words.next(1).is("}")) {
      return words.next(2).is(":") || words.next(2).is("@");
    }
    return words.next(1).is("...")
        || words.next(1).kind() == Kind.NAME
            && (words.next(2).is(",") || words.next(2).is("?") || words.next(2).is("}"));
  }

  private Formals formals() {
    var names = new LinkedHashMap<String, Optional<NixExpr>>();
    Optional<String> whole = Optional.empty();
    boolean set = false;
    while (!words.now().is(":") && words.now().kind() != Kind.END) {
      if (words.now().kind() == Kind.NAME) {
        whole = Optional.of(words.now().text());
        words.skip();
      } else if (words.now().is("{")) {
        set = true;
        words.skip();
        names(names);
        words.expect("}");
      } else if (words.now().is("@")) {
        words.skip();
      } else {
        break;
      }
    }
    return new Formals(whole, set, names);
  }

  private void names(Map<String, Optional<NixExpr>> names) {
    while (!words.now().is("}") && words.now().kind() != Kind.END) {
      if (words.now().kind() == Kind.NAME) {
        String name = words.now().text();
        words.skip();
        Optional<NixExpr> otherwise = Optional.empty();
        if (words.now().is("?")) {
          words.skip();
          otherwise = Optional.of(expression());
        }
        names.put(name, otherwise);
      } else if (words.now().is("...")) {
        words.skip();
      } else {
        words.fault("a parameter");
        words.passOver(words.now().start());
        return;
      }
      if (!words.now().is("}")) {
        words.expect(",");
      }
    }
  }

  private NixExpr operators(int least) {
    NixExpr left = operand();
    for (int changes = 0; ; changes++) {
      NixToken operator = words.now();
      if (operator.is("?") && changes < DEEPEST) {
        words.skip();
        List<Key> path = bindings.path();
        left = new Has(left, path, left.start(), words.before());
        continue;
      }
      Integer precedence = operator.kind() == Kind.SIGN ? PRECEDENCE.get(operator.text()) : null;
      if (precedence == null || precedence < least) {
        return left;
      }
      if (changes >= DEEPEST) {
        // "a + b - c + d - …": each change of the operator is one level more.
        words.fault("fewer operators");
        return words.passOver(left.start());
      }
      var operands = new ArrayList<NixExpr>(List.of(left));
      // All of one operator in one go, however many: a long sum is no deep one.
      while (words.now().is(operator.text())) {
        words.skip();
        operands.add(operators(precedence + 1));
      }
      left = new Chain(operator.text(), operands, left.start(), operands.getLast().end());
    }
  }

  private NixExpr operand() {
    int start = words.now().start();
    if (words.now().is("!") || words.now().is("-")) {
      String operator = words.now().text();
      int least = words.now().is("!") ? NOT : NEGATION;
      words.skip();
      NixExpr operand = deeper(() -> operators(least));
      return new Unary(operator, operand, start, operand.end());
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
    NixToken token = words.now();
    return switch (token.kind()) {
      case NAME, QUOTED, INDENTED, LITERAL -> true;
      case SIGN, WORD ->
          token.is("(")
              || token.is("[")
              || token.is("{")
              || token.is("rec")
              || token.is("let") && words.next(1).is("{");
      case COMMENT, BROKEN, END -> false;
    };
  }

  private NixExpr select() {
    NixExpr base = simple();
    if (!words.now().is(".")) {
      return base;
    }
    words.skip();
    List<Key> path = bindings.path();
    if (words.now().kind() == Kind.NAME && words.now().text().equals("or")) {
      words.skip();
      NixExpr other = deeper(this::select);
      return new Select(
          base, path, Optional.of(other), base.start(), Math.max(other.end(), words.before()));
    }
    return new Select(base, path, Optional.empty(), base.start(), words.before());
  }

  /** Reads an expression that no operator, call or dot belongs to. */
  NixExpr simple() {
    NixToken token = words.now();
    int start = token.start();
    if (!startsOperand()) {
      words.fault("an expression");
      return words.passOver(start);
    }
    if (token.is("(")) {
      words.skip();
      NixExpr inner = expression();
      words.expect(")");
      return new Paren(inner, start, words.before());
    }
    if (token.is("[")) {
      return deeper(() -> list(start));
    }
    if (token.is("rec") || token.is("let") || token.is("{")) {
      boolean bare = token.is("{");
      if (!bare) {
        words.skip();
      }
      return attributes(start, !bare, token.is("let"));
    }
    words.skip();
    return switch (token.kind()) {
      case NAME -> new Name(token.text(), start, token.end());
      case QUOTED, INDENTED -> new Text(NixStrings.value(token), start, token.end());
      default -> new Other(start, token.end());
    };
  }

  private NixExpr list(int start) {
    words.skip();
    var elements = new ArrayList<NixExpr>();
    while (!words.now().is("]") && words.now().kind() != Kind.END) {
      if (!startsOperand()) {
        words.fault("an element or ]");
        words.passOver(words.now().start());
        if (!words.now().is("]") && !startsOperand()) {
          break;
        }
        continue;
      }
      elements.add(select());
    }
    words.expect("]");
    return new Listed(elements, start, words.before());
  }

  private NixExpr attributes(int start, boolean recursive, boolean let) {
    if (!words.now().is("{")) {
      words.fault("{");
      return words.passOver(start);
    }
    int open = words.now().start();
    words.skip();
    List<Item> items = bindings.items("}");
    int close = words.now().start();
    words.expect("}");
    // The old "let { body = …; }" is an expression of its own kind, which no one writes any more.
    return let
        ? new Other(start, words.before())
        : new Attrs(recursive, items, open, close, start, words.before());
  }
}
