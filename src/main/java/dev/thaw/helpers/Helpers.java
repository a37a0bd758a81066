package dev.thaw.helpers;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Account;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.rescue.ActionLog;
import dev.thaw.rescue.ActionResult;
import dev.thaw.rescue.Config;
import dev.thaw.rescue.DamagedPath;
import dev.thaw.rescue.NameKind;
import dev.thaw.rescue.Naming;
import dev.thaw.rescue.Network;
import dev.thaw.rescue.Procedure;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Dataset;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Disks;
import dev.thaw.storage.ListWithNotes;
import dev.thaw.storage.Pool;
import dev.thaw.storage.Pools;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of the prompt. Each is explained in the resource {@code NAME.md} beside this class; the
 * work is done in the rooms {@code storage}, {@code nixos} and {@code rescue}.
 */
public final class Helpers {

  /** Builds, and makes the result boot next: what a rescue wants. */
  public static final RebuildAction boot = RebuildAction.BOOT;

  /** Builds only. */
  public static final RebuildAction build = RebuildAction.BUILD;

  /** Only says what would be built. */
  public static final RebuildAction dryBuild = RebuildAction.DRY_BUILD;

  private Helpers() {}

  private static Rescue rescue() {
    return HelperContext.bound()
        .rescue()
        .orElseThrow(() ->
            new Trouble.NotReady(
                "No machine was named.", "Start Thaw with --on ssh://root@HOST, or --on local."));
  }

  /** The option of every acting helper. */
  public record DryRun(@Option("shows the plan and changes nothing") boolean dryRun) {
    private static final DryRun NO = new DryRun(false);
  }

  /** The rescue for an acting helper, whose plan is only given back in a dry run. */
  private static Rescue rescue(DryRun... mode) {
    return rescue().planning(given(mode, DryRun.NO).dryRun());
  }

  /** The options that were given; {@code none} where none were. */
  private static <T> T given(T[] options, T none) {
    return options.length == 0 ? none : options[0];
  }

  private static PracticeMachine practice(String word) {
    String name = rescue().machine().name();
    return HelperContext.bound()
        .practice()
        .orElseThrow(() ->
            new Trouble.NotReady(
                word + "() is for practice machines, and " + name + " is a real one.",
                "diagnose() and plan() tell what to do here. To practise: --on practice."));
  }

  // ---- look

  /** The disks, with their partitions. */
  @Helper(Kind.LOOK)
  public static ListWithNotes<BlockDevice> disks() {
    return Disks.look(rescue().machine());
  }

  /** The pools, imported or not. */
  @Helper(Kind.LOOK)
  public static ListWithNotes<Pool> pools() {
    return Pools.look(rescue().machine());
  }

  /** The datasets of all pools. */
  @Helper(Kind.LOOK)
  public static ListWithNotes<Dataset> datasets() {
    return Datasets.look(rescue().machine());
  }

  /** The candidates for the boot partition, the one first. */
  @Helper(Kind.LOOK)
  public static ListWithNotes<BootPartition> bootPartition() {
    ListWithNotes<Installation> found = installs();
    return new ListWithNotes<>(
        found.stream().flatMap(i -> i.bootPartitions().stream()).distinct().toList(),
        found.notes());
  }

  /** The installations on the disks. */
  @Helper(Kind.LOOK)
  public static ListWithNotes<Installation> installs() {
    return rescue().installations();
  }

  /** The generations of all installations found, newest first. */
  @Helper(Kind.LOOK)
  public static ListWithNotes<Generation> generations() {
    ListWithNotes<Installation> found = installs();
    return new ListWithNotes<>(
        found.stream().flatMap(i -> i.generations().stream()).toList(), found.notes());
  }

  /** The configuration of the only installation, or of the mounted one. */
  @Helper(Kind.LOOK)
  public static Config config(ConfigOptions... options) {
    return rescue().planning(given(options, ConfigOptions.NONE).dryRun()).config();
  }

  /** The options of config. */
  public record ConfigOptions(
      @Option("its changes show the difference and the plan, and change nothing") boolean dryRun) {
    private static final ConfigOptions NONE = new ConfigOptions(false);
  }

