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

  /** What stands in a module beside settings. */
  private static final Set<String> BESIDE =
      Set.of(
          "_file",
          "key",
          "imports",
          "require",
          "disabledModules",
          "options",
          "config",
          "meta",
          "_class",
          "freeformType");

  /**
   * Whether it can be a module of NixOS, all of whose options have two names and more; a test of a
   * virtual machine or a library has values at its top.
   */
  boolean isModule() {
    return !isOfFlake()
        && attrs.items().stream()
            .allMatch(item ->
                !(item instanceof Binding binding)
                    || binding.path().size() > 1
                    || BESIDE.contains("" + binding.path().getFirst().name())
                    || !(binding.value() instanceof Lambda
                        || binding.value() instanceof NixExpr.Text));
  }

  /** What is set at the top of a module of a flake itself, and of none of NixOS. */
  private static final Set<String> OF_FLAKE =
      Set.of(
          "clan",
          "configurations",
          "den",
          "easy-hosts",
          "ezConfigs",
          "flake",
          "flake-file",
          "lite-config",
          "partitions",
          "perSystem",
          "unify");

  /** Whether it is a module of the flake itself, as flake-parts and den have them. */
  boolean isOfFlake() {
    return attrs.items().stream()
        .anyMatch(item ->
            item instanceof Binding binding
                && OF_FLAKE.contains("" + binding.path().getFirst().name()));
  }

  /** See {@link NixEdit#options}. */
  static List<String> optionsOf(NixText text) {
    var found = new LinkedHashSet<String>();
    if (NixSettings.isFlake(text.root())) {
      inFlake(text.root(), found);
    } else {
      module(text.root()).ifPresent(module -> within(module, List.of(), found));
    }
    return List.copyOf(found);
  }

  /** What a module is, or a condition around it: it sets options, whatever it is a function of. */
  private static Optional<NixExpr> module(NixExpr expr) {
    return switch (expr) {
      // A function of a function is an overlay, or a part of a library.
      case Lambda lambda when lambda.body() instanceof Lambda -> Optional.empty();
      case Lambda lambda -> module(lambda.body());
      case Let let -> module(let.body());
      case With with -> module(with.body());
      case Paren paren -> module(paren.inner());
      default -> Optional.of(expr);
    };
  }

  /** The modules that are written in a flake's lists of them. */
  private static void inFlake(NixExpr expr, Set<String> found) {
    if (expr instanceof Attrs attrs) {
      for (Item item : attrs.items()) {
        if (item instanceof Binding binding
            && "modules".equals(binding.path().getLast().name())
            && binding.value() instanceof NixExpr.Listed list) {
          list.elements()
              .forEach(module ->
                  plain(module, NixScope.NONE)
                      .ifPresent(inner -> options(inner.attrs(), List.of(), found)));
        }
      }
    }
    expr.children().forEach(child -> inFlake(child, found));
  }

  private static void options(Attrs attrs, List<String> path, Set<String> found) {
    for (Item item : attrs.items()) {
      if (item instanceof Binding binding
          && binding.path().stream().allMatch(key -> NixOption.canName(key.name()))) {
        var option = new ArrayList<>(path);
        binding.path().stream().map(Key::name).forEach(option::add);
        if (path.isEmpty() && BESIDE.contains(option.getFirst())) {
          if (!option.removeFirst().equals("config")) {
            continue;
          }
        }
        if (option.size() > 1) {
          found.add(new NixOption(option).toString());
        }
        within(binding.value(), option, found);
      }
    }
  }

  /** What is set in a set, or in those that stand under conditions and the like. */
  private static void within(NixExpr expr, List<String> path, Set<String> found) {
    switch (expr) {
      case Attrs attrs -> options(attrs, path, found);
      case Paren paren -> within(paren.inner(), path, found);
      case Let let -> within(let.body(), path, found);
      case With with -> within(with.body(), path, found);
      case NixExpr.Apply call ->
          NixWrapper.of(call)
              .ifPresent(wrapper -> wrapper.values().forEach(value -> within(value, path, found)));
      case NixExpr.Chain chain when chain.operator().equals("//") ->
          chain.operands().forEach(part -> within(part, path, found));
      default -> {}
    }
  }

  private static Optional<NixModule> plain(NixExpr expr, NixScope scope) {
    return switch (expr) {
      case Attrs attrs -> Optional.of(new NixModule(attrs, scope, ""));
      // A function of a function is an overlay, or a part of a library.
      case Lambda lambda when lambda.body() instanceof Lambda -> Optional.empty();
      case Lambda lambda -> plain(lambda.body(), scope.with(lambda.parameters()));
      case Let let -> plain(let.body(), scope.with(let.items(), let.start(), let.end()));
      case With with -> plain(with.body(), scope);
      case Paren paren -> plain(paren.inner(), scope);
      default -> Optional.empty();
    };
  }
}
