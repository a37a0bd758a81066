package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixExpr.Paren;
import java.util.ArrayList;
import java.util.List;

/** Reads from a flake's text which files a host is made of. */
public final class FlakeModules {

  private static final String HOSTS = "nixosConfigurations";

  private final NixText text;
  private final String host;
  private final List<String> paths = new ArrayList<>();

  private FlakeModules(NixText text, String host) {
    this.text = text;
    this.host = host;
  }

  /**
   * The paths in the lists {@code modules = [ … ]} of a host, in the order of the text.
   *
   * @param flake the text of a {@code flake.nix}
   * @return paths from the flake's folder, as they are written: {@code ./hosts/atlas}; none when
   *     the text does not say, or says it by a function
   */
  public static List<String> of(String flake, String host) {
    NixText text = NixText.read(flake);
    var modules = new FlakeModules(text, host);
    modules.look(text.root(), List.of());
    return List.copyOf(modules.paths);
  }

  private void look(NixExpr expr, List<String> path) {
    switch (expr) {
      case Attrs attrs -> attrs.items().forEach(item -> look(item, path));
      case Let let -> {
        let.items().forEach(item -> look(item, path));
        look(let.body(), path);
      }
      default -> expr.children().forEach(child -> look(child, path));
    }
  }

  private void look(Item item, List<String> path) {
    if (!(item instanceof Binding binding)) {
      return;
    }
    var longer = new ArrayList<>(path);
    binding.path().forEach(key -> longer.add(key.name() == null ? "" : key.name()));
    int hosts = longer.indexOf(HOSTS);
    boolean inHosts = hosts >= 0 && longer.size() > hosts + 1;
    if (!inHosts) {
      look(binding.value(), longer);
    } else if (longer.get(hosts + 1).equals(host)) {
      modules(binding.value());
    }
  }

  private void modules(NixExpr expr) {
    if (expr instanceof Attrs attrs) {
      for (Item item : attrs.items()) {
        if (item instanceof Binding binding && "modules".equals(binding.path().getLast().name())) {
          add(binding.value());
        }
      }
    }
    expr.children().forEach(this::modules);
  }

  private void add(NixExpr expr) {
    switch (expr) {
      case Listed list -> list.elements().forEach(this::add);
      case Chain chain -> chain.operands().forEach(this::add);
      case Paren paren -> add(paren.inner());
      case Other other -> {
        String source = text.source(other);
        if (source.startsWith("./") && !source.contains("${")) {
          paths.add(source);
        }
      }
      default -> {}
    }
  }
}
