package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Effect;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.edit.Diff;
import dev.thaw.nixos.edit.Edit;
import dev.thaw.nixos.edit.NixEdit;
import dev.thaw.storage.ListWithNotes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the survey printed on the lab's machines, which are real: ZFS, LUKS, btrfs, vfat. */
class SurveyReaderTest {

  /** A machine that answers the survey with what a real one printed. */
  private record Captured(byte[] printed) implements Machine {

    @Override
    public String name() {
      return "captured";
    }

    @Override
    public CommandResult run(Command command, OutputListener output) {
      assertThat(command.effect()).isEqualTo(Effect.LOOKS);
      output.out(printed, printed.length);
      return new CommandResult(command, 0, new byte[0], new byte[0], Duration.ZERO);
    }

    @Override
    public void close() {}
  }

  private static byte[] captured(String name) throws IOException {
    try (var in = SurveyReaderTest.class.getResourceAsStream(name + ".survey")) {
      return in.readAllBytes();
    }
  }

  private static ListWithNotes<Installation> look(String name) throws IOException {
    return Survey.look(new Captured(captured(name)), "/mnt");
  }

  @Test
  void theMachineOfTheArticleIsUnderstood() throws IOException {
    ListWithNotes<Installation> found = look("article");

    assertThat(found).hasSize(1);
    Installation atlas = found.getFirst();
    assertThat(atlas.hostName()).isEqualTo("atlas");
    assertThat(atlas.nixosVersion()).startsWith("25.11.");
    assertThat(atlas.hostId()).isEqualTo("a8c0f3d1");
    assertThat(atlas.store()).isEqualTo(new FilesystemLocation("nvmepool/nix", "zfs", "", ""));
    assertThat(atlas.root().source()).isEqualTo("nvmepool/root");
    assertThat(atlas.mounts()).hasSize(5).allMatch(m -> m.state() == Mount.State.FOUND);
    assertThat(atlas.configuration().isFlake()).isFalse();
    assertThat(atlas.configuration().files()).hasSize(2).allMatch(f -> f.complete());
    assertThat(atlas.bareBoot().isEmpty()).isTrue();
  }

  @Test
  void itsOneGenerationIsTheDefaultAndOnTheBootPartition() throws IOException {
    Installation atlas = look("article").getFirst();

    assertThat(atlas.generations()).hasSize(1);
    Generation generation = atlas.current().orElseThrow();
    assertThat(generation.number()).isEqualTo(57);
    assertThat(generation.isDefault()).isTrue();
    assertThat(generation.inBootMenu()).isTrue();
    assertThat(generation.closureExists()).isTrue();
    assertThat(generation.stage1()).isEqualTo(Stage1.SCRIPTED);
    assertThat(generation.kernel().matches()).isTrue();
    assertThat(generation.initrd().matches()).isTrue();
    assertThat(generation.kernel().bootPath()).startsWith("/EFI/nixos/").endsWith("-bzImage.efi");

    BootPartition boot = atlas.bootPartition().orElseThrow();
    assertThat(boot.uuid()).isEqualTo("3C1A-7F02");
    assertThat(boot.mountPoint()).isEqualTo("/boot");
    assertThat(boot.size()).isEqualTo(256L << 20);
    assertThat(boot.tree().free()).isBetween(1L, boot.tree().total());
    assertThat(boot.reasons())
        .containsExactly(
            "the fstab mounts it at /boot (/dev/disk/by-uuid/3C1A-7F02)",
            "its partition type is EFI system partition",
            "its menu starts this installation",
            "its label is BOOT");
  }

  @Test
  void theModuleThatHangsCanBeTakenOutOfItsConfiguration() throws IOException {
    String text =
        look("article").getFirst().configuration().file("configuration.nix").orElseThrow().text();
    Edit edit = NixEdit.remove(text, "boot.initrd.kernelModules", "vfio-pci");

    assertThat(edit).isInstanceOf(Edit.Changed.class);
    assertThat(Diff.unified("x", text, ((Edit.Changed) edit).text()))
        .contains(
            """
            -  boot.initrd.kernelModules = [ "vfio_pci" "vfio" "vfio_iommu_type1" ];
            +  boot.initrd.kernelModules = [ "vfio" "vfio_iommu_type1" ];
            """);
  }

