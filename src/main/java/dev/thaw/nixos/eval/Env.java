package dev.thaw.nixos.eval;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names that are known at a place of a text.
 *
 * @param outer those around it; null at the outermost place
 * @param names what {@code let}, {@code rec} or a function names; empty for a {@code with}
 * @param with the set that a {@code with} opens; null for all others
 * @param source the text
 */
record Env(@Nullable Env outer, Map<String, Lazy> names, @Nullable Lazy with, Source source) {

  /** Nothing is named yet. */
  static Env of(Source source) {
    return new Env(null, Map.of(), null, source);
  }

  Env and(Map<String, Lazy> more) {
    return new Env(this, more, null, source);
  }

  Env with(Lazy set) {
    return new Env(this, Map.of(), set, source);
  }

  /** What a name was given by {@code let}, {@code rec} or a function. */
  Optional<Lazy> find(String name) {
    for (Env env = this; env != null; env = env.outer) {
      Lazy found = env.names.get(name);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
