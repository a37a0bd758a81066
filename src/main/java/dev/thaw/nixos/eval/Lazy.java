package dev.thaw.nixos.eval;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is found out when it is needed, once. */
final class Lazy {

  private @Nullable Supplier<Value> how;
  private @Nullable Value value;

  private Lazy(@Nullable Supplier<Value> how, @Nullable Value value) {
    this.how = how;
    this.value = value;
  }

  static Lazy of(Supplier<Value> how) {
    return new Lazy(how, null);
  }

  static Lazy of(Value value) {
    return new Lazy(null, value);
  }

  /** The value. One that needs itself can't be told. */
  Value force() {
    if (value == null) {
      Supplier<Value> found = how;
      if (found == null) {
        return new Value.Unknown("it leads back to itself");
      }
      how = null;
      value = found.get();
    }
    return value;
  }
}
