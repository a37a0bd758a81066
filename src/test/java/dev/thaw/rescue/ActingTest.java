package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import dev.thaw.machine.Effect;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mounting, leaving and undoing for real, as root: a NixOS on two ext4 disks behind loop devices.
 */
@NeedsRoot
@ExtendWith(OneAtATime.class)
class ActingTest {

  private static final Interceptor NOTHING = (command, output, next) -> next.run(command, output);

  @TempDir Path directory;
  private LoopSystem system;
  private Path mnt;

  @BeforeEach
  void makeTheDisks() throws IOException {
    system = new LoopSystem(directory);
    mnt = system.mnt;
  }

  @AfterEach
  void takeThemAway() {
    system.close();
  }

  @Test
  void mountsOnceAndSaysTheSecondTimeThatItHolds() {
    Applied first = (Applied) rescue(true, NOTHING).mountAll(ours());
    Applied second = (Applied) rescue(true, NOTHING).mountAll(ours());

    assertThat(first.summary()).isEqualTo("atlas is mounted at " + mnt + ", writable.");
    assertThat(first.changed()).isTrue();
    assertThat(first.notes()).anySatisfy(n -> assertThat(n).contains("/media").contains("goes on"));
    assertThat(second.changed()).isFalse();
    assertThat(mounted()).containsExactly(mnt.toString(), mnt + "/home");
  }

  @Test
  void leavesInReverseAndSaysTheSecondTimeThatNothingIsLeft() {
    rescue(true, NOTHING).mountAll(ours());

    Applied first = (Applied) rescue(true, NOTHING).leave();
    Applied second = (Applied) rescue(true, NOTHING).leave();

    assertThat(first.changed()).isTrue();
    assertThat(second.changed()).isFalse();
    assertThat(mounted()).isEmpty();
  }

  @Test
  void changesNothingOnADryRunNorWhileLooking() {
    String before = system.sums();

    ActionResult plan = rescue(true, NOTHING).planning().mountAll(ours());
    rescue(true, NOTHING).procedure();

    assertThat(plan).isInstanceOf(Plan.class);
    assertThat(plan.toString()).contains("mount -t ext4 -- UUID=" + system.rootId + " " + mnt);
    assertThat(mounted()).isEmpty();
    assertThat(rescue(true, NOTHING).record()).isEmpty();
    assertThat(system.sums()).isEqualTo(before);
  }

  @Test
  void onlyLookingRefusesWhatHasStepsAndPassesWhatHolds() {
    Rescue looking = rescue(true, NOTHING);
    looking.mode(ExecutionMode.READ_ONLY);

    assertThatThrownBy(() -> looking.mountAll(ours()))
        .isInstanceOf(Trouble.HeldBack.class)
        .hasMessage(
            "Not done, because only looking was asked for: Mount atlas at %s.".formatted(mnt));
    assertThat(mounted()).isEmpty();
    assertThat(((Applied) looking.leave()).changed()).isFalse();

    rescue(true, NOTHING).mountAll(ours());
    assertThat(((Applied) looking.mountAll(ours())).changed()).isFalse();
    assertThatThrownBy(() -> looking.leave()).isInstanceOf(Trouble.HeldBack.class);
    assertThat(mounted()).hasSize(2);
    assertThat(((FakePerson) looking.interaction()).asked).isEmpty();
  }

  @Test
  void runsNothingThatWasNotApproved() {
    assertThatThrownBy(() -> rescue(false, NOTHING).mountAll(ours()))
        .isInstanceOf(Trouble.NotApproved.class);

    assertThat(mounted()).isEmpty();
  }

  @Test
  void goesOnWhereItWasCutOff() {
    var changes = new AtomicInteger();
    Interceptor cutAfterOne =
        (command, output, next) -> {
          if (command.effect() == Effect.CHANGES && changes.incrementAndGet() > 1) {
            throw new Trouble.Unreachable("The connection broke.", "");
          }
          return next.run(command, output);
        };
    assertThatThrownBy(() -> rescue(true, cutAfterOne).mountAll(ours()))
        .isInstanceOf(Trouble.Unreachable.class);
    assertThat(mounted()).containsExactly(mnt.toString());

    Applied again = (Applied) rescue(true, NOTHING).mountAll(ours());

    assertThat(again.changed()).isTrue();
    assertThat(mounted()).containsExactly(mnt.toString(), mnt + "/home");
    assertThat(rescue(true, NOTHING).record())
        .filteredOn(entry -> !entry.undo().isEmpty())
        .extracting(entry -> entry.action().argv().getLast())
        .containsExactly(mnt.toString(), mnt + "/home");
  }

  @Test
  void takesBackTheLastStepAndThenTheOneBefore() {
    rescue(true, NOTHING).mountAll(ours());

    rescue(true, NOTHING).undo();
    assertThat(mounted()).containsExactly(mnt.toString());
    rescue(true, NOTHING).undo();
    assertThat(mounted()).isEmpty();
    assertThat(((Applied) rescue(true, NOTHING).undo()).changed()).isFalse();
  }

  @Test
  void namesTheProcessThatKeepsItBusyAndUnmountsNothing() throws Exception {
    rescue(true, NOTHING).mountAll(ours());
    Process shell =
        new ProcessBuilder("sleep", "60").directory(mnt.resolve("home").toFile()).start();
    try {
      assertThatThrownBy(() -> rescue(true, NOTHING).leave())
          .isInstanceOf(Trouble.Refused.class)
          .hasMessageContaining("sleep 60 (process " + shell.pid() + ")");
      assertThat(mounted()).hasSize(2);
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  void mountsNothingBehindALinkThatLeadsOut() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    system.mount("UUID=" + system.rootId);
    Files.delete(mnt.resolve("home"));
    Files.createSymbolicLink(mnt.resolve("home"), elsewhere);
    system.run("umount", mnt.toString());

    assertThatThrownBy(() -> rescue(true, NOTHING).mountAll(ours()))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("/home of the installed system is behind a link");
    assertThat(mounted()).containsExactly(mnt.toString());
  }

  @Test
  void saysThatItNeedsTheSystemMountedFirst() {
    assertThatThrownBy(() -> rescue(true, NOTHING).enter("true"))
        .isInstanceOfSatisfying(
            Trouble.class, trouble -> assertThat(trouble.next()).isEqualTo("mountAll() first."));
  }

  private int ours() {
    return system.number();
  }

  private Rescue rescue(boolean yes, Interceptor first) {
    return system.rescue(yes ? FakePerson.yes() : FakePerson.no(), first);
  }

  private List<String> mounted() {
    return system.mounted();
  }
}
