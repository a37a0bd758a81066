package dev.thaw.rescue;

import dev.thaw.machine.Approver;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import java.util.List;
import java.util.function.Supplier;

/**
 * What carries plans out, as far as the {@link ExecutionMode} lets it: in earnest, a plan is shown,
 * approved as a whole, and exactly it runs; in a dry run it is only given back.
 *
 * @param machine where the steps run
 * @param approver lets the commands of an approved plan pass
 * @param interaction who is asked
 * @param rehearsed remembers what was given back in place of being carried out
 * @param planOnly whether plans are only given back, and not gone on from: a dry run of one helper
 */
record Executor(
    Machine machine,
    Approver approver,
    UserInteraction interaction,
    DryRunSteps rehearsed,
    boolean planOnly) {

  /** Whether a plan that is approved is carried out. */
  boolean isInEarnest() {
    return !planOnly && approver.mode() == ExecutionMode.APPLY;
  }

  /** Whether the plan is all that is wanted: a dry run of one helper, or a rehearsal. */
  boolean isDry() {
    return planOnly || approver.mode() == ExecutionMode.DRY_RUN;
  }

  /**
   * Shows a plan, has it approved as a whole, and runs exactly it. In a dry run, only gives it
   * back.
   *
   * @param holds the sentence for when there is nothing to do
   * @param done the sentence for when it succeeded
   * @param notes what comes next
   * @return the plan itself for a dry run, and in a rehearsal unless there is nothing to do
   * @throws Trouble.NotApproved if the person said no
   * @throws Trouble.HeldBack if there is something to do, and only looking is allowed
   */
  ActionResult carryOut(Plan plan, String holds, String done, List<String> notes) {
    return carryOut(
        plan,
        new Applied(holds, false, notes),
        () -> {
          plan.steps().forEach(this::run);
          return new Applied(done, true, notes);
        });
  }

  /**
   * The same, for work that is more than running one step after the other.
   *
   * @param holds the result when there is nothing to do
   * @param work runs the steps, and says what was done; not called for a dry run
   */
  ActionResult carryOut(Plan plan, Applied holds, Supplier<Applied> work) {
    return plan.isEmpty() && !planOnly ? holds : carryOut(plan, work);
  }

  /** The same, for a plan that has steps. */
  ActionResult carryOut(Plan plan, Supplier<Applied> work) {
    return isDry() ? dry(plan) : approved(plan, work);
  }

  /** The plan; a rehearsal goes on as if it had been carried out, a dry run does not. */
  Plan dry(Plan plan) {
    if (!planOnly) {
      rehearsed.add(plan.steps());
    }
    return plan;
  }

  /**
   * Shows a plan, asks, and does the work; meanwhile the plan's commands pass, and no others.
   *
   * @throws Trouble.NotApproved if the person said no
   * @throws Trouble.HeldBack if nothing may be changed now
   */
  <T> T approved(Plan plan, Supplier<T> work) {
    mustBeInEarnest(plan);
    interaction.tell(plan.toString());
    int count = plan.steps().size();
    if (!interaction.approves(
        count == 1 ? "Run this command?" : "Run these " + count + " commands?")) {
      throw new Trouble.NotApproved(
          "Nothing was done: the plan was not approved.", "Run the step again when ready.");
    }
    Approver.Approval approval = approver.allow(Step.commands(plan.steps()));
    try {
      return work.get();
    } finally {
      approval.close();
    }
  }

  /** Refuses to go on with a plan when nothing may be changed. */
  void mustBeInEarnest(Plan plan) {
    ExecutionMode mode = approver.mode();
    if (mode != ExecutionMode.APPLY) {
      throw new Trouble.HeldBack(mode, plan.title());
    }
  }

  /** Runs one step that must succeed; what was done before it is on record and can be undone. */
  CommandResult run(Step step) {
    return machine
        .run(step.command())
        .orFail("What was done before it stands: leave() or undo() takes it back.");
  }
}