  /** What keeps it from booting. */
  @Helper(Kind.LOOK)
  public static Diagnosis diagnose(DiagnoseOptions... options) {
    return rescue()
        .diagnose(Objects.requireNonNullElse(given(options, DiagnoseOptions.NONE).symptom(), ""));
  }

  /** The options of diagnose. */
  public record DiagnoseOptions(
      @Option("the last lines on the screen, as you read them there") @Nullable String symptom) {
    private static final DiagnoseOptions NONE = new DiagnoseOptions(null);
  }

  /** The way up of the generation that starts by default. */
  @Helper(Kind.LOOK)
  public static BootChain bootChain() {
    return bootChain(0);
  }

  /** The way up of a generation. */
  @Helper(Kind.LOOK)
  public static BootChain bootChain(
      @Naming(NameKind.GENERATION) int generation, BootChainOptions... options) {
    String variant = given(options, BootChainOptions.NONE).specialisation();
    return rescue().bootChain(generation, variant == null ? "" : variant);
  }

  /** The options of bootChain. */
  public record BootChainOptions(
      @Option("one of the generation's variants, in place of the generation itself")
          @Nullable String specialisation) {
    private static final BootChainOptions NONE = new BootChainOptions(null);
  }

  /** Whether a rebuild can fetch what it needs. */
  @Helper(Kind.LOOK)
  public static Network network() {
    return rescue().network();
  }

  /** Who can log in once the system has started. */
  @Helper(Kind.LOOK)
  public static ListWithNotes<Account> login() {
    return rescue().logins();
  }

  /** Whether this account can log in, and why not. */
  @Helper(Kind.LOOK)
  public static Account login(@Naming(NameKind.ACCOUNT) String account) {
    return rescue().login(account);
  }

  /** What of the current generation is not as nix's database says. */
  @Helper(value = Kind.LOOK, needs = Needs.MOUNTED)
  public static ListWithNotes<DamagedPath> verify() {
    return rescue().verify(0);
  }

  /** What of a generation is not as nix's database says. */
  @Helper(value = Kind.LOOK, needs = Needs.MOUNTED)
  public static ListWithNotes<DamagedPath> verify(@Naming(NameKind.GENERATION) int generation) {
    return rescue().verify(generation);
  }

  // ---- act

  /** Imports the pool of this name or number. */
  @Helper(Kind.ACT)
  public static ActionResult importPool(@Naming(NameKind.POOL) String name, DryRun... mode) {
    return rescue(mode).importPool(name);
  }

  /** Opens all that is locked, layer by layer. */
  @Helper(Kind.ACT)
  public static ActionResult unlock(UnlockOptions... options) {
    return unlock(Optional.empty(), given(options, UnlockOptions.NONE));
  }

  /** Opens a certain container or dataset. */
  @Helper(Kind.ACT)
  public static ActionResult unlock(
      @Naming(NameKind.LOCKED) String name, UnlockOptions... options) {
    return unlock(Optional.of(name), given(options, UnlockOptions.NONE));
  }

  private static ActionResult unlock(Optional<String> name, UnlockOptions options) {
    return rescue(options.mode())
        .unlock(name, Optional.ofNullable(options.keyFile()), Optional.ofNullable(options.as()));
  }

  /** The options of unlock. */
  public record UnlockOptions(
      @Option("a key file on the machine, in place of a passphrase") @Naming(NameKind.FILE)
          @Nullable String keyFile,
      @Option("the name below /dev/mapper; else luks-UUID") @Nullable String as,
      DryRun mode) {
    private static final UnlockOptions NONE = new UnlockOptions(null, null, DryRun.NO);
  }

  /** Mounts an installation. */
  @Helper(Kind.ACT)
  public static ActionResult mountAll(MountAllOptions... options) {
    MountAllOptions given = given(options, MountAllOptions.NONE);
    return rescue(given.mode()).mountAll(given.install());
  }

  /** Mounts the installation that fails to boot. */
  @Helper(Kind.ACT)
  public static ActionResult mountAll(Diagnosis diagnosis, MountAllOptions... options) {
    MountAllOptions given = given(options, MountAllOptions.NONE);
    return rescue(given.mode()).mountAll(diagnosis, given.install());
  }

