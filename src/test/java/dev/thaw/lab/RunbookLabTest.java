package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.Prose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The runbooks on real machines: the disk's own boot hangs, the notebook is played, and the disk's
 * own boot reaches stage 2.
 */
@Tag("lab")
class RunbookLabTest {

  private static final int STAGE_2 = 0;
  private static final int HANG = 10;
  private static final int FAILED = 11;

  /** As typed from a photograph: the screen breaks lines where it likes. */
  private static final String SYMPTOM = "symptom=loading module v\nfio_pci...";

  /** What systemd's stage 1 shows instead: it names no module. */
  private static final String SYSTEMD = "symptom=Starting Load Kernel M\nodules...";

  private static final String WAITING =
      "symptom=waiting for device /dev/disk/by-uuid/8c1d4b7a-0b3f-4a63-8d55-2f6e91c0a7d4"
          + " to appear....................";

  @TempDir private Path directory;

  /** As the user of the live image, who works by sudo; the others as root. */
  @Test
  void rescuesTheMachineOfTheArticle() throws IOException {
    Path played = rescue("article", "nixos", HANG, SYMPTOM);
    Prose.isKept(Notebook.read(played));
  }

  @Test
  void rescuesTheMachineOfGrub() throws IOException {
    rescue("grub", "root", HANG, SYMPTOM);
  }

  /** 4 MB are left on the boot partition, and what no entry there refers to is another system's. */
  @Test
  void rescuesTheMachineWithoutRoomAndTouchesNothingOfAnotherSystem() throws IOException {
    String theirs = "mount -o ro LABEL=BOOT /media && sha256sum /media/*linux*; umount /media";
    var sums = new ArrayList<String>();
    rescue("full", "root", HANG, SYMPTOM, machine -> sums.add(machine.ssh(theirs).out()));
    assertThat(sums.getFirst().lines()).hasSize(3);
    assertThat(sums.getLast()).isEqualTo(sums.getFirst());
  }

  @Test
  void rescuesTheMachineOfSystemdsStage1() throws IOException {
    rescue("flake", "root", HANG, SYSTEMD);
  }

  /** The filesystem is there, by another UUID. */
  @Test
  void rescuesTheMachineWhoseRootIsCalledOtherwise() throws IOException {
    rescue("uuid", "root", FAILED, WAITING);
  }

  @Tag("rest")
  @ParameterizedTest
  @ValueSource(strings = {"luks", "older"})
  void rescuesTheOtherMachines(String name) throws IOException {
    rescue(name, "root", HANG, SYMPTOM);
  }

  /** Without mdadm in the initrd, the array is not assembled, and the root not found. */
  @Tag("rest")
  @Test
  void rescuesTheMachineOfABiosWithItsRootOnLvmOnRaid() throws IOException {
    rescue(
        "bios",
        "root",
        FAILED,
        "symptom=waiting for device /dev/disk/by-uuid/d4f6a1c8-2e7b-4b95-9c30-85e1a7f2b640 to"
            + " appear....................");
  }

  /** A mirror of natively encrypted ZFS, two ESPs, and an entry whose starts are used up. */
  @Tag("rest")
  @Test
  void rescuesTheMachineOfEncryptedZfs() throws IOException {
    rescue("vault", "root", HANG, SYSTEMD);
  }

  /** A folder that is to be bound is not there: nothing has to be configured otherwise. */
  @Tag("rest")
  @Test
  void rescuesTheMachineWhoseRootIsInMemory() throws IOException {
    rescue(
        "memory",
        "root",
        FAILED,
        "symptom=waiting for device /mnt-root/persist/var/lib to appear....................");
  }

  /** LUKS, LVM in it, btrfs over both disks, and an XBOOTLDR partition. */
  @Tag("rest")
  @Test
  void rescuesTheMachineOfManyLayers() throws IOException {
    rescue("stack", "root", HANG, SYSTEMD);
  }

  /**
   * Its own boot ends so, the notebook is played by that user, and its own boot reaches stage 2.
   */
  private Path rescue(String name, String user, int ends, String symptom) throws IOException {
    return rescue(name, user, ends, symptom, _ -> {});
  }

