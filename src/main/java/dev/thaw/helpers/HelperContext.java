package dev.thaw.helpers;

import dev.thaw.practice.PracticeMachine;
import dev.thaw.rescue.Rescue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What cells work on: bound as a whole, for the words of the prompt are static methods.
 *
 * @param rescue empty for none: then each helper only says that no machine was named
 * @param practice the practice machine that it works on; empty for a real one
 * @param switching goes to another machine; empty where the machine is named at the start only
 * @param showing shows what is not the result of a cell; empty where a cell only prints
 */
public record HelperContext(
    Optional<Rescue> rescue,
    Optional<PracticeMachine> practice,
    Optional<Switching> switching,
    Optional<Showing> showing) {

  /** No machine. */
  public static final HelperContext NONE =
      new HelperContext(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static volatile HelperContext bound = NONE;

  /** A rescue, on this practice machine or a real one. */
  public static HelperContext of(Rescue rescue, Optional<PracticeMachine> practice) {
    return new HelperContext(Optional.of(rescue), practice, Optional.empty(), Optional.empty());
  }

  /** The same, which goes to another machine like this. */
  public HelperContext switching(Switching switching) {
    return new HelperContext(rescue, practice, Optional.of(switching), showing);
  }

  /** The same, which shows things like this. */
  public HelperContext showing(Showing showing) {
    return new HelperContext(rescue, practice, switching, Optional.of(showing));
  }

  /** Makes cells work on this, from now on. */
  public void bind() {
    bound = this;
  }

  /** What cells work on now. */
  public static HelperContext bound() {
    return bound;
  }

  /** How another machine is gone to. */
  public interface Switching {
    /** Binds the helpers to that machine, and says so; given what on() was given. */
    String to(String machine, Helpers.OnOptions options);
  }

  /** How a cell shows what is not its result. */
  public interface Showing {
    /** Shows a value below the cell, where it has got to. */
    void display(@Nullable Object value);

    /** Takes away what the cell has shown so far. */
    void clear();
  }
}
