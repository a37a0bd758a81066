package dev.thaw.rescue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.MachineFiles;
import dev.thaw.machine.Stdin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edit leaves that was killed at some moment, with the real probe. */
class CutOffEditsTest {

  @TempDir Path root;
  private Path file;
  private Path backup;
  private Path unfinished;
  private final List<ActionLog.Entry> record = new ArrayList<>();

  @BeforeEach
  void makeAConfiguration() throws IOException {
    Path nixos = Files.createDirectories(root.resolve("etc/nixos"));
    file = Files.writeString(nixos.resolve("a b [x].nix"), "old");
    backup = Path.of(file + ".thaw-20261130-010203-004");
    unfinished = nixos.resolve(".thaw.AbC123");
    Files.writeString(nixos.resolve(".thaw.mine"), "not Thaw's");
    Files.writeString(nixos.resolve("other.nix.thaw-1"), "old");
  }

  @Test
  void aTextThatWasNotFinishedAndTheBackupOfWhatWasNotChangedGo() throws IOException {
    Files.writeString(backup, "old");
    Files.writeString(unfinished, "ne");
    record(keep(), Optional.of(0));
    record(write(), Optional.empty());

    assertThat(steps())
        .singleElement()
        .satisfies(step ->
            assertThat(step.argv())
                .containsExactly("rm", "-f", "--", unfinished.toString(), backup.toString()));
    new LocalMachine(null).run(steps().getFirst().command());
    assertThat(steps()).isEmpty();
    assertThat(file).hasContent("old");
    assertThat(file.resolveSibling(".thaw.mine")).exists();
    assertThat(file.resolveSibling("other.nix.thaw-1")).exists();
  }

  @Test
  void theOldTextOfWhatWasWrittenStaysAlsoWhereNobodySawTheEnd() throws IOException {
    Files.writeString(backup, "old");
    Files.writeString(file, "new");
    record(keep(), Optional.of(0));
    record(write(), Optional.empty());

    assertThat(steps()).isEmpty();
  }

  @Test
  void whereNoEditWasCutOffNothingIsAsked() throws IOException {
    Files.writeString(backup, "old");
    Files.writeString(unfinished, "ne");
    record(keep(), Optional.of(0));
    record(write(), Optional.of(0));

    assertThat(steps()).isEmpty();
  }

  @Test
  void whatAProcessStillWritesStays() throws IOException {
    record(write(), Optional.empty());
    try (var open = Files.newOutputStream(unfinished)) {
      open.write(1);
      assertThat(steps()).isEmpty();
    }
    assertThat(steps()).hasSize(1);
  }

  private Step keep() {
    return Step.of("keep", new FileAction.CopyFile(file.toString(), backup.toString(), true));
  }

  private Step write() {
    Stdin content = Stdin.of("new".getBytes(UTF_8));
    String sha256 = MachineFiles.checksum(content);
    String shown = MachineFiles.checksum(Stdin.of("old".getBytes(UTF_8)));
    return Step.of("write", new FileAction.WriteFile(file.toString(), 3, sha256, shown))
        .reading(content)
        .undoneBy(new FileAction.RestoreFile(backup.toString(), file.toString(), sha256));
  }

  private void record(Step step, Optional<Integer> status) {
    record.add(
        new ActionLog.Entry(
            "" + record.size(),
            Instant.EPOCH,
            "s",
            step.purpose(),
            step.action(),
            step.undo(),
            status));
  }

  private List<Step> steps() {
    var person = FakePerson.yes();
    var rescue =
        new Rescue(
            new LocalMachine(null), new Approver(person), "/nowhere", person, root.toString());
    var mounted = new LiveMount(root.toString(), "/dev/x", "ext4", List.of("rw"));
    State state =
        new State(
            root.toString(),
            List.of(mounted),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return CutOffEdits.steps(rescue, record, state);
  }
}
