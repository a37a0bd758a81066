package dev.thaw.nixos;

import dev.thaw.nixos.NixLexer.Malformed;
import dev.thaw.nixos.NixReader.Binding;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The hosts of a flake: the names under {@code nixosConfigurations}, as its text tells.
 *
 * @param names in the order of the text
 * @param complete whether these are all; false when some are computed, which only nix can tell
 */
public record FlakeHosts(List<String> names, boolean complete) {

  /** Not a flake. */
  public static final FlakeHosts NO_FLAKE = new FlakeHosts(List.of(), true);

  private static final String HOSTS = "nixosConfigurations";

  /** Copies the names. */
  public FlakeHosts {
    names = List.copyOf(names);
  }

  /** Finds the hosts in the text of a {@code flake.nix}, without evaluating it. */
  public static FlakeHosts find(String text) {
    try {
      return find(new NixReader(text));
    } catch (Malformed e) {
      return new FlakeHosts(List.of(), false);
    }
  }

  private static FlakeHosts find(NixReader reader) {
    var names = new LinkedHashSet<String>();
    boolean found = false;
    boolean complete = true;
    for (Binding binding : reader.bindings()) {
      int at = binding.local() ? -1 : binding.path().indexOf(HOSTS);
      if (at < 0) {
        continue;
      }
      found = true;
      if (binding.path().size() > at + 1) {
        String name = binding.path().get(at + 1);
        if (name.equals(NixReader.COMPUTED)) {
          complete = false;
        } else {
          names.add(name);
        }
      } else {
        complete &= isLiteral(reader, binding);
        // genAttrs [ "a" "b" ] …
        reader.lists(binding).stream()
            .flatMap(list -> reader.elements(list).stream())
            .filter(element -> element.first() == element.last() && !reader.isName(element))
            .filter(element -> reader.tokens().get(element.first()).isPlainString())
            .forEach(element -> names.add(reader.value(element)));
      }
    }
    return new FlakeHosts(List.copyOf(names), found && complete);
  }

  /** Whether a value is nothing but sets, joined by //. */
  private static boolean isLiteral(NixReader reader, Binding binding) {
    int depth = 0;
    boolean any = false;
    for (int i = binding.from(); i < binding.to(); i++) {
      NixToken token = reader.tokens().get(i);
      if (token.is("}")) {
        depth--;
      } else if (token.is("{") || token.is("${")) {
        depth++;
        any = true;
      } else if (depth == 0 && !token.is("//") && !token.is("rec")) {
        return false;
      }
    }
    return any;
  }
}
