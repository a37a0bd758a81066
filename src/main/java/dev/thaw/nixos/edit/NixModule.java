package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.With;
import java.util.Optional;

/**
 * Where a module's text takes a new line.
 *
 * @param attrs the attribute set
 * @param prefix what the option's name begins with there: "" or {@code config.}
 */
record NixModule(Attrs attrs, String prefix) {

  /** Finds it; empty when the text is no plain module. */
  static Optional<NixModule> of(NixText text) {
    if (NixSettings.isFlake(text.root())) {
      return Optional.empty();
    }
    return plain(text.root()).flatMap(NixModule::of);
  }

  private static Optional<NixModule> of(Attrs root) {
    String prefix = "";
    for (Item item : root.items()) {
      if (item instanceof Binding binding) {
        String first = binding.path().getFirst().name();
        if ("config".equals(first) && binding.path().size() == 1) {
          return plain(binding.value()).map(attrs -> new NixModule(attrs, ""));
        }
        prefix = "config".equals(first) || "options".equals(first) ? "config." : prefix;
      }
    }
    return Optional.of(new NixModule(root, prefix));
  }

  private static Optional<Attrs> plain(NixExpr expr) {
    return switch (expr) {
      case Attrs attrs -> Optional.of(attrs);
      case Lambda lambda -> plain(lambda.body());
      case Let let -> plain(let.body());
      case With with -> plain(with.body());
      case Paren paren -> plain(paren.inner());
      default -> Optional.empty();
    };
  }
}
