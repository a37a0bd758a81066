package dev.thaw.rescue;

import dev.thaw.boot.BootCheck;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Meanwhile;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Carries out what changes the system that boots next, and believes none of it before it looked.
 */
final class Rebuilding {

  private static final String UNKNOWN =
      "Whether it builds, and what, only nix can tell: in earnest, the outcome is checked.";

  private Rebuilding() {}

  /** Rebuilds the mounted installation. */
  static ActionResult rebuild(Rescue rescue, RebuildWish wish) {
    try (var online =
        new Meanwhile<>(
            "see whether the cache can be reached",
            () -> wish.fetch().orElseGet(() -> Network.look(rescue.machine()).reachesCache()))) {
      Installation before = rescue.ready("rebuild()", EnumSet.allOf(Readiness.Part.class));
      Installation known = wish.host().isEmpty() ? AskedNix.knowing(rescue, before) : before;
      return rebuild(rescue, known, wish, online.found());
    }
  }

  /**
   * Rebuilds the mounted installation.
   *
   * @param before what it was when it was looked at just now
   * @param online whether nix may fetch
   */
  private static ActionResult rebuild(
      Rescue rescue, Installation before, RebuildWish wish, boolean online) {
    MakingRoom room =
        wish.action().equals("boot")
            ? MakingRoom.look(rescue, before, OptionalInt.empty())
            : MakingRoom.none(before);
    Plan building = room.around(Rebuild.plan(before, wish, online, rescue.root()));
    var settling = new Settling(rescue, before, before.current());
    Plan plan = wish.action().equals("boot") ? settling.after(building) : building;
    if (rescue.executor().isDry()) {
      return rescue.executor().dry(plan.remarking(UNKNOWN));
    }
    var byHand = new ByHand(rescue, before, wish);
    return rescue
        .executor()
        .approved(
            plan,
            () -> {
              room.run(
                  rescue,
                  plan,
                  step ->
                      settling.orElse(step, own -> byHand.orElse(own, one -> build(rescue, one))));
              return wish.action().equals("boot")
                  ? verified(rescue, "Rebuilt", before.current().map(Generation::number).orElse(0))
                  : new Applied("nixos-rebuild " + wish.action() + " succeeded.", true, List.of());
            });
  }

  /** Makes generation {@code number} of the mounted installation boot next. */
  static ActionResult rollback(Rescue rescue, int number) {
    Installation before =
        rescue.ready("rollback(" + number + ")", EnumSet.allOf(Readiness.Part.class));
    Plan rolling = Rollback.plan(before, number, rescue.root());
    Optional<String> obstacle =
        rolling.isEmpty() || before.loader().isEmpty() || !rescue.isReadable()
            ? Optional.empty()
            : Inside.obstacle(rescue, before.generation(number).orElseThrow().toplevel());
    if (obstacle.isPresent()) {
      return byOwnMeans(
          rescue,
          Rollback.withoutRunning(rescue, before, number, obstacle.get()),
          "Generation " + number + " boots next already.");
    }
    MakingRoom room =
        rolling.isEmpty()
            ? MakingRoom.none(before)
            : MakingRoom.look(rescue, before, OptionalInt.of(number));
    var settling = new Settling(rescue, before, before.generation(number));
    Plan plan = settling.after(room.around(rolling));
    var byHand = new ByHand(rescue, before, RebuildWish.USUAL);
    return rescue
        .executor()
        .carryOut(
            plan,
            new Applied("Generation " + number + " boots next already.", false, List.of()),
            () -> {
              room.run(
                  rescue,
                  plan,
                  step ->
                      settling.orElse(
                          step,
                          own ->
                              byHand.orElse(
                                  own,
                                  one ->
                                      stream(rescue, one, new NixOutput(rescue.interaction())))));
              return verified(rescue, "Rolled back", 0);
            });
  }

  /** Makes a specialisation of a generation boot next. */
  static ActionResult rollback(Rescue rescue, int number, String specialisation) {
    Installation before =
        rescue.ready("rollback(" + number + ")", EnumSet.allOf(Readiness.Part.class));
    return byOwnMeans(
        rescue,
        Rollback.plan(rescue, before, number, specialisation),
        "Specialisation %s of generation %d boots next already.".formatted(specialisation, number));
  }

  private static ActionResult byOwnMeans(Rescue rescue, Plan plan, String already) {
    return rescue
        .executor()
        .carryOut(
            plan,
            new Applied(already, false, List.of()),
            () -> {
              for (Step step : plan.steps()) {
                rescue.executor().run(step);
              }
              return verified(rescue, "Rolled back", 0);
            });
  }

  private static Applied verified(Rescue rescue, String did, int old) {
    Installation after = rescue.mounted("the check");
    BootCheck check = BootCheck.of(rescue.machine(), after, rescue.root());
    int now = after.current().map(Generation::number).orElse(0);
    if (!check.holds()) {
      BootCheck.Check broken =
          check.checks().stream().filter(c -> !c.holds()).findFirst().orElseThrow();
      throw new Trouble.NotReady(did + ", but it would not boot yet:\n" + check, broken.next());
    }
    var notes = new ArrayList<String>();
    if (now == old) {
      notes.add(
          "Generation "
              + now
              + " is the one that was there before: the configuration builds what it built then. Is"
              + " the bad change really taken back?");
    }
    check.checks().forEach(c -> notes.add("ok: " + c.what()));
    notes.add("Next: leave(), then reboot().");
    return new Applied(did + ": generation " + now + " boots next.", true, notes);
  }

  /**
   * Runs the rebuild; without nix's log for programs where these are too old for it: a display is
   * worth no failure. Where that log came, the rebuild failed of something else, whatever a build
   * has printed.
   */
  private static void build(Rescue rescue, Step step) {
    var output = new NixOutput(rescue.interaction());
    try {
      stream(rescue, step, output);
    } catch (Trouble.Failed failed) {
      if (output.isLog()
          || !Rebuild.isTooOldForLog(output.last())
          || !(step.action() instanceof SystemAction.Rebuild rebuild)) {
        throw failed;
      }
      rescue
          .interaction()
          .tell("This system's tools don't know --log-format: once more without it.");
      Step plain = step.doing(step.purpose(), rebuild.withoutLog());
      try (var _ = rescue.approver().allow(List.of(plain.command()))) {
        stream(rescue, plain, new NixOutput(rescue.interaction()));
      }
    }
  }

  /** Runs a long command, telling what it prints as it comes. */
  private static void stream(Rescue rescue, Step step, NixOutput output) {
    // It may say nothing for minutes: the time goes on, so that one sees that it does.
    Thread clock = Thread.startVirtualThread(output::tick);
    Command command = step.command();
    CommandResult result;
    try {
      result = rescue.machine().run(command, output);
    } finally {
      clock.interrupt();
      output.close();
    }
    if (result.ok()) {
      return;
    }
    var failed =
        new CommandResult(
            command,
            result.status(),
            new byte[0],
            output.last().getBytes(StandardCharsets.UTF_8),
            result.took());
    throw Trouble.Failed.told(
        failed,
        KnownFailure.in(output.last())
            .map(Rebuilding::advice)
            .orElse("Nothing boots differently than before, unless generations() says so."));
  }

  private static String advice(KnownFailure failure) {
    return failure.meaning() + " " + failure.next() + " explain(" + failure.id() + ") says more.";
  }
}
