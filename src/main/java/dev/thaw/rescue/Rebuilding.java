package dev.thaw.rescue;

import dev.thaw.boot.BootCheck;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.Outcome;
import dev.thaw.machine.Output;
import dev.thaw.machine.Person;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out what changes the system that boots next, and believes none of it before it looked.
 */
final class Rebuilding {

  private static final String UNKNOWN =
      "Whether it builds, and what, only nix can tell: in earnest, the outcome is checked.";

  private Rebuilding() {}

  /**
   * Rebuilds the mounted installation.
   *
   * @param before what it was when it was looked at just now
   * @param online whether nix may fetch
   */
  static Result rebuild(
      Rescue rescue, Installation before, RebuildWish wish, boolean online, boolean dryRun) {
    Plan plan = Rebuild.plan(before, wish, online, rescue.root());
    if (rescue.isDry(dryRun)) {
      return rescue.dry(plan.remarking(UNKNOWN), dryRun);
    }
    return rescue.approved(
        plan,
        () -> {
          stream(rescue, plan.steps().getFirst());
          return wish.action().equals("boot")
              ? verified(rescue, "Rebuilt", before.current().map(Generation::number).orElse(0))
              : new Done("nixos-rebuild " + wish.action() + " succeeded.", true, List.of());
        });
  }

  /** Makes generation {@code number} of the mounted installation boot next. */
  static Result rollback(Rescue rescue, int number, boolean dryRun) {
    Installation before = rescue.mounted("rollback(" + number + ")");
    Plan plan = Rollback.plan(before, number, rescue.root());
    return rescue.carryOut(
        plan,
        dryRun,
        new Done("Generation " + number + " boots next already.", false, List.of()),
        () -> {
          plan.steps().forEach(step -> stream(rescue, step));
          return verified(rescue, "Rolled back", 0);
        });
  }

  private static Done verified(Rescue rescue, String did, int old) {
    Installation after = rescue.mounted("the check");
    BootCheck check = BootCheck.of(rescue.machine(), after, rescue.root());
    int now = after.current().map(Generation::number).orElse(0);
    if (!check.holds()) {
      BootCheck.Check broken =
          check.checks().stream().filter(c -> !c.holds()).findFirst().orElseThrow();
      throw new Trouble.NotNow(did + ", but it would not boot yet:\n" + check, broken.next());
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
    return new Done(did + ": generation " + now + " boots next.", true, notes);
  }

  /** Runs a long command, passing on what it prints line by line. */
  private static void stream(Rescue rescue, Command command) {
    var lines = new Lines(rescue.person());
    // It may say nothing for minutes: the time goes on, so that one sees that it does.
    Thread clock = Thread.startVirtualThread(lines::tick);
    Outcome outcome;
    try {
      outcome = rescue.machine().run(command, lines);
    } finally {
      clock.interrupt();
    }
    lines.end();
    if (outcome.ok()) {
      return;
    }
    String printed = String.join("\n", lines.last);
    Optional<KnownFailure> known = KnownFailure.in(printed);
    var failed =
        new Outcome(
            command,
            outcome.status(),
            new byte[0],
            printed.getBytes(StandardCharsets.UTF_8),
            outcome.took());
    throw new Trouble.Failed(
        failed,
        known
            .map(failure -> failure.meaning() + " " + failure.next())
            .orElse("Nothing boots differently than before, unless generations() says so."));
  }

  /** Cuts output into lines for the person, and keeps the last of them for an error's sentence. */
  private static final class Lines implements Output {
    private static final int KEPT = 200;
    private final Person person;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> last = new ArrayList<>();
    private final NixProgress progress = new NixProgress();
    private final Instant start = Instant.now();

    Lines(Person person) {
      this.person = person;
    }

    /** Shows how far it is, every second, until the thread is interrupted. */
    void tick() {
      try {
        while (true) {
          Thread.sleep(Duration.ofSeconds(1));
          person.progress(progress.line(Duration.between(start, Instant.now())));
        }
      } catch (InterruptedException e) {
        // The command has ended.
      }
    }

    @Override
    public synchronized void out(byte[] bytes, int length) {
      for (int i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
          end();
        } else {
          line.write(bytes[i]);
        }
      }
    }

    @Override
    public void err(byte[] bytes, int length) {
      out(bytes, length);
    }

    synchronized void end() {
      String text = Clean.line(line.toString(StandardCharsets.UTF_8)).stripTrailing();
      line.reset();
      if (!text.isEmpty()) {
        progress.read(text);
        person.tell("  " + text);
        last.add(text);
        if (last.size() > KEPT) {
          last.removeFirst();
        }
      }
    }
  }
}
