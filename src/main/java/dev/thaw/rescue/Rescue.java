package dev.thaw.rescue;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.machine.Approver;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Meanwhile;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.nixos.Fstab;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Survey;
import dev.thaw.storage.Disks;
import dev.thaw.storage.ListWithNotes;
import dev.thaw.storage.Pool;
import dev.thaw.storage.Pools;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One rescue: a machine, the person who rescues it, and where the installed system gets mounted.
 *
 * @param machine the machine, behind the interceptors that narrate, approve and record
 * @param approver the interceptor that lets approved commands pass
 * @param recordDirectory where on the machine it is recorded what was done
 * @param person who is asked and told
 * @param root where the installed system is mounted: {@code /mnt}
 * @param memory what this session remembers
 * @param planOnly whether plans are only given back, and not gone on from: a dry run of one step
 */
public record Rescue(
    Machine machine,
    Approver approver,
    String recordDirectory,
    UserInteraction person,
    String root,
    RescueMemory memory,
    boolean planOnly) {

  /** A rescue that begins: nothing was told yet. */
  public Rescue(
      Machine machine,
      Approver approver,
      String recordDirectory,
      UserInteraction person,
      String root) {
    this(machine, approver, recordDirectory, person, root, new RescueMemory(), false);
  }

  /** What was done on the machine, oldest first; one round trip. */
  public List<ActionLog.Entry> record() {
    return ActionLog.read(machine, recordDirectory);
  }

  /** The same rescue by another way and for somebody else: for looks in the background. */
  public Rescue aside(Machine machine, UserInteraction person) {
    return new Rescue(machine, approver, recordDirectory, person, root, memory, planOnly);
  }

  /** The same rescue, whose plans are only given back. */
  public Rescue planning() {
    return planning(true);
  }

  /** The same rescue, whose plans are only given back if {@code planOnly}. */
  public Rescue planning(boolean planOnly) {
    return new Rescue(machine, approver, recordDirectory, person, root, memory, planOnly);
  }

  /** Whether a plan that is approved is carried out. */
  boolean isInEarnest() {
    return !planOnly && mode() == ExecutionMode.APPLY;
  }

  /** How far this session may go now. */
  public ExecutionMode mode() {
    return approver.mode();
  }

  /** Says how far this session may go from now on; other than a rehearsal, it forgets those. */
  public void mode(ExecutionMode mode) {
    approver.mode(mode);
    if (mode != ExecutionMode.DRY_RUN) {
      memory.rehearsed().forget();
    }
  }

  /** What was only rehearsed so far; nothing outside of a rehearsal. */
  DryRunState rehearsed() {
    return memory.rehearsed().state();
  }

  /** What was done, and in a rehearsal what would have been; one round trip. */
  List<ActionLog.Entry> recordSoFar() {
    return rehearsed().record(record());
  }

  /**
   * What holds on the machine now; in a rehearsal, what would hold after what was rehearsed so far.
   * One round trip. {@link State#look} tells what really holds in any case.
   */
  public State state() {
    return rehearsed().after(State.look(machine, root));
  }

  /** The same, with the processes that keep something below the root busy. */
  State stateWithHolders() {
    return rehearsed().after(State.lookWithHolders(machine, root));
  }

  /**
   * Whether the installed system can be read below the root: in a rehearsal it may only seem so.
   */
  boolean isReadable() {
    return State.look(machine, root).isMounted();
  }

  /** The pools, in a rehearsal as they would be then. */
  List<Pool> pools() {
    List<Pool> real = Pools.look(machine);
    DryRunState rehearsed = rehearsed();
    return rehearsed.isEmpty() ? real : rehearsed.pools(real, state());
  }

  /**
   * Shows a plan, has it approved as a whole, and runs exactly it. In a rehearsal, only gives it
   * back.
   *
   * @param holds the sentence for when there is nothing to do
   * @param done the sentence for when it succeeded
   * @param notes what comes next
   * @return the plan itself for a dry run, and in a rehearsal unless there is nothing to do
   * @throws Trouble.NotApproved if the person said no
   * @throws Trouble.HeldBack if there is something to do, and only looking is allowed
   */
  public ActionResult carryOut(Plan plan, String holds, String done, List<String> notes) {
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

  /** Whether the plan is all that is wanted: a dry run of one step, or a rehearsal. */
  boolean isDry() {
    return planOnly || mode() == ExecutionMode.DRY_RUN;
  }

  /** The plan; a rehearsal goes on as if it had been carried out, a dry run does not. */
  Plan dry(Plan plan) {
    if (!planOnly) {
      memory.rehearsed().add(plan.steps());
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
    person.tell(plan.toString());
    int count = plan.steps().size();
    if (!person.approves(count == 1 ? "Run this command?" : "Run these " + count + " commands?")) {
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
    ExecutionMode mode = mode();
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

  /**
   * The installations: the one at the root if something is mounted there, else all on the disks. In
   * a rehearsal, as they would be found after what was rehearsed so far.
   */
  public ListWithNotes<Installation> installations() {
    ListWithNotes<Installation> found = Survey.look(machine, root);
    DryRunState rehearsed = rehearsed();
    if (rehearsed.isEmpty()) {
      return found;
    }
    State real = State.look(machine, root);
    return new DryRunInstallation(rehearsed, real, rehearsed.after(real)).after(found);
  }

  /**
   * The installation that is mounted at the root.
   *
   * @param helper what was asked for, for the sentence when nothing is mounted
   */
  Installation mounted(String helper) {
    ListWithNotes<Installation> found = installations();
    return found.stream()
        .filter(installation -> installation.mountedAt().equals(root))
        .findFirst()
        .orElseThrow(() -> notMounted(helper));
  }

  /**
   * The same, of which these parts are mounted, writable and its own.
   *
   * @throws Trouble.Refused if one is not, saying which and what to do
   */
  Installation ready(String helper, Set<Readiness.Part> parts) {
    Installation installation = mounted(helper);
    Readiness.of(installation, state()).require(helper, parts);
    return installation;
  }

  /** Says that {@code helper} needs the installed system mounted. */
  Trouble notMounted(String helper) {
    return state().isMounted()
        ? new Trouble.NotReady(
            helper
                + " can't run now: only a part of the installed system is mounted at "
                + root
                + ", and its store is not.",
            "mountAll() mounts the rest.")
        : new Trouble.NotReady(
            helper + " can't run now: nothing is mounted at " + root + ".", "mountAll() first.");
  }

  /**
   * The fstab of the system that is mounted at the root; empty when its store is not, or in a
   * rehearsal nothing really is.
   */
  private Optional<Fstab> fstab() {
    try {
      byte[] text = InstalledFile.read(machine, root, Inside.PROFILE + "/etc/fstab").content();
      return Optional.of(Fstab.parse(new String(text, StandardCharsets.UTF_8)));
    } catch (Trouble.Refused unreadable) {
      return Optional.empty();
    }
  }

  // What the helpers call.

  /** The configuration of the mounted installation, or of the only one there is. */
  public Config config() {
    return new Config(this, Installations.choose(installations(), 0));
  }

  /** What is broken; {@code symptom} is the screen's last lines, blank for none. */
  public Diagnosis diagnose(String symptom) {
    memory.told().symptom(symptom);
    return Diagnosing.look(machine, person, root, memory.initrds(), Symptom.of(symptom));
  }

  /** The same once more, by what was told of the screen last. */
  Diagnosis diagnoseAgain() {
    return Diagnosing.look(machine, person, root, memory.initrds(), memory.told().symptom());
  }

  /**
   * Whether what the menu starts by default is sure not to come up, by what was told of the screen,
   * and only another generation mends that.
   */
  boolean isDefaultSureToFail() {
    return diagnoseAgain().findings().stream()
        .filter(finding -> finding.certainty() == Certainty.SURE && finding.stops())
        .map(Finding::mend)
        .anyMatch(mend ->
            switch (mend) {
              case Mend.RemoveElement _,
                  Mend.AddElement _,
                  Mend.SetOption _,
                  Mend.UnsetOption _,
                  Mend.Several _,
                  Mend.Rebuild _,
                  Mend.Rollback _ ->
                  true;
              // The same system does: only its files are damaged.
              case Mend.RemoveFiles _,
                  Mend.ClearVariable _,
                  Mend.ForgetChoice _,
                  Mend.Repair _,
                  Mend.Export _,
                  Mend.OneOf _,
                  Mend.Nothing _,
                  Mend.ByHand _ ->
                  false;
            });
  }

  /** The way up of a generation, link by link; 0 for the one that starts by default. */
  public BootChain bootChain(int generation) {
    return Diagnosing.chain(machine, person, root, memory.initrds(), generation);
  }

  /** Mends the surest finding. */
  public ActionResult mend(Diagnosis diagnosis) {
    return Mending.mend(this, diagnosis);
  }

  /** Mends this finding. */
  public ActionResult mend(Finding finding) {
    return Mending.mend(this, finding);
  }

  /** Whether a rebuild can fetch what it needs, from here and, once mounted, from inside. */
  public Network network() {
    Network network = Network.look(machine);
    if (!isReadable()) {
      return network;
    }
    return network.andInside(
        machine.run(
            Inside.look(
                "see whether names are resolved inside",
                root,
                Inside.PROFILE,
                List.of("getent", "ahosts", Network.CACHE))));
  }

  /** Imports a pool below the root, by its name or number. */
  public ActionResult importPool(String name) {
    Plan plan = PoolImport.plan(name, pools(), Disks.look(machine), state());
    return carryOut(
        plan,
        "The pool " + name + " is imported below " + root + " already.",
        "The pool " + name + " is imported below " + root + ", nothing is mounted yet.",
        List.of("Next: mountAll()."));
  }

  /** Opens what is called so, or all that is shut; see {@link Unlocking}. */
  public ActionResult unlock(Optional<String> name, Optional<String> keyFile, Optional<String> as) {
    return Unlocking.unlock(this, name, keyFile, as);
  }

  /**
   * Mounts an installation at the root.
   *
   * @param number which, counted from 1; 0 for the only one
   */
  public ActionResult mountAll(int number) {
    return Mounting.mountAll(this, installations(), number);
  }

  /**
   * Mounts the installation that fails to boot.
   *
   * @param number which, counted from 1; 0 for the one that the diagnosis is sure of
   */
  public ActionResult mountAll(Diagnosis diagnosis, int number) {
    ListWithNotes<Installation> found = installations();
    int chosen = Installations.choose(this, found, diagnosis, number);
    return Mounting.mountAll(this, found, chosen);
  }

  /** Opens a shell inside, on the person's terminal. */
  public ActionResult enter() {
    if (isInEarnest() && !person.hasTerminal()) {
      throw new Trouble.NotReady(
          "There is no terminal here for a shell.", "enter(\"command\") runs one command inside.");
    }
    tellWhatIsLeft(state());
    Step shell =
        Step.of("open a shell inside the installed system", new OtherAction.Shell(root))
            .onTerminal();
    var plan =
        new Plan(
            "Enter the installed system",
            List.of(shell),
            List.of("What is done inside is yours: it is neither shown beforehand nor recorded."));
    return carryOut(
        plan,
        () -> {
          machine.run(shell.command());
          return new Applied(
              "Back outside; nothing of the shell is left mounted.",
              true,
              List.of("Next: rebuild() if you changed the configuration; leave() when done."));
        });
  }

  /** What is not mounted is no matter for most that is done inside; but it has to be known. */
  private void tellWhatIsLeft(State state) {
    if (!state.isMounted()) {
      throw notMounted("enter()");
    }
    if (rehearsed().isEmpty()) {
      fstab()
          .map(fstab -> Procedure.left(fstab, state))
          .filter(left -> !left.isEmpty())
          .ifPresent(left ->
              person.tell(
                  "Not mounted: "
                      + Clean.line(String.join(", ", left))
                      + ". What is written there now is not seen later: mountAll() mounts the"
                      + " rest."));
    }
  }

  /** Runs a line inside with the installed system's bash, and gives what it printed. */
  public String enter(String line) {
    tellWhatIsLeft(state());
    return line(Step.of("run this line inside", new OtherAction.LineInside(root, line)).command());
  }

  /** Runs a line on the live system with sh, and gives what it printed. */
  public String sh(String line, boolean looks) {
    List<String> argv = List.of("sh", "-c", line);
    return line(
        looks
            ? Command.looks("run a line that only looks", argv)
            : Step.of("run this line", new OtherAction.Line(argv)).command());
  }

  /** Runs a line of the person's own, tells what it complained of, and gives what it printed. */
  private String line(Command command) {
    CommandResult result = machine.run(command.within(Duration.ofHours(12)));
    result.orFail("That was the line's own doing; nothing else was run.");
    Clean.text(result.errText()).lines().forEach(line -> person.tell("  " + line));
    return result.text();
  }

  /** Rebuilds the mounted installation. */
  public ActionResult rebuild(RebuildWish wish) {
    try (var online =
        new Meanwhile<>(
            "see whether the cache can be reached",
            () -> wish.fetch().orElseGet(() -> Network.look(machine).reachesCache()))) {
      Installation before = ready("rebuild()", EnumSet.allOf(Readiness.Part.class));
      Installation known = wish.host().isEmpty() ? AskedNix.knowing(this, before) : before;
      return Rebuilding.rebuild(this, known, wish, online.found());
    }
  }

  /** Makes an older generation of the mounted installation boot next. */
  public ActionResult rollback(int number) {
    return Rebuilding.rollback(this, number);
  }

  /** Unmounts, exports and closes everything. */
  public ActionResult leave() {
    return LeavePlan.leave(this);
  }

  /** Where the rescue stands. */
  public Procedure procedure() {
    State state = state();
    boolean rehearsed = !rehearsed().isEmpty();
    return rehearsed || !state.isMounted()
        ? Procedure.of(state, rehearsed)
        : Procedure.of(state, fstab());
  }

  /** Takes back the last thing on record that can be. */
  public ActionResult undo() {
    List<ActionLog.Entry> record = recordSoFar();
    State state = state();
    return carryOut(
        Undoing.plan(record, state).after(CutOffEdits.steps(this, record, state)),
        "There is nothing to take back.",
        "Taken back.",
        List.of("history() shows what else there is; plan() where you are."));
  }

  /** Restarts the machine, if nothing is mounted any more. */
  public ActionResult reboot() {
    State state = state();
    if (!state.mountedInside().isEmpty() || !state.poolsInside().isEmpty()) {
      throw new Trouble.NotReady(
          "The installed system is still mounted or imported.", "leave() first, then reboot().");
    }
    var plan =
        new Plan(
            "Restart the machine",
            List.of(Step.of("restart the machine", new OtherAction.Restart())),
            List.of(
                "Take the live image out when the screen goes dark, not before: the live system"
                    + " runs from it. Or choose the machine's own disk in the firmware's menu."));
    return carryOut(plan, "", "The machine was told to restart.", List.of());
  }
}
