package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Approver;
import dev.thaw.machine.Chain;
import dev.thaw.machine.Command;
import dev.thaw.machine.Effect;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Leeway;
import dev.thaw.machine.Link;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Recorder;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.NixTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mounting, leaving and undoing for real, as root: a NixOS on two ext4 disks behind loop devices.
 */
class ActingTest {

  private static final Link NOTHING = (command, output, next) -> next.run(command, output);

  @TempDir Path directory;
  private final Machine machine = new LocalMachine(null);
  private final List<String> loops = new ArrayList<>();
  private final String rootId = UUID.randomUUID().toString();
  private final String homeId = UUID.randomUUID().toString();
  private Path mnt;

  @BeforeEach
  void makeTheDisks() throws IOException {
    mnt = Files.createDirectories(directory.resolve("mnt"));
    Path root = disk("root", rootId);
    disk("home", homeId);
    mount(root, mnt);
    Files.createDirectories(mnt.resolve("etc"));
    Files.createFile(mnt.resolve("etc/NIXOS"));
    Files.createDirectories(mnt.resolve("home"));
    new NixTree(mnt.resolve("nix"), "atlas")
        .generation(
            57,
            """
            /dev/disk/by-uuid/%s / ext4 x-initrd.mount 0 1
            /dev/disk/by-uuid/%s /home ext4 defaults 0 2
            /dev/disk/by-label/nowhere /media ext4 nofail 0 2
            """
                .formatted(rootId, homeId));
    run("umount", mnt.toString());
    // Without udev, mount asks a cache that looks at a device again only after two seconds: it
    // would
    // still know the disk that an earlier test had behind the same loop device.
    run("rm", "-f", "/run/blkid/blkid.tab");
  }

  @AfterEach
  void takeThemAway() {
    machine.run(Command.changes("tidy up", "umount", "-R", mnt.toString()));
    loops.forEach(loop -> run("losetup", "-d", loop));
  }

  @Test
  void mountsOnceAndSaysTheSecondTimeThatItHolds() {
    Done first = (Done) rescue(true, NOTHING).mountAll(ours(), false);
    Done second = (Done) rescue(true, NOTHING).mountAll(ours(), false);

    assertThat(first.summary()).isEqualTo("atlas is mounted at " + mnt + ", writable.");
    assertThat(first.changed()).isTrue();
    assertThat(first.notes()).anySatisfy(n -> assertThat(n).contains("/media").contains("goes on"));
    assertThat(second.changed()).isFalse();
    assertThat(mounted()).containsExactly(mnt.toString(), mnt + "/home");
  }

  @Test
  void leavesInReverseAndSaysTheSecondTimeThatNothingIsLeft() {
    rescue(true, NOTHING).mountAll(ours(), false);

    Done first = (Done) rescue(true, NOTHING).leave(false);
    Done second = (Done) rescue(true, NOTHING).leave(false);

    assertThat(first.changed()).isTrue();
    assertThat(second.changed()).isFalse();
    assertThat(mounted()).isEmpty();
  }

  @Test
  void changesNothingOnADryRunNorWhileLooking() {
    String before = sums();

    Result plan = rescue(true, NOTHING).mountAll(ours(), true);
    rescue(true, NOTHING).procedure();

    assertThat(plan).isInstanceOf(Plan.class);
    assertThat(plan.toString()).contains("mount -t ext4 -- UUID=" + rootId + " " + mnt);
    assertThat(mounted()).isEmpty();
    assertThat(rescue(true, NOTHING).record()).isEmpty();
    assertThat(sums()).isEqualTo(before);
  }

  @Test
  void onlyLookingRefusesWhatHasStepsAndPassesWhatHolds() {
    Rescue looking = rescue(true, NOTHING);
    looking.approver().leeway(Leeway.LOOK_ONLY);

    assertThatThrownBy(() -> looking.mountAll(ours(), false))
        .isInstanceOf(Trouble.HeldBack.class)
        .hasMessage(
            "Not done, because only looking was asked for: Mount atlas at %s.".formatted(mnt));
    assertThat(mounted()).isEmpty();
    assertThat(((Done) looking.leave(false)).changed()).isFalse();

    rescue(true, NOTHING).mountAll(ours(), false);
    assertThat(((Done) looking.mountAll(ours(), false)).changed()).isFalse();
    assertThatThrownBy(() -> looking.leave(false)).isInstanceOf(Trouble.HeldBack.class);
    assertThat(mounted()).hasSize(2);
    assertThat(((FakePerson) looking.person()).asked).isEmpty();
  }

  @Test
  void runsNothingThatWasNotApproved() {
    assertThatThrownBy(() -> rescue(false, NOTHING).mountAll(ours(), false))
        .isInstanceOf(Trouble.NotApproved.class);

    assertThat(mounted()).isEmpty();
  }