  /** The options of mountAll. */
  public record MountAllOptions(
      @Option("which installation, as numbered by installs()") @Naming(NameKind.INSTALLATION)
          int install,
      DryRun mode) {
    private static final MountAllOptions NONE = new MountAllOptions(0, DryRun.NO);
  }

  /** Opens a shell inside. */
  @Helper(value = Kind.ACT, needs = Needs.MOUNTED)
  public static ActionResult enter(DryRun... mode) {
    return rescue(mode).enter();
  }

  /** Runs a line inside, and gives what it printed. */
  @Helper(value = Kind.ACT, needs = Needs.MOUNTED)
  public static String enter(@Naming(NameKind.LINE_INSIDE) String command) {
    return rescue().enter(command);
  }

  /** Opens the configuration's main file in the person's editor. */
  @Helper(value = Kind.ACT, needs = Needs.MOUNTED)
  public static ActionResult edit(DryRun... mode) {
    return rescue(mode).config().edit();
  }

  /** Opens a file of the configuration in the person's editor. */
  @Helper(value = Kind.ACT, needs = Needs.MOUNTED)
  public static ActionResult edit(@Naming(NameKind.CONFIG_FILE) String file, DryRun... mode) {
    return rescue(mode).config().edit(file);
  }

  /** Mends the surest of the findings. */
  @Helper(Kind.ACT)
  public static ActionResult mend(Diagnosis diagnosis, DryRun... mode) {
    return rescue(mode).mend(diagnosis);
  }

  /** Mends this finding. */
  @Helper(Kind.ACT)
  public static ActionResult mend(Finding finding, DryRun... mode) {
    return rescue(mode).mend(finding);
  }

  /** Gives an account of the installed system a password, which is asked for. */
  @Helper(value = Kind.ACT, needs = Needs.MOUNTED)
  public static ActionResult setPassword(@Naming(NameKind.ACCOUNT) String account, DryRun... mode) {
    return rescue(mode).setPassword(account);
  }

  /** Builds the configuration. */
  @Helper(value = Kind.ACT, needs = Needs.MOUNTED)
  public static ActionResult rebuild(RebuildOptions... options) {
    RebuildOptions given = given(options, RebuildOptions.NONE);
    var wish =
        new RebuildWish(
            Optional.ofNullable(given.flake()),
            Optional.ofNullable(given.host()).filter(host -> !host.isBlank()),
            Optional.ofNullable(given.action()).orElse(RebuildAction.BOOT).word(),
            given.installBootloader(),
            Optional.ofNullable(given.sandbox()),
            Optional.ofNullable(given.fetch()));
    return rescue(given.mode()).rebuild(wish);
  }

  /** The options of rebuild. */
  public record RebuildOptions(
      @Option("whether to build the flake; else found out") @Nullable Boolean flake,
      @Option("which host of the flake; none or \"\" for the installed system's own")
          @Naming(NameKind.HOST)
          @Nullable String host,
      @Option("boot (as usual), build or dryBuild") @Nullable RebuildAction action,
      @Option("installs the boot loader itself anew, too") boolean installBootloader,
      @Option("false when nix can't make its sandbox") @Nullable Boolean sandbox,
      @Option("whether nix may fetch; else by whether the cache answers") @Nullable Boolean fetch,
      DryRun mode) {
    private static final RebuildOptions NONE =
        new RebuildOptions(null, null, null, false, null, null, DryRun.NO);
  }

  /** Makes generation {@code number} boot next. */
  @Helper(value = Kind.ACT, needs = Needs.MOUNTED)
  public static ActionResult rollback(
      @Naming(NameKind.GENERATION) int number, RollbackOptions... options) {
    RollbackOptions given = given(options, RollbackOptions.NONE);
    return rescue(given.mode())
        .rollback(number, Optional.ofNullable(given.specialisation()).filter(s -> !s.isBlank()));
  }

