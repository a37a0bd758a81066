package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Select;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A function of nixpkgs' library around values: {@code lib.mkIf condition value}.
 *
 * @param values the values in it
 * @param condition what has to hold for them to count
 * @param priority whether it changes what counts: {@code mkForce}, {@code mkDefault}
 */
record NixWrapper(List<NixExpr> values, Optional<NixExpr> condition, boolean priority) {

  private static final Set<String> CONDITIONS = Set.of("mkIf", "optionalAttrs", "optionals");
  private static final Set<String> ORDERS = Set.of("mkBefore", "mkAfter");
  private static final Set<String> PRIORITIES =
      Set.of("mkForce", "mkDefault", "mkOptionDefault", "mkVMOverride", "mkImageMediaOverride");

  /** The wrapper that a call is; empty when it is another function, or has not all arguments. */
  static Optional<NixWrapper> of(Apply call) {
    String name = functionName(call.function());
    List<NixExpr> arguments = call.arguments();
    List<NixExpr> last = List.of(arguments.getLast());
    int count = arguments.size();
    if (CONDITIONS.contains(name) && count == 2) {
      return Optional.of(new NixWrapper(last, Optional.of(arguments.getFirst()), false));
    }
    if (ORDERS.contains(name) && count == 1 || name.equals("mkOrder") && count == 2) {
      return Optional.of(new NixWrapper(last, Optional.empty(), false));
    }
    if (PRIORITIES.contains(name) && count == 1 || name.equals("mkOverride") && count == 2) {
      return Optional.of(new NixWrapper(last, Optional.empty(), true));
    }
    if (name.equals("mkMerge") && count == 1 && last.getFirst() instanceof Listed list) {
      return Optional.of(new NixWrapper(list.elements(), Optional.empty(), false));
    }
    if (name.equals("recursiveUpdate") && count == 2) {
      return Optional.of(new NixWrapper(arguments, Optional.empty(), true));
    }
    return Optional.empty();
  }

  /** The value of a call that makes it outweigh what other files say: {@code mkForce}. */
  static Optional<NixExpr> forced(Apply call) {
    boolean isDefault = functionName(call.function()).endsWith("Default");
    return of(call)
        .filter(wrapper -> wrapper.priority() && wrapper.values().size() == 1 && !isDefault)
        .map(wrapper -> wrapper.values().getFirst());
  }

  /** The last name of a function: {@code mkIf} of {@code lib.mkIf}; "" when it has none. */
  static String functionName(NixExpr function) {
    return switch (function) {
      case Name name -> name.name();
      case Select select when select.path().isEmpty() -> "";
      case Select select -> Optional.ofNullable(select.path().getLast().name()).orElse("");
      default -> "";
    };
  }
}
