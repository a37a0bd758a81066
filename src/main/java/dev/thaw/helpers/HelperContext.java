package dev.thaw.helpers;

import dev.thaw.practice.PracticeMachine;
import dev.thaw.rescue.Rescue;
import java.util.Optional;

/**
 * What the helpers work on: bound as a whole by {@link Helpers#use}.
 *
 * @param rescue empty for none: then each helper only says that no machine was named
 * @param practice the practice machine that it works on; empty for a real one
 * @param switching goes to another machine; empty where the machine is named at the start only
 */
public record HelperContext(
    Optional<Rescue> rescue, Optional<PracticeMachine> practice, Optional<Switching> switching) {

  /** No machine. */
  public static final HelperContext NONE =
      new HelperContext(Optional.empty(), Optional.empty(), Optional.empty());

  /** A rescue, on this practice machine or a real one. */
  public static HelperContext of(Rescue rescue, Optional<PracticeMachine> practice) {
    return new HelperContext(Optional.of(rescue), practice, Optional.empty());
  }

  /** The same, which goes to another machine like this. */
  public HelperContext switching(Switching switching) {
    return new HelperContext(rescue, practice, Optional.of(switching));
  }

  /** How another machine is gone to. */
  public interface Switching {
    /** Binds the helpers to that machine, and says so; given what on() was given. */
    String to(String machine, Helpers.OnOptions options);
  }
}
