package dev.thaw.rescue;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.machine.Approver;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.nixos.Account;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Survey;
import dev.thaw.storage.ListWithNotes;
import dev.thaw.storage.Pool;
import dev.thaw.storage.Pools;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rescue: a machine, the person who rescues it, and where the installed system gets mounted.
 *
 * @param machine the machine, behind the interceptors that narrate, approve and record
 * @param approver the interceptor that lets approved commands pass
 * @param recordDirectory where on the machine it is recorded what was done
 * @param interaction who is asked and told
 * @param root where the installed system is mounted: {@code /mnt}
 * @param memory what this session remembers
 * @param planOnly whether plans are only given back, and not gone on from: a dry run of one step
 */
public record Rescue(
    Machine machine,
    Approver approver,
    String recordDirectory,
    UserInteraction interaction,
    String root,
    RescueMemory memory,
    boolean planOnly) {

  /** A rescue that begins: nothing was told yet. */
  public Rescue(
      Machine machine,
      Approver approver,
      String recordDirectory,
      UserInteraction interaction,
      String root) {
    this(machine, approver, recordDirectory, interaction, root, new RescueMemory(), false);
  }

  /** What was done on the machine, oldest first; one round trip. */
  public List<ActionLog.Entry> record() {
    return ActionLog.read(machine, recordDirectory);
  }

  /** The same rescue by another way and for somebody else: for looks in the background. */
  public Rescue aside(Machine machine, UserInteraction interaction) {
    return new Rescue(machine, approver, recordDirectory, interaction, root, memory, planOnly);
  }

  /** The same rescue, whose plans are only given back. */
  public Rescue planning() {
    return planning(true);
  }

  /** The same rescue, whose plans are only given back if {@code planOnly}. */
  public Rescue planning(boolean planOnly) {
    return new Rescue(machine, approver, recordDirectory, interaction, root, memory, planOnly);
  }

  /** What carries its plans out. */
  Executor executor() {
    return new Executor(machine, approver, interaction, memory.rehearsed(), planOnly);
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

  // What the helpers call: one line each, the work is done elsewhere.

  /** The configuration of the mounted installation, or of the only one there is. */
  public Config config() {
    return new Config(this, Installations.choose(installations(), 0));
  }

  /** What is broken; {@code symptom} is the screen's last lines, blank for none. */
  public Diagnosis diagnose(String symptom) {
    Symptom shown = Symptom.of(symptom);
    memory.told().symptom(shown);
    return Diagnosing.look(machine, interaction, root, memory.initrds(), shown);
  }

  /** The same once more, by what was told of the screen last. */
  Diagnosis diagnoseAgain() {
    return Diagnosing.look(machine, interaction, root, memory.initrds(), memory.told().symptom());
  }

  /** The way up of a generation, link by link; 0 for the one that starts by default. */
  public BootChain bootChain(int generation) {
    return bootChain(generation, "");
  }

  /** The way up of a specialisation of it; empty for the generation itself. */
  public BootChain bootChain(int generation, String specialisation) {
    return Diagnosing.chain(
        machine, interaction, root, memory.initrds(), generation, specialisation);
  }

  /** Mends the first finding. */
  public ActionResult mend(Diagnosis diagnosis) {
    return Mending.mend(this, diagnosis);
  }

  /** Mends this finding. */
  public ActionResult mend(Finding finding) {
    return Mending.mend(this, finding);
  }

  /** Whether a rebuild can fetch what it needs, from here and, once mounted, from inside. */
  public Network network() {
    return Network.look(this);
  }

  /** Who can log in to the installations, and why others can't. */
  public ListWithNotes<Account> logins() {
    return Logins.of(installations());
  }

  /** Whether this account of the mounted installation, or of the only one, can log in. */
  public Account login(String account) {
    return Logins.of(Installations.choose(installations(), 0), account);
  }

  /** Compares a generation with nix's database; 0 for the current one. */
  public ListWithNotes<DamagedPath> verify(int generation) {
    return Verifying.verify(this, generation);
  }

  /** Gives an account of the mounted installation a password. */
  public ActionResult setPassword(String account) {
    return SettingPassword.set(this, account);
  }

  /** Imports a pool below the root, by its name or number. */
  public ActionResult importPool(String name) {
    return PoolImport.importPool(this, name);
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
    return Mounting.mountAll(this, diagnosis, number);
  }

  /** Opens a shell inside, on the person's terminal. */
  public ActionResult enter() {
    return OwnLines.shell(this);
  }

  /** Runs a line inside with the installed system's bash, and gives what it printed. */
  public String enter(String line) {
    return OwnLines.inside(this, line);
  }

  /**
   * Runs a line on the live system with sh, and gives what it printed.
   *
   * @param looks whether it only looks, by the person's word
   */
  public String sh(String line, boolean looks) {
    return OwnLines.outside(this, line, looks);
  }

  /** Rebuilds the mounted installation. */
  public ActionResult rebuild(RebuildWish wish) {
    return Rebuilding.rebuild(this, wish);
  }

  /** Makes an older generation of the mounted installation boot next. */
  public ActionResult rollback(int number) {
    return Rebuilding.rollback(this, number);
  }

  /** The same for one of its specialisations, by name; empty for the generation itself. */
  public ActionResult rollback(int number, Optional<String> specialisation) {
    return specialisation
        .map(name -> Rebuilding.rollback(this, number, name))
        .orElseGet(() -> rollback(number));
  }

  /** Unmounts, exports and closes everything. */
  public ActionResult leave() {
    return LeavePlan.leave(this);
  }

  /** Where the rescue stands. */
  public Procedure procedure() {
    return Procedure.look(this);
  }

  /** Takes back the last thing on record that can be. */
  public ActionResult undo() {
    return Undoing.undo(this);
  }

  /** Restarts the machine, if nothing is mounted any more. */
  public ActionResult reboot() {
    return Restarting.restart(this);
  }
}
