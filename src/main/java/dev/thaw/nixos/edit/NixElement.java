package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An element of a list, as a person names it: {@code vfio_pci}, {@code pkgs.vim}.
 *
 * @param given what the person wrote
 * @param module whether it is a kernel module, in whose name - and _ are equal
 */
record NixElement(String given, boolean module) {

  static NixElement of(NixOption option, String element) {
    return new NixElement(element.strip(), option.listsModules());
  }

  /** Whether an element of a list is this one. */
  boolean matches(NixText text, NixExpr expr) {
    String source = text.source(expr);
    if (source.equals(given) || source.equals("pkgs." + given)) {
      return true;
    }
    if (given.equals("pkgs." + source) && NixScope.isOfPackages(text, expr)) {
      return true;
    }
    if (expr instanceof Text string) {
      // A string with something computed in it is matched as it is written.
      String inner = string.value();
      return same(inner == null ? source.substring(1, source.length() - 1) : inner);
    }
    return false;
  }

  /** Whether it comes to this value; one that only nix can work out comes to none. */
  boolean is(String value) {
    return folded(value).equals(folded(plain()));
  }

  /** Whether a text speaks of it, as a word of its own: {@code vfio} is no {@code vfio_pci}. */
  boolean isMentionedIn(String source) {
    String word = Pattern.quote(folded(plain()));
    return Pattern.compile("(?<![\\w-])" + word + "(?![\\w-])").matcher(folded(source)).find();
  }

  private boolean same(String value) {
    return folded(value).equals(folded(given));
  }

  private String folded(String value) {
    return module ? value.replace('-', '_') : value;
  }

  private String plain() {
    boolean quoted = given.length() > 1 && given.startsWith("\"") && given.endsWith("\"");
    return quoted ? given.substring(1, given.length() - 1) : given;
  }

  /**
   * How it is written into a list; empty when it can't be: it is no expression, or speaks of
   * something that is not known there: {@code vim} without {@code with pkgs}, {@code pkgs.vim} in a
   * module that does not ask for {@code pkgs}.
   *
   * @param list the list that it goes to; empty for a new one
   * @param scope the names that are known there
   */
  Optional<String> written(NixText text, NixOption option, Optional<Listed> list, NixScope scope) {
    if (!isExpression(option, list.map(Listed::elements).orElse(List.of()))) {
      return Optional.of(NixStrings.quote(given));
    }
    NixText alone = NixText.read("[ " + given + " ]");
    boolean one =
        alone.faults().isEmpty()
            && alone.comments().isEmpty()
            && alone.root() instanceof Listed read
            && read.elements().size() == 1;
    boolean known =
        list.isPresent() && NixScope.isUnderWith(text.root(), list.get())
            || alone.names().stream().allMatch(scope::knows);
    return one && known ? Optional.of(given) : Optional.empty();
  }

  private boolean isExpression(NixOption option, List<NixExpr> others) {
    NixText alone = NixText.read(given);
    if (alone.faults().isEmpty() && alone.comments().isEmpty() && alone.root() instanceof Text) {
      return true;
    }
    long strings = others.stream().filter(Text.class::isInstance).count();
    if (strings == others.size() && strings > 0) {
      return false;
    }
    return option.listsPackages() || given.startsWith("(") || strings == 0 && !others.isEmpty();
  }
}
