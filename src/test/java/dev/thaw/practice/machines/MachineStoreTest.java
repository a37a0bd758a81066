package dev.thaw.practice.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.practice.boot.Boot;
import dev.thaw.practice.lessons.CheckResult;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.practice.state.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a practice machine between two runs of the program. */
class MachineStoreTest {

  @TempDir Path directory;

  private String says(String line) {
    PracticeMachine machine = PracticeMachines.open("vfio", directory, text -> {});
    return machine.run(Command.changes("run a line", "sh", "-c", line)).text();
  }

  @Test
  void goesOnWhereItWasLeft() {
    says("zpool import -f -N -R /mnt nvmepool; mount -t zfs nvmepool/root /mnt; echo x >/tmp/x");
    assertThat(says("cat /tmp/x; findmnt -n -o SOURCE /mnt; zpool list -H -o name"))
        .isEqualTo("x\nnvmepool/root\nnvmepool\n");
  }

  @Test
  void aMachineThatWasKeptIsTheSameInEveryPart() {
    MachineState computer = MachineBuilder.make("vfio");
    var shelf = new MachineStore(directory);
    shelf.keep(computer);
    MachineState again = shelf.find("vfio").orElseThrow();
    assertThat(new String(MachineStore.bytes(again)))
        .isEqualTo(new String(MachineStore.bytes(computer)));
    assertThat(Boot.of(again).screen()).isEqualTo(Boot.of(computer).screen());
  }

  @Test
  void whatAnotherRunDidMeanwhileIsThereAndNothingOfItIsLost() {
    PracticeMachine one = PracticeMachines.open("vfio", directory, text -> {});
    PracticeMachine other = PracticeMachines.open("vfio", directory, text -> {});
    one.run(Command.changes("one", "sh", "-c", "echo one >/tmp/one"));
    other.run(Command.changes("other", "sh", "-c", "echo other >/tmp/other"));

    Command list = Command.looks("list", "ls", "/tmp");
    assertThat(one.run(list).text()).isEqualTo("one\nother\n");
    PracticeMachines.reset("vfio", directory);
    assertThat(one.run(list).text()).isEmpty();
  }

  @Test
  void whoeverOnlyLooksLeavesNothingBehind() throws IOException {
    PracticeMachine machine = PracticeMachines.open("vfio", directory, text -> {});
    assertThat(machine.run(Command.looks("look", "zpool", "import")).text()).contains("nvmepool");
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void isNewAgainAfterItWasForgotten() {
    says("echo x >/tmp/x");
    assertThat(new MachineStore(directory).forget("vfio")).isTrue();
    assertThat(new MachineStore(directory).forget("vfio")).isFalse();
    assertThat(says("ls /tmp")).isEmpty();
  }

  @Test
  void aPlaceWhereNothingCanBeKeptIsSaid() throws IOException {
    var shelf = new MachineStore(directory);
    shelf.keep(MachineBuilder.make("vfio"));
    Path kept;
    try (var files = Files.list(directory)) {
      kept = files.findFirst().orElseThrow();
    }
    Files.delete(kept);
    Files.createFile(Files.createDirectory(kept).resolve("in it"));
    assertThatThrownBy(() -> shelf.find("vfio"))
        .isInstanceOf(Trouble.NotNow.class)
        .hasMessage(kept + " can't be used: Is a directory.");
    assertThatThrownBy(() -> shelf.forget("vfio"))
        .isInstanceOf(Trouble.NotNow.class)
        .hasMessageStartingWith(kept + " can't be used: ");
    var beneath = new MachineStore(kept.resolve("in it/practice"));
    assertThatThrownBy(() -> beneath.keep(MachineBuilder.make("vfio")))
        .isInstanceOf(Trouble.NotNow.class)
        .hasMessageMatching("The practice machine vfio could not be kept in .*: [A-Za-z ]+\\.");
  }

  @Test
  void startsChecksAndResetsMachines() {
    assertThat(PracticeMachines.start("esp-full", directory)).isEqualTo("loading module amdgpu...");
    assertThat(PracticeMachines.list(directory))
        .filteredOn(PracticeMachines.Listed::touched)
        .extracting(PracticeMachines.Listed::name)
        .containsExactly("esp-full");
    assertThat(PracticeMachines.check("esp-full", directory).left())
        .extracting(CheckResult::what)
        .containsExactly("It would hang: loading module amdgpu...");
    assertThat(PracticeMachines.reset("", directory)).containsExactly("esp-full");
    assertThat(PracticeMachines.reset("esp-full", directory)).isEmpty();
    assertThatThrownBy(() -> PracticeMachines.start("../x", directory))
        .isInstanceOf(Trouble.NotNow.class);
  }

  @Test
  void aCheckTellsWhatIsStillMountedAndChangesNothing() {
    says("zpool import -f -N -R /mnt nvmepool; mount -t zfs nvmepool/root /mnt");
    PracticeCheck check = PracticeMachines.check("vfio", directory);
    assertThat(check.passed()).isFalse();
    assertThat(check.left())
        .extracting(CheckResult::what)
        .containsExactly(
            "It would hang: loading module vfio_pci...",
            "Still mounted: /mnt.",
            "Still imported, so that it looks used: nvmepool.");
    assertThat(check.screen()).endsWith("loading module vfio_pci...");
    assertThat(PracticeMachines.check("vfio", directory)).isEqualTo(check);
    assertThat(says("findmnt -n -o SOURCE /mnt")).isEqualTo("nvmepool/root\n");
  }

  @Test
  void saysWhatToDoWhenItCanNotBeRead() throws IOException {
    Files.writeString(directory.resolve("vfio.json"), "{\"name\":\"vfio\",\"nonsense\":1}");
    assertThatThrownBy(() -> says("true"))
        .isInstanceOfSatisfying(
            Trouble.NotNow.class,
            trouble ->
                assertThat(trouble.next()).isEqualTo("thaw practice reset vfio makes it new."));
    Files.writeString(directory.resolve("vfio.json"), "{\"name\":");
    assertThatThrownBy(() -> says("true")).isInstanceOf(Trouble.NotNow.class);
  }

  @Test
  void isKeptInTheUsersStateAndReadableByNobodyElse() throws IOException {
    assertThat(PracticeMachines.directory(Map.of(), "/home/a"))
        .isEqualTo(Path.of("/home/a/.local/state/thaw/practice"));
    assertThat(PracticeMachines.directory(Map.of("XDG_STATE_HOME", "/s"), "/home/a"))
        .isEqualTo(Path.of("/s/thaw/practice"));
    assertThat(PracticeMachines.directory(Map.of("XDG_STATE_HOME", "relative"), "/home/a"))
        .isEqualTo(Path.of("/home/a/.local/state/thaw/practice"));
    says("true");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("vfio.json"));
    }
  }
}