  @Test
  void goesOnWhereItWasCutOff() {
    var changes = new AtomicInteger();
    Link cutAfterOne =
        (command, output, next) -> {
          if (command.effect() == Effect.CHANGES && changes.incrementAndGet() > 1) {
            throw new Trouble.Unreachable("The connection broke.", "");
          }
          return next.run(command, output);
        };
    assertThatThrownBy(() -> rescue(true, cutAfterOne).mountAll(ours(), false))
        .isInstanceOf(Trouble.Unreachable.class);
    assertThat(mounted()).containsExactly(mnt.toString());

    Done again = (Done) rescue(true, NOTHING).mountAll(ours(), false);

    assertThat(again.changed()).isTrue();
    assertThat(mounted()).containsExactly(mnt.toString(), mnt + "/home");
    assertThat(rescue(true, NOTHING).record())
        .filteredOn(entry -> !entry.undo().isEmpty())
        .extracting(entry -> entry.argv().getLast())
        .containsExactly(mnt.toString(), mnt + "/home");
  }

  @Test
  void takesBackTheLastStepAndThenTheOneBefore() {
    rescue(true, NOTHING).mountAll(ours(), false);

    rescue(true, NOTHING).undo(false);
    assertThat(mounted()).containsExactly(mnt.toString());
    rescue(true, NOTHING).undo(false);
    assertThat(mounted()).isEmpty();
    assertThat(((Done) rescue(true, NOTHING).undo(false)).changed()).isFalse();
  }

  @Test
  void namesTheProcessThatKeepsItBusyAndUnmountsNothing() throws Exception {
    rescue(true, NOTHING).mountAll(ours(), false);
    Process shell =
        new ProcessBuilder("sleep", "60").directory(mnt.resolve("home").toFile()).start();
    try {
      assertThatThrownBy(() -> rescue(true, NOTHING).leave(false))
          .isInstanceOf(Trouble.NotNow.class)
          .hasMessageContaining("sleep 60 (process " + shell.pid() + ")");
      assertThat(mounted()).hasSize(2);
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  void mountsNothingBehindALinkThatLeadsOut() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    mount(Path.of("UUID=" + rootId), mnt);
    Files.delete(mnt.resolve("home"));
    Files.createSymbolicLink(mnt.resolve("home"), elsewhere);
    run("umount", mnt.toString());

    assertThatThrownBy(() -> rescue(true, NOTHING).mountAll(ours(), false))
        .isInstanceOf(Trouble.NotNow.class)
        .hasMessageContaining("/home of the installed system is behind a link");
    assertThat(mounted()).containsExactly(mnt.toString());
  }

  @Test
  void saysThatItNeedsTheSystemMountedFirst() {
    assertThatThrownBy(() -> rescue(true, NOTHING).enter("true"))
        .isInstanceOfSatisfying(
            Trouble.class, trouble -> assertThat(trouble.next()).isEqualTo("mountAll() first."));
  }

  /** The number of the installation on the test's own disks: this computer may have others. */
  private int ours() {
    var found = rescue(true, NOTHING).installations();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).store().uuid().equals(rootId) || !found.get(i).mountedAt().isEmpty()) {
        return i + 1;
      }
    }
    throw new AssertionError("The installation was not found: " + found.notes());
  }

  private Rescue rescue(boolean yes, Link first) {
    FakePerson person = yes ? FakePerson.yes() : FakePerson.no();
    var approver = new Approver(person);
    String record = directory.resolve("record").toString();
    var chain = new Chain(machine, List.of(first, approver, new Recorder(record)));
    return new Rescue(chain, approver, record, person, mnt.toString());
  }

  private Path disk(String name, String uuid) throws IOException {
    Path image = directory.resolve(name + ".img");
    run("truncate", "-s", "32M", image.toString());
    run("mkfs.ext4", "-q", "-F", "-U", uuid, image.toString());
    String loop =
        machine
            .run(Command.changes("attach", "losetup", "-f", "--show", image.toString()))
            .orFail("This test needs root and loop devices.")
            .text()
            .strip();
    loops.add(loop);
    return Path.of(loop);
  }

  private void mount(Path device, Path point) {
    run("mount", "-t", "ext4", device.toString(), point.toString());
  }

  private void run(String... argv) {
    machine.run(Command.changes("set up the test", argv)).orFail("This test needs root.");
  }

  private List<String> mounted() {
    return State.look(machine, mnt.toString()).mountedInside().stream()
        .map(LiveMount::point)
        .toList();
  }

  /** What is on both disks, byte for byte. */
  private String sums() {
    run("sync");
    var sums = new ArrayList<String>();
    for (String name : List.of("root.img", "home.img")) {
      String file = directory.resolve(name).toString();
      sums.add(machine.run(Command.looks("sum", "sha256sum", file)).text());
    }
    return String.join("", sums);
  }
}
