package dev.thaw.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.boot.remembered.CrashReport;
import dev.thaw.boot.remembered.CrashReport.Place;
import dev.thaw.boot.remembered.Firmware;
import dev.thaw.boot.remembered.JournalEntry;
import dev.thaw.boot.remembered.JournalEntry.Meaning;
import dev.thaw.boot.remembered.Journals;
import dev.thaw.boot.remembered.LoadOption;
import dev.thaw.boot.remembered.PastBoot;
import dev.thaw.boot.remembered.PastBoot.Reached;
import dev.thaw.boot.remembered.PastBoots;
import dev.thaw.boot.remembered.Remembered;
import dev.thaw.boot.remembered.Room;
import dev.thaw.boot.remembered.StateFile;
import dev.thaw.boot.remembered.StateFile.State;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Probe;
import dev.thaw.nixos.Images;
import dev.thaw.nixos.NixTree;
import dev.thaw.practice.Practice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an installed system remembers, on a disk that nobody mounted: its journal, which systemd's
 * own journald wrote and its own journalctl reads. Needs root.
 */
@NeedsRoot
@ExtendWith(OneAtATime.class)
class RememberedScriptTest {

  private static final String GOOD = "10000000000040008000000000000001";
  private static final String EMERGENCY = "20000000000040008000000000000002";
  private static final String CUT = "30000000000040008000000000000003";

  @TempDir Path folder;
  private final String host = "remembers";
  private final String uuid = UUID.randomUUID().toString();
  private boolean marked;
  private String disk = "";
  private Path root;
  private final InterceptorChain machine = new InterceptorChain(new LocalMachine(null), List.of());

  @BeforeEach
  void install() throws IOException {
    root = Files.createDirectories(folder.resolve("mnt"));
    new NixTree(root.resolve("nix"), host)
        .generation(57, "UUID=" + uuid + " / ext4 x-initrd.mount 0 1\n");
  }

  /** Looks at the disk, of which not one byte changes. */
  private Evidence look(String... mkfs) throws IOException {
    try (var images = new Images(folder)) {
      Path image = images.make("e.img", 128, mkfs);
      if (marked) {
        Images.run("debugfs", "-w", "-R", "set_super_value state 2", image.toString());
      }
      String before = Images.sum(image);
      disk = images.attach(image);
      Evidence evidence =
          EvidenceCollector.all(machine, FakePerson.nobody(), "", new InitrdCache(), Symptom.NONE)
              .stream()
              .filter(each -> each.installation().hostName().equals(host))
              .findFirst()
              .orElseThrow();
      Images.run("sync");
      assertThat(Images.sum(image)).isEqualTo(before);
      return evidence;
    }
  }

  @Test
  void readsWhetherAFilesystemSaysThatItHasErrors() throws IOException {
    assertThat(look().surroundings().health().marks()).isEmpty();
    marked = true;
    assertThat(look().surroundings().health().marks())
        .singleElement()
        .satisfies(mark -> assertThat("/dev/" + mark.device()).isEqualTo(disk));
  }

  private Evidence look() throws IOException {
    return look("mkfs.ext4", "-q", "-U", uuid, "-d", root.toString());
  }

  private Journals kernel() {
    return new Journals()
        .kernel("Linux version 6.12.57")
        .kernel("Command line: init=" + NixTree.toplevel(57, host) + "/init quiet");
  }

  @Test
  void readsWhichBootsThereWereHowTheyEndedAndWhatFailed() throws IOException {
    Path journal = root.resolve("var/log/journal");
    kernel()
        .systemd(Meaning.NOT_STARTED, "nginx.service", "Failed to start Nginx Web Server.")
        .systemd(Meaning.FAILED, "nginx.service", "nginx.service: Failed with result 'exit-code'.")
        .systemd(Meaning.STARTED, "sshd.service", "Started SSH Daemon.")
        .systemd(Meaning.STARTED, "multi-user.target", "Reached target Multi-User System.")
        .systemd(Meaning.SHUT_DOWN, "", "The system will reboot now!")
        .systemd(Meaning.FAILED, "late.service", "late.service: Failed with result 'signal'.")
        .shutDown(journal, GOOD);
    kernel()
        .systemd(
            Meaning.NOT_STARTED, "d.device", "Timed out waiting for device /dev/disk/by-uuid/1.")
        .systemd(Meaning.NOT_STARTED, "data.mount", "Dependency failed for /data.")
        .systemd(Meaning.STARTED, "emergency.target", "Reached target Emergency Mode.")
        .cut(journal, EMERGENCY);
    kernel()
        .says("sshd", "Server listening.")
        .kernel("BUG: unable to handle page fault")
        .cut(journal, CUT);

    PastBoots boots = look().remembered().boots();

    assertThat(boots.known()).isEqualTo(3);
    assertThat(boots.last()).extracting(PastBoot::id).containsExactly(GOOD, EMERGENCY, CUT);
    PastBoot good = boots.last().getFirst();
    assertThat(good.toplevel()).isEqualTo(NixTree.toplevel(57, host));
    assertThat(good.reached()).isEqualTo(Reached.LOGIN);
    assertThat(good.inOrder()).isTrue();
    assertThat(good.failed()).containsOnlyKeys("nginx.service");
    PastBoot emergency = boots.last().get(1);
    assertThat(emergency.reached()).isEqualTo(Reached.EMERGENCY);
    assertThat(emergency.inOrder()).isFalse();
    assertThat(emergency.failed()).containsOnlyKeys("d.device");
    assertThat(emergency.screen().failures().getFirst().about()).isEqualTo("/data");
    PastBoot cut = boots.last().getLast();
    assertThat(cut.reached()).isEqualTo(Reached.STAGE_2);
    assertThat(cut.inOrder()).isFalse();
    assertThat(cut.words()).contains("Server listening.", "BUG: unable to handle page fault");
    assertThat(boots.good()).contains(good);
  }

