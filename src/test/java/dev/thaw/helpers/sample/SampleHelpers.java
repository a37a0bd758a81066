package dev.thaw.helpers.sample;

import dev.thaw.helpers.Helper;
import dev.thaw.helpers.HelperName;
import dev.thaw.helpers.Kind;
import dev.thaw.helpers.Option;
import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Helpers for the tests of everything that works on helpers: they only note how they were called.
 */
public final class SampleHelpers {

  /** What was called, in order. */
  public static final List<String> CALLS = new ArrayList<>();

  /** Opened when {@link #waits()} has begun to wait. */
  public static volatile CountDownLatch waiting = new CountDownLatch(1);

  private SampleHelpers() {}

  /** Which action a rebuild ends with. */
  public enum Action {
    BOOT,
    SWITCH
  }

  /** What {@link #pools()} finds. */
  public record SamplePool(String name, long size) {}

  /** The options of rebuild. */
  public record RebuildOptions(
      @Option("Build from the flake.") boolean flake,
      @Option("The host's attribute.") String host,
      @Option("What to do with the result.") Action action,
      @Option("How many jobs.") int jobs,
      DryRun mode) {}

  /** The option that several have. */
  public record DryRun(@Option("Show the plan, change nothing.") boolean dryRun) {}

  /** The options of importPool. */
  public record ImportPoolOptions(@Option("Import it though it looks used.") boolean force) {}

  /** The options of leave. */
  public record LeaveOptions(@Option("Anything.") Object x, @Option("A test.") Runnable then) {}

  /** Pools, always the same list. */
  @Helper(Kind.LOOK)
  public static List<SamplePool> pools() {
    return POOLS;
  }

  /** The very list that pools() gives. */
  public static final List<SamplePool> POOLS = List.of(new SamplePool("tank", 1L << 40));

  /** Rebuilds. */
  @Helper(Kind.ACT)
  public static String rebuild(RebuildOptions... options) {
    var none = new RebuildOptions(false, null, null, 0, new DryRun(false));
    return note((options.length == 0 ? none : options[0]).toString());
  }

  /** Imports a pool. */
  @Helper(Kind.ACT)
  public static String importPool(String name, ImportPoolOptions... options) {
    return note("importPool " + name + (options.length == 0 ? "" : " " + options[0]));
  }

  /** Leaves. */
  @Helper(Kind.ACT)
  public static String leave(LeaveOptions... options) {
    if (options[0].then() != null) {
      options[0].then().run();
    }
    return note("leave " + options[0].x());
  }

  /** Restarts. */
  @Helper(Kind.ACT)
  public static String reboot(DryRun... mode) {
    return note("reboot " + List.of(mode));
  }

  /** Goes back. */
  @Helper(Kind.ACT)
  public static String rollback(int number, DryRun... mode) {
    return note("rollback " + number + " " + List.of(mode));
  }

  /** Waits until it is interrupted, as a helper does whose command is still running. */
  @Helper(Kind.ALWAYS)
  public static void waits() {
    waiting.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new Trouble.Interrupted(Command.looks("wait for ever", "sleep", "infinity"));
    }
  }

  /** Always has trouble. */
  @Helper(Kind.ALWAYS)
  public static void fails() {
    throw new Trouble.NotReady("Nothing is mounted at /mnt.", "mountAll() first.");
  }

  /** Explains. */
  @Helper(Kind.ALWAYS)
  public static String explain(@HelperName String name) {
    return note("explain " + name);
  }

  /** Not a word of the prompt. */
  public static String notAHelper(boolean flake) {
    return "notAHelper " + flake;
  }

  private static String note(String call) {
    CALLS.add(call);
    return call;
  }
}