  private Path rescue(
      String name, String user, int ends, String symptom, Consumer<LabMachine> beforeAndAfter)
      throws IOException {
    Path played = directory.resolve("played.ipynb");
    try (var machine = LabMachine.broken(name)) {
      Shown before = machine.boot();
      assertThat(before.status()).as(before.out()).isEqualTo(ends);

      machine.live().as(user);
      beforeAndAfter.accept(machine);
      Shown play =
          machine.play(
              "notebooks/rescue-stage-1.ipynb",
              "--yes",
              "--set",
              symptom,
              "--passphrase-file",
              LabMachine.passphraseFile(directory),
              "--out",
              played.toString());
      assertThat(play.status()).as(play.out()).isZero();
      assertThat(play.out()).contains("boots next").doesNotContain(LabMachine.PASSPHRASE);
      beforeAndAfter.accept(machine);
      machine.stop();

      Shown after = machine.boot();
      assertThat(after.status()).as(after.out()).isEqualTo(STAGE_2);
    }
    isValidAndHoldsNoSecret(played);
    // The disk itself has just proved it.
    assertThat(Notebook.read(played).cells())
        .filteredOn(cell -> cell.id().equals("verify-chain"))
        .singleElement()
        .asString()
        .contains(
            name.equals("vault") ? "leave() exports it" : "It boots, as far as the disks tell.");
    return played;
  }

  @Tag("rest")
  @Test
  void makesAnOlderGenerationBootWithoutRebuilding() throws IOException {
    Path played = directory.resolve("played.ipynb");
    try (var machine = LabMachine.broken("older")) {
      machine.live();
      Shown play =
          machine.play("notebooks/without-rebuilding.ipynb", "--yes", "--out", played.toString());
      assertThat(play.status()).as(play.out()).isZero();
      assertThat(play.out()).contains("generation 56 boots next");
      machine.stop();

      Shown after = machine.boot();
      assertThat(after.status()).as(after.out()).isEqualTo(STAGE_2);
    }
    isValidAndHoldsNoSecret(played);
  }

  /** Only its own check can tell: there is nothing to go back to. */
  @Tag("rest")
  @Test
  void stopsWhereNoOlderGenerationIsLeft() {
    try (var machine = LabMachine.broken("article")) {
      String before = machine.sum();
      machine.live();
      Shown play =
          machine.play(
              "notebooks/without-rebuilding.ipynb",
              "--yes",
              "--out",
              directory.resolve("played.ipynb").toString());
      assertThat(play.status()).as(play.out()).isEqualTo(1);
      assertThat(play.out()).contains("play rescue-stage-1 instead");
      machine.stop();
      assertThat(machine.sum()).isEqualTo(before);
    }
  }

  @Tag("rest")
  @Test
  void changesNotOneByteInADryRunAndWhileOnlyLooking() {
    try (var machine = LabMachine.broken("article")) {
      String before = machine.sum();
      machine.live();
      for (String how : List.of("--only-look", "--dry-run")) {
        Shown play =
            machine.play(
                "notebooks/rescue-stage-1.ipynb",
                how,
                "--set",
                SYMPTOM,
                "--out",
                directory.resolve("played" + how + ".ipynb").toString());
        assertThat(play.status()).as(play.out()).isZero();
        if (how.equals("--dry-run")) {
          assertThat(play.out())
              .contains("$ zpool import -f -N -R /mnt nvmepool")
              .contains("-  boot.initrd.kernelModules = [ \"vfio_pci\"")
              .contains("nixos-rebuild boot")
              .contains("$ zpool export -- nvmepool");
        }
      }
      machine.stop();
      assertThat(machine.sum()).isEqualTo(before);
    }
  }

  private static void isValidAndHoldsNoSecret(Path played) throws IOException {
    String check =
        "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=4))";
    Shown valid =
        Shown.of(
            Duration.ofMinutes(1),
            Map.of(),
            List.of("/usr/bin/python3", "-c", check, played.toString()));
    assertThat(valid.status()).as(valid.out()).isZero();
    assertThat(Files.readString(played)).doesNotContain(LabMachine.PASSPHRASE);
  }
}