  @Test
  void aTruncatedKernelOnTheBootPartitionDoesNotMatch() throws IOException {
    String text = new String(captured("article"), StandardCharsets.ISO_8859_1);
    byte[] truncated =
        text.replaceFirst("(bzImage\\.efi\0)\\d{8}", "$100000512")
            .getBytes(StandardCharsets.ISO_8859_1);

    Generation generation =
        Survey.look(new Captured(truncated), "/mnt").getFirst().current().orElseThrow();

    assertThat(generation.kernel().matches()).isFalse();
    assertThat(generation.kernel().bootSize()).isEqualTo(512);
    assertThat(generation.initrd().matches()).isTrue();
  }

  @Test
  void aFlakeIsKnownWithItsHostsAndItsRepository() throws IOException {
    Installation meadow = look("flake").getFirst();

    assertThat(meadow.hostName()).isEqualTo("meadow");
    assertThat(meadow.root().source()).isEqualTo("rpool/root");
    assertThat(meadow.mounts()).allMatch(mount -> mount.state() == Mount.State.FOUND);
    assertThat(meadow.configuration().isFlake()).isTrue();
    assertThat(meadow.configuration().hosts().names()).hasSize(2).contains("meadow");
    assertThat(meadow.configuration().hosts().complete()).isTrue();
    assertThat(meadow.configuration().git().orElseThrow().branch()).isEqualTo("main");
    assertThat(meadow.configuration().git().orElseThrow().commit()).hasSize(40);
    assertThat(meadow.current().orElseThrow().stage1()).isEqualTo(Stage1.SYSTEMD);
  }

  @Test
  void aLockedContainerIsSaidInANote() throws IOException {
    ListWithNotes<Installation> found = look("luks-locked");

    assertThat(found).isEmpty();
    assertThat(found.notes())
        .containsExactly(
            "/dev/nvme0n1p2 is a LUKS container and locked: unlock(…) first to see what is in it.");
  }

  @Test
  void aContainerThatIsOpenUnderAnotherNameStandsForTheOneOfTheFstab() throws IOException {
    Installation cellar = look("luks-open").getFirst();

    assertThat(cellar.hostName()).isEqualTo("cellar");
    assertThat(cellar.store().toString()).isEqualTo("/dev/mapper/other[@nix]");
    Mount root = cellar.mounts().getFirst();
    assertThat(root.entry().spec()).isEqualTo("/dev/mapper/cellar");
    assertThat(root.device()).isEqualTo("/dev/mapper/other");
    assertThat(root.why()).isEqualTo("it is open as /dev/mapper/other now");
    assertThat(cellar.bootPartition().orElseThrow().uuid()).isEqualTo("A4D2-19BE");
  }

  @Test
  void anAnswerThatWasCutOffIsSaidToBeDamaged() throws IOException {
    byte[] whole = captured("article");
    for (int length : new int[] {1, 20, 900, whole.length - 1}) {
      assertThatThrownBy(() -> Survey.look(new Captured(Arrays.copyOf(whole, length)), "/mnt"))
          .isInstanceOf(Trouble.class);
    }
    assertThat(Survey.look(new Captured(new byte[0]), "/mnt")).isEmpty();
  }

  @Test
  void sectionsOfAnotherShapeAreNoReasonToFail() {
    String[] names = {
      "installation 1", "fstab 1", "mounts 1", "profiles 1", "generation 1 system-x-link",
      "generation 1 system-3-link", "config 1", "files 1", "bare 1 files", "bare 1 entries",
      "vfat 1", "vfat 1 files", "notes"
    };
    for (String content :
        new String[] {"", "x", "a\0b\0c", "\0\0\0\0\0\0", "KNAME=\"", "1\0-5\0x"}) {
      var all = new java.util.LinkedHashMap<String, dev.thaw.machine.Probe.Section>();
      for (String name : names) {
        all.put(
            name,
            new dev.thaw.machine.Probe.Section(
                1, content.getBytes(StandardCharsets.UTF_8), new byte[0]));
      }
      byte[] printed = dev.thaw.machine.Probe.print(new dev.thaw.machine.Probe.Sections(all));

      assertThat(Survey.look(new Captured(printed), "/mnt")).hasSize(1);
    }
  }

  @Test
  void notesAreHarmlessToATerminal() {
    byte[] note = "@ 5 0 15 0\nnotesdev \u001b[31m x…\0".getBytes(StandardCharsets.UTF_8);

    assertThat(Survey.look(new Captured(note), "/mnt").notes()).containsExactly("dev \\x1b[31m x…");
  }
}
