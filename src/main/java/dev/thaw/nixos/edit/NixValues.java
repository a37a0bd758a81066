package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.If;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.With;
import dev.thaw.nixos.edit.NixScope.Meaning;
import dev.thaw.nixos.edit.NixSetting.Where;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Goes through what may stand around a value: let, with, if, wrappers, names. */
final class NixValues {

  /** Gets the values that an expression may be. */
  interface Visitor {
    /** Something that holds no further value: an attribute set, a list, a chain, a string. */
    void value(NixExpr expr, Where where);

    /** Something that can't be read from the text, and why. */
    void unknown(NixExpr expr, String why);
  }

  private final NixText text;
  private final Visitor visitor;

  NixValues(NixText text, Visitor visitor) {
    this.text = text;
    this.visitor = visitor;
  }

  /** Whether another value may take the place of what is set there, or it takes another's. */
  static boolean anyOverlaid(NixText text, NixExpr expr, Where around) {
    var overlaid = new AtomicBoolean(around.overlaid());
    Visitor visitor =
        new Visitor() {
          @Override
          public void value(NixExpr value, Where where) {
            overlaid.compareAndSet(false, where.overlaid());
          }

          @Override
          public void unknown(NixExpr value, String why) {}
        };
    new NixValues(text, visitor).visit(expr, around);
    return overlaid.get();
  }

  /** Visits the values that an expression may be. */
  void visit(NixExpr expr, Where where) {
    switch (expr) {
      case Paren paren -> visit(paren.inner(), where);
      case Let let ->
          visit(let.body(), where.in(where.scope().with(let.items(), let.start(), let.end())));
      case With with -> visit(with.body(), where);
      case Lambda lambda -> visit(lambda.body(), where.in(where.scope().with(lambda.parameters())));
      case If choice -> {
        String condition = text.source(choice.condition());
        visit(choice.then(), where.under(condition));
        visit(choice.otherwise(), where.under("not (" + condition + ")"));
      }
      case Apply apply -> {
        Optional<NixWrapper> wrapper = NixWrapper.of(apply);
        if (wrapper.isEmpty()) {
          visitor.unknown(expr, "it is built by " + shortened(expr));
        } else {
          wrapper.get().values().forEach(value -> visit(value, where.in(wrapper.get(), text)));
        }
      }
      case Name name -> named(name, where);
      default -> visitor.value(expr, where);
    }
  }

  private void named(Name name, Where where) {
    Optional<Meaning> meaning = where.scope().meaning(name.name());
    if (meaning.isEmpty() || where.tooFar()) {
      visitor.unknown(name, "it is " + name.name() + ", which can't be followed in this text");
      return;
    }
    Meaning known = meaning.get();
    List<Integer> uses = known.scope().uses(name.name(), text);
    if (uses.size() > 1) {
      int other = uses.stream().filter(use -> use != name.start()).findFirst().orElse(name.start());
      visitor.unknown(
          name,
          "it is "
              + name.name()
              + " of line "
              + text.line(known.value().start())
              + ", which line "
              + text.line(other)
              + " uses as well");
      return;
    }
    visit(known.value(), where.hop(known.scope()));
  }

  /** The first line of an expression, in quotes, at most 50 characters. */
  String shortened(NixExpr expr) {
    String source = text.source(expr);
    String line = source.lines().findFirst().orElse("").strip();
    boolean cut = line.length() > 50 || !line.equals(source);
    return "'" + line.substring(0, Math.min(50, line.length())) + (cut ? "…'" : "'");
  }
}