  /** The options of rollback. */
  public record RollbackOptions(
      @Option("one of the generation's variants, in place of the generation itself")
          @Nullable String specialisation,
      DryRun mode) {
    private static final RollbackOptions NONE = new RollbackOptions(null, DryRun.NO);
  }

  /** Unmounts, exports and closes everything. */
  @Helper(Kind.ACT)
  public static ActionResult leave(DryRun... mode) {
    return rescue(mode).leave();
  }

  /** Restarts the machine. */
  @Helper(Kind.ACT)
  public static ActionResult reboot(DryRun... mode) {
    return rescue(mode).reboot();
  }

  // ---- always

  /** Goes to another machine. */
  @Helper(Kind.ALWAYS)
  public static String on(String machine, OnOptions... options) {
    Optional<HelperContext.Switching> switching = HelperContext.bound().switching();
    if (switching.isPresent()) {
      return switching.get().to(machine, given(options, OnOptions.NONE));
    }
    String name = rescue().machine().name();
    if (name.equals(MachineAddress.parse(machine).text())) {
      return "Cells work on " + name + " already.";
    }
    throw new Trouble.NotReady(
        "Here the machine is named at the start, and this is " + name + ".",
        "Start again with --on " + MachineAddress.parse(machine).text() + ".");
  }

  /** The options of on. */
  public record OnOptions(
      @Option("the file of the private key to log in with") @Nullable String identity,
      @Option("the fingerprint that its host key must have, SHA256:…") @Nullable String hostKey,
      @Option("approves every plan on it without asking, where nobody can be asked") boolean yes) {
    private static final OnOptions NONE = new OnOptions(null, null, false);
  }

  /** The first page. */
  @Helper(Kind.ALWAYS)
  public static Explanation help() {
    return Explanation.firstPage(HelperCatalogue.of(Helpers.class));
  }

  /** The explanation of one helper, or of one way not to boot. */
  @Helper(Kind.ALWAYS)
  public static Explanation help(@HelperName @Naming(NameKind.FAILURE) String name) {
    return explain(name);
  }

  /** The explanation of one helper, or of one way not to boot. */
  @Helper(Kind.ALWAYS)
  public static Explanation explain(@HelperName @Naming(NameKind.FAILURE) String name) {
    return Explanation.of(HelperCatalogue.of(Helpers.class), name);
  }

  /** Where the rescue stands. */
  @Helper(Kind.ALWAYS)
  public static Procedure plan() {
    return rescue().procedure();
  }

  /** Takes back the last step. */
  @Helper(Kind.ALWAYS)
  public static ActionResult undo(DryRun... mode) {
    return rescue(mode).undo();
  }

  /** What was done on this machine, oldest first. */
  @Helper(Kind.ALWAYS)
  public static List<ActionLog.Entry> history() {
    return rescue().record();
  }

  /** The next hint of the lesson. */
  @Helper(value = Kind.ALWAYS, needs = Needs.PRACTICE)
  public static Explanation hint() {
    return new Explanation(practice("hint").hint());
  }

  /** Whether the practice machine is rescued. */
  @Helper(value = Kind.ALWAYS, needs = Needs.PRACTICE)
  public static PracticeCheck check() {
    return practice("check").check();
  }

  /** The calls that rescue the practice machine. */
  @Helper(value = Kind.ALWAYS, needs = Needs.PRACTICE)
  public static Explanation solution() {
    return Explanation.ofCalls(practice("solution").solution());
  }

  /** Makes the practice machine as broken as at first. */
  @Helper(value = Kind.ALWAYS, needs = Needs.PRACTICE)
  public static String reset() {
    String symptom = practice("reset").reset(rescue().mode());
    rescue().approver().changed();
    return symptom;
  }

  /** Runs a shell line on the live system, and gives what it printed. */
  @Helper(Kind.ALWAYS)
  public static String sh(@Naming(NameKind.LINE) String line, ShOptions... options) {
    return rescue().sh(line, given(options, ShOptions.NONE).looks());
  }

  /** The options of sh. */
  public record ShOptions(
      @Option("says that the line only looks, so nobody is asked") boolean looks) {
    private static final ShOptions NONE = new ShOptions(false);
  }
}
