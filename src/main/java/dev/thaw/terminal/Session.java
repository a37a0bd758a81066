package dev.thaw.terminal;

import dev.thaw.helpers.Helpers;
import dev.thaw.machine.Chain;
import dev.thaw.machine.Narrator;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.rescue.Rescue;
import java.util.Optional;

/**
 * What a command works with: the way to the machine, and the rescue on it.
 *
 * @param machine the machine, behind the chain that every command passes
 * @param narrator the link of that chain that tells what runs
 * @param aside the same rescue for looks in the background, which the person is not told of
 * @param practice the machine itself, if it is a practice machine
 */
public record Session(
    Chain machine,
    Narrator narrator,
    Rescue rescue,
    Rescue aside,
    Optional<PracticeMachine> practice)
    implements AutoCloseable {

  /** Makes the helpers work in this session, from now on. */
  public void begin() {
    Helpers.use(rescue, practice);
  }

  /** Ends the connection; what is mounted on the machine stays as it is. */
  @Override
  public void close() {
    machine.close();
  }
}
