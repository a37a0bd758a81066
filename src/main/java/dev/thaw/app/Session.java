package dev.thaw.app;

import dev.thaw.helpers.HelperContext;
import dev.thaw.helpers.KnownNames;
import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.Machine;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.Machines;
import dev.thaw.machine.Narrator;
import dev.thaw.machine.SshOptions;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.rescue.Rescue;
import java.util.List;
import java.util.Optional;

/**
 * What a command works with: the way to the machine, and the rescue on it.
 *
 * @param machine the machine, behind the interceptors that every command passes
 * @param narrator the interceptor that tells what runs
 * @param aside the same rescue for looks in the background, which the person is not told of
 * @param practice the machine itself, if it is a practice machine
 * @param known what cells have shown of the machine by now
 * @param status what holds on the machine
 */
public record Session(
    InterceptorChain machine,
    Narrator narrator,
    Rescue rescue,
    Rescue aside,
    Optional<PracticeMachine> practice,
    KnownNames known,
    MachineStatus status)
    implements AutoCloseable {

  /** Where the installed system is mounted. */
  private static final String ROOT = "/mnt";

  /**
   * A session on a machine; it is reached by the first command.
   *
   * @param options for ssh; nothing else uses them
   * @param interaction who is asked and told
   * @param verbose whether to tell about commands that only look, too
   * @throws Trouble.Refused if there is no practice machine of that name
   */
  public static Session open(
      MachineAddress address, SshOptions options, UserInteraction interaction, boolean verbose) {
    Machine machine =
        switch (address) {
          case MachineAddress.Practice named ->
              PracticeMachines.open(named.name(), PracticeMachines.directory(), interaction::tell);
          case MachineAddress.Real real -> Machines.open(real, options, interaction);
        };
    var approver = new Approver(interaction);
    var narrator = new Narrator(interaction, verbose);
    var recorder = new ActionRecorder(ActionRecorder.DEFAULT_DIRECTORY);
    var chain = new InterceptorChain(machine, List.of(narrator, approver, recorder));
    var rescue = new Rescue(chain, approver, ActionRecorder.DEFAULT_DIRECTORY, interaction, ROOT);
    Optional<PracticeMachine> practice =
        Optional.of(machine)
            .filter(PracticeMachine.class::isInstance)
            .map(PracticeMachine.class::cast);
    // Nobody is asked or told while somebody types: it only looks.
    var silent = new UnattendedPerson(false, Optional.empty(), _ -> {});
    Rescue aside = rescue.aside(new InterceptorChain(machine, List.of(approver)), silent);
    return new Session(
        chain,
        narrator,
        rescue,
        aside,
        practice,
        new KnownNames(practice.isPresent()),
        new MachineStatus(aside));
  }

  /** How many commands that change something were let pass so far. */
  long acted() {
    return rescue.approver().acted();
  }

  /** What cells work on in this session. */
  public HelperContext context() {
    return HelperContext.of(rescue, practice);
  }

  /** Ends the connection; what is mounted on the machine stays as it is. */
  @Override
  public void close() {
    machine.close();
  }
}
