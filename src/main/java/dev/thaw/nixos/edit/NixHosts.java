package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.Text;
import dev.thaw.nixos.edit.NixExpr.With;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the hosts of a flake from its text. */
final class NixHosts {

  private static final String HOSTS = "nixosConfigurations";
  private static final int MOST_HOPS = 20;

  private final Set<String> names = new LinkedHashSet<>();
  private boolean complete = true;
  private int hops;

  private NixHosts() {}

  /**
   * The names under {@code nixosConfigurations}; not complete when the text is no Nix, or when some
   * are computed or in other files.
   */
  static FlakeHosts find(String text) {
    NixText nix = NixText.read(text);
    var hosts = new NixHosts();
    hosts.complete = nix.faults().isEmpty();
    hosts.outputs(nix.root(), NixScope.NONE, false);
    return new FlakeHosts(List.copyOf(hosts.names), hosts.complete);
  }

  /**
   * Looks for hosts in a value.
   *
   * @param inside whether it is (or may be) the flake's outputs, not the flake itself
   * @return whether it sets them
   */
  private boolean outputs(NixExpr expr, NixScope scope, boolean inside) {
    return switch (expr) {
      case Paren paren -> outputs(paren.inner(), scope, inside);
      case With with -> outputs(with.body(), scope, inside);
      case Lambda lambda -> outputs(lambda.body(), scope.with(lambda.parameters()), inside);
      case Let let -> outputs(let.body(), scope.with(let.items(), let.start(), let.end()), inside);
      case Attrs attrs -> attributes(attrs, inScope(attrs, scope), inside);
      case Chain chain when chain.operator().equals("//") -> joined(chain, scope, inside);
      case Name name -> {
        Optional<NixScope.Meaning> meaning = meaning(name.name(), scope);
        yield meaning.isPresent() && outputs(meaning.get().value(), meaning.get().scope(), inside);
      }
      case Apply apply -> {
        // mkFlake { … } { flake = …; }: the argument is of the form of the outputs.
        boolean flake = NixWrapper.functionName(apply.function()).equals("mkFlake");
        complete &= flake;
        boolean set = false;
        for (NixExpr argument : apply.arguments()) {
          if (!(argument instanceof Name)) {
            set |= outputs(argument, scope, inside);
          }
        }
        yield set;
      }
      default -> {
        complete = false;
        yield false;
      }
    };
  }

  /** The right side of // replaces what the left one says of hosts. */
  private boolean joined(Chain chain, NixScope scope, boolean inside) {
    for (NixExpr part : chain.operands().reversed()) {
      boolean before = complete;
      if (outputs(part, scope, inside)) {
        // What stands left of it does not count; what stands right of it, unread, may.
        return true;
      }
      complete &= before;
    }
    return false;
  }

  private boolean attributes(Attrs attrs, NixScope scope, boolean inside) {
    boolean set = false;
    for (Item item : attrs.items()) {
      set |=
          switch (item) {
            case Inherit inherit -> inherited(inherit, scope);
            case Binding binding -> binding(binding, scope, inside);
          };
    }
    return set;
  }

  private boolean inherited(Inherit inherit, NixScope scope) {
    boolean hosts = inherit.names().stream().anyMatch(key -> HOSTS.equals(key.name()));
    if (!hosts) {
      return false;
    }
    Optional<NixScope.Meaning> meaning =
        inherit.from().isEmpty() ? meaning(HOSTS, scope) : Optional.empty();
    complete &= meaning.isPresent();
    meaning.ifPresent(known -> names(known.value(), known.scope()));
    return true;
  }

  private boolean binding(Binding binding, NixScope scope, boolean inside) {
    List<Key> path = binding.path();
    String first = path.getFirst().name();
    if (!inside && !"outputs".equals(first)) {
      return false;
    }
    if (inside && "imports".equals(first)) {
      // Modules of flake-parts, which may bring hosts.
      complete &= binding.value() instanceof Listed list && list.elements().isEmpty();
      return false;
    }
    int at = 0;
    while (at < path.size() && Set.of("outputs", "flake").contains("" + path.get(at).name())) {
      at++;
    }
    if (at == path.size()) {
      return outputs(binding.value(), scope, true);
    }
    if (path.get(at).name() == null) {
      complete = false;
      return false;
    }
    if (!path.get(at).name().equals(HOSTS)) {
      return false;
    }
    if (at + 1 == path.size()) {
      names(binding.value(), scope);
    } else {
      name(path.get(at + 1));
    }
    return true;
  }

  private void name(Key key) {
    complete &= key.name() != null;
    if (key.name() != null) {
      names.add(key.name());
    }
  }

  /** Adds the names of a value of nixosConfigurations. */
  private void names(NixExpr expr, NixScope scope) {
    switch (expr) {
      case Paren paren -> names(paren.inner(), scope);
      case With with -> names(with.body(), scope);
      case Let let -> names(let.body(), scope.with(let.items(), let.start(), let.end()));
      case Attrs attrs -> {
        for (Item item : attrs.items()) {
          switch (item) {
            case Binding binding -> name(binding.path().getFirst());
            case Inherit inherit -> inherit.names().forEach(this::name);
          }
        }
      }
      case Chain chain when chain.operator().equals("//") ->
          chain.operands().forEach(part -> names(part, scope));
      case Name name -> {
        Optional<NixScope.Meaning> meaning = meaning(name.name(), scope);
        meaning.ifPresent(known -> names(known.value(), known.scope()));
      }
      case Apply apply -> computed(apply, scope);
      default -> complete = false;
    }
  }

  /** What these functions make has the names of their argument, yet only nix can be sure. */
  private void computed(Apply apply, NixScope scope) {
    complete = false;
    List<NixExpr> arguments = apply.arguments();
    switch (NixWrapper.functionName(apply.function())) {
      case "mapAttrs" -> names(arguments.getLast(), scope);
      case "genAttrs" -> {
        if (arguments.getFirst() instanceof Listed list) {
          for (NixExpr element : list.elements()) {
            if (element instanceof Text text && text.value() != null) {
              names.add(text.value());
            }
          }
        }
      }
      default -> {}
    }
  }

  private Optional<NixScope.Meaning> meaning(String name, NixScope scope) {
    hops++;
    Optional<NixScope.Meaning> meaning = hops > MOST_HOPS ? Optional.empty() : scope.meaning(name);
    complete &= meaning.isPresent();
    return meaning;
  }

  private static NixScope inScope(Attrs attrs, NixScope scope) {
    return attrs.rec() ? scope.with(attrs.items(), attrs.start(), attrs.end()) : scope;
  }
}