  @Test
  void aPracticeMachinesJournalReadsAsIfJournaldHadWrittenIt() throws IOException {
    Practice practice = Practice.of("missing-driver");
    PastBoot twin =
        EvidenceCollector.all(
                practice.machine, FakePerson.nobody(), "", new InitrdCache(), Symptom.NONE)
            .getFirst()
            .remembered()
            .boots()
            .latest()
            .orElseThrow();
    var journal = new Journals();
    practice.state.volumes.values().stream()
        .flatMap(volume -> volume.tree().nodes.entrySet().stream())
        .filter(file -> file.getKey().endsWith("/system.journal"))
        .flatMap(file -> JournalEntry.parse(file.getValue().content().string()).stream())
        .forEach(journal::entry);
    journal.shutDown(root.resolve("var/log/journal"), GOOD);

    PastBoot real = look().remembered().boots().latest().orElseThrow();

    assertThat(real.toplevel()).isEqualTo(twin.toplevel()).isNotEmpty();
    assertThat(real.reached()).isEqualTo(twin.reached()).isEqualTo(Reached.LOGIN);
    assertThat(real.inOrder()).isEqualTo(twin.inOrder()).isTrue();
    assertThat(real.failed()).isEqualTo(twin.failed());
    assertThat(real.words()).isEqualTo(twin.words());
  }

  @Test
  void aJournalOnAFilesystemOfItsOwnThatIsNotThereIsSaidNotToBeRead() throws IOException {
    Files.createDirectories(root.resolve("var/log/journal"));
    new NixTree(root.resolve("nix"), host)
        .generation(
            58,
            "UUID="
                + uuid
                + " / ext4 x-initrd.mount 0 1\n"
                + "/dev/disk/by-uuid/gone /var/log ext4 x-initrd.mount 0 2\n");

    Evidence evidence = look();

    assertThat(evidence.remembered().boots().isRead()).isFalse();
    assertThat(Diagnosing.judge(List.of(evidence), Symptom.NONE, List.of()).notLookedAt())
        .contains("The installed system's journal: /var/log is not mounted.");
  }

  @Test
  void oneThatKeepsNoneIsSaidToKeepNone() throws IOException {
    Evidence evidence = look();

    assertThat(evidence.remembered().boots()).isEqualTo(PastBoots.NOT_KEPT);
    assertThat(Diagnosing.judge(List.of(evidence), Symptom.NONE, List.of()).remembered())
        .anyMatch(sentence -> sentence.startsWith("The installed system keeps no journal"));
  }

  @Test
  void aJournalThatIsDamagedIsNoReasonToFail() throws IOException {
    Path of =
        Files.createDirectories(root.resolve("var/log/journal/5b0f8c7de2a94d1f9a3e6c21b4807f55"));
    Files.writeString(of.resolve("system.journal"), "LPKSHHRH and nothing that makes sense");

    assertThat(look().remembered().boots().last()).isEmpty();
  }

  @Test
  void readsWhatTheSystemsOwnFilesAre() throws IOException {
    Path maps = Files.createDirectories(root.resolve("var/lib/nixos"));
    Images.run("mkfifo", maps.resolve("uid-map").toString());
    Files.writeString(maps.resolve("gid-map"), "{\"wheel\":1}");
    Files.write(maps.resolve("auto-subuid-map"), new byte[64]);
    Path etc = Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(etc.resolve("machine-id"), Path.of("/persist/machine-id"));

    assertThat(look().remembered().files())
        .containsExactlyInAnyOrder(
            new StateFile("/var/lib/nixos/uid-map", State.BROKEN),
            new StateFile("/var/lib/nixos/gid-map", State.WHOLE),
            new StateFile("/var/lib/nixos/auto-subuid-map", State.BROKEN),
            new StateFile("/etc/machine-id", State.DANGLING));
  }

