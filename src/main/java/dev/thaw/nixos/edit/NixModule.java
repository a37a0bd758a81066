package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.With;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a module's text takes a new line.
 *
 * @param attrs the attribute set
 * @param scope the names that are known in it
 * @param prefix what the option's name begins with there: "" or {@code config.}
 */
record NixModule(Attrs attrs, NixScope scope, String prefix) {

  /** Finds it; empty when the text is no plain module. */
  static Optional<NixModule> of(NixText text) {
    if (!text.modules().isEmpty()) {
      NixExpr module = text.moduleRoots().getFirst();
      return plain(module, NixScope.around(text.root(), module)).flatMap(NixModule::configuration);
    }
    if (NixSettings.isFlake(text.root())) {
      return Optional.empty();
    }
    return plain(text.root(), NixScope.NONE).flatMap(NixModule::configuration);
  }

  /** In a module with options and config, its settings are in config. */
  private Optional<NixModule> configuration() {
    String prefix = "";
    for (Item item : attrs.items()) {
      if (item instanceof Binding binding) {
        String first = binding.path().getFirst().name();
        if ("config".equals(first) && binding.path().size() == 1) {
          return plain(binding.value(), scope);
        }
        prefix = "config".equals(first) || "options".equals(first) ? "config." : prefix;
      }
    }
    return Optional.of(new NixModule(attrs, scope, prefix));
  }

  /** See {@link NixEdit#options}. */
  List<String> options() {
    var found = new LinkedHashSet<String>();
    options(attrs, List.of(), found);
    return List.copyOf(found);
  }

  private static void options(Attrs attrs, List<String> path, Set<String> found) {
    for (Item item : attrs.items()) {
      if (item instanceof Binding binding
          && binding.path().stream().allMatch(key -> NixOption.canName(key.name()))) {
        var option = new ArrayList<>(path);
        binding.path().stream().map(Key::name).forEach(option::add);
        if (option.getFirst().equals("config")) {
          option.removeFirst();
        }
        if (option.size() > 1) {
          found.add(new NixOption(option).toString());
        }
        if (binding.value() instanceof Attrs inner) {
          options(inner, option, found);
        }
      }
    }
  }

  private static Optional<NixModule> plain(NixExpr expr, NixScope scope) {
    return switch (expr) {
      case Attrs attrs -> Optional.of(new NixModule(attrs, scope, ""));
      case Lambda lambda -> plain(lambda.body(), scope.with(lambda.parameters()));
      case Let let -> plain(let.body(), scope.with(let.items(), let.start(), let.end()));
      case With with -> plain(with.body(), scope);
      case Paren paren -> plain(paren.inner(), scope);
      default -> Optional.empty();
    };
  }
}
