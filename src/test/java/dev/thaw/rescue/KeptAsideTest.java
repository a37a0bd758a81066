package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are taken away from a folder, and brought back. */
@NeedsRoot
class KeptAsideTest {

  @TempDir Path directory;
  private Path one;
  private Path other;
  private Rescue rescue;

  @BeforeEach
  void makeFiles() throws IOException {
    Path boot = Files.createDirectories(directory.resolve("mnt/boot/EFI/a b"));
    one = Files.writeString(boot.resolve("-k.efi"), "kernel");
    other = Files.writeString(directory.resolve("mnt/boot/i.efi"), "initrd");
    var person = FakePerson.yesBeforehand();
    var approver = new Approver(person);
    String record = directory.resolve("record").toString();
    var chain =
        new InterceptorChain(
            new LocalMachine(person), List.of(approver, new ActionRecorder(record)));
    rescue = new Rescue(chain, approver, record, person, directory.resolve("mnt").toString());
  }

  private Plan plan(long bytes) {
    return new Plan(
        "Make room",
        KeptAside.steps(
            rescue.root(),
            KeptAside.place(rescue, bytes),
            List.of(
                new KeptAside.File(one.toString(), "which nothing names"),
                new KeptAside.File(other.toString(), "which is cut off"))),
        List.of());
  }

  @Test
  void eachIsCopiedBeforeItGoesAndUndoBringsOneAfterTheOtherBack() throws IOException {
    Plan plan = plan(12);

    assertThat(plan.text(80)).contains("remove /boot/i.efi, which is cut off");
    rescue.executor().carryOut(plan, "", "", List.of());

    assertThat(one).doesNotExist();
    assertThat(other).doesNotExist();
    rescue.undo();
    assertThat(other).hasContent("initrd");
    assertThat(one).doesNotExist();
    rescue.undo();
    assertThat(one).hasContent("kernel");
  }

  @Test
  void whatIsTakenAwayTwiceIsKeptTwice() throws IOException {
    rescue.executor().carryOut(plan(12), "", "", List.of());
    Files.writeString(one, "another");
    Files.writeString(other, "another");
    rescue.executor().carryOut(plan(12), "", "", List.of());

    rescue.undo();
    assertThat(other).hasContent("another");
    rescue.undo();
    rescue.undo();
    assertThat(other).hasContent("initrd");
  }

  @Test
  void whatIsTooLargeForMemoryIsKeptBesideTheInstalledSystemsFolders() {
    assertThat(KeptAside.place(rescue, 12)).startsWith(rescue.recordDirectory() + "/");
    assertThat(KeptAside.place(rescue, 1L << 30)).startsWith(rescue.root() + "/.thaw-kept-");
  }
}