  @Test
  void readsWhatTheFirmwareStartsAndWhatItKeeps() throws IOException {
    Path efivars = Files.createDirectories(folder.resolve("efivars"));
    var own = new LoadOption(1, true, "Linux Boot Manager", UUID.randomUUID().toString(), "/EFI/x");
    var other = new LoadOption(0x1A, false, "Windows", "", "");
    Files.write(efivars.resolve("BootOrder" + Firmware.GLOBAL), Firmware.print(List.of(0x1A, 1)));
    Files.write(efivars.resolve("BootCurrent" + Firmware.GLOBAL), Firmware.print(List.of(2)));
    Files.write(efivars.resolve("Boot0001" + Firmware.GLOBAL), own.print());
    Files.write(efivars.resolve("Boot001A" + Firmware.GLOBAL), other.print());
    Files.write(efivars.resolve("Boot001A-5"), other.print());
    Files.writeString(efivars.resolve("dump-type0-1-1-1700000000-C-0"), "x".repeat(1000));

    Firmware firmware = firmware(efivars);

    assertThat(firmware.isRead()).isTrue();
    assertThat(firmware.tried()).containsExactly(other, own);
    assertThat(firmware.current()).hasValue(2);
    assertThat(firmware.next()).isEmpty();
    assertThat(firmware.variables()).hasSize(6);
    assertThat(firmware.dumps()).extracting(Firmware.Variable::size).containsExactly(1000L);
    assertThat(firmware.room()).isPresent();

    assertThat(firmware(folder.resolve("nosuch")).unread())
        .isEqualTo("the live system was not started by UEFI");
  }

  @Test
  void readsTheKernelsLastWordsWhereverTheyAreKept() throws IOException {
    Path efivars = Files.createDirectories(folder.resolve("efivars"));
    Files.write(
        efivars.resolve("dump-type0-1-1-1700000000-D-cfc8fc79-be2e-4ddc-97f0-9f98bfe298a0"),
        "\7\0\0\0Panic#1 Part1\n<0>[    2.1] Kernel panic - not syncing: x\n".getBytes(UTF_8));
    Path kept = root.resolve("var/lib/systemd/pstore/1700009999/001");
    Files.createDirectories(kept);
    Files.writeString(kept.resolve("dmesg.txt"), "the same again");
    Files.writeString(
        kept.resolve("dmesg-efi_pstore-170000999901001"), "Oops#1 Part1\nBUG: the last\n");
    Files.writeString(
        kept.resolve("dmesg-efi_pstore-170000999902001"), "Oops#1 Part2\nthe first\n");

    List<CrashReport> crashes = remembered(efivars).crashes();

    assertThat(crashes)
        .containsExactly(
            new CrashReport(
                Place.INSTALLED,
                Instant.ofEpochSecond(1_700_009_999),
                List.of("the first", "BUG: the last")),
            new CrashReport(
                Place.EFIVARS,
                Instant.ofEpochSecond(1_700_000_000),
                List.of("[    2.1] Kernel panic - not syncing: x")));
  }

  private Firmware firmware(Path efivars) {
    return remembered(efivars).firmware();
  }

  private Remembered remembered(Path efivars) {
    var probe =
        new Probe("boot", EvidenceCollector.script(), "read the firmware", Duration.ofMinutes(1));
    String at = root.toString();
    return Remembered.of(probe.run(machine, at, "", "", "", "0", "1", efivars.toString(), "", "0"));
  }

  @Test
  void readsTheRoomOfEachFilesystemOnce() throws IOException {
    Files.createDirectories(root.resolve("var"));

    Evidence roomy = look();
    assertThat(roomy.remembered().rooms()).extracting(Room::place).containsExactly("/");
    assertThat(roomy.remembered().rooms().getFirst().isFull()).isFalse();

    byte[] much = new byte[104 << 20];
    // No zeros, for which mkfs would take no room.
    Arrays.fill(much, (byte) 1);
    Files.write(root.resolve("var/log"), much);
    Room full = look().remembered().rooms().getFirst();
    assertThat(full.isFull()).isTrue();
    assertThat(full.isOutOfFiles()).isFalse();

    Files.delete(root.resolve("var/log"));
    Room crowded =
        look("mkfs.ext4", "-q", "-b", "4096", "-N", "80", "-U", uuid, "-d", root.toString())
            .remembered()
            .rooms()
            .getFirst();
    assertThat(crowded.isOutOfFiles()).isTrue();
  }
}
