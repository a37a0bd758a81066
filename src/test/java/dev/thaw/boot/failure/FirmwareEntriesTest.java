package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.remembered.Firmware;
import dev.thaw.boot.remembered.Firmware.Variable;
import dev.thaw.boot.remembered.Firmware.VariableRoom;
import dev.thaw.boot.remembered.LoadOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the firmware starts: by the list that it keeps, and by the files of the boot partition. */
class FirmwareEntriesTest {

  private static final String PROGRAM = "/EFI/systemd/systemd-bootx64.efi";
  private static final String FALLBACK = "/EFI/BOOT/BOOTX64.EFI";
  private static final String NO_ENTRY = "firmware-no-entry";
  private static final String MISSING = "loader-missing";
  private static final String OTHER_FIRST = "firmware-other-first";
  private final TestSystem system = new TestSystem();

  private static LoadOption option(int number, String partition, String file) {
    return new LoadOption(number, true, "Entry " + number, partition, file);
  }

  private Finding only(String failure) {
    assertThat(system.findings()).extracting(Finding::id).containsExactly(failure);
    return system.findings().getFirst();
  }

  @Test
  void withoutAnEntryAndWithoutTheFallbackItIsSureAndTheForecastFails() {
    system.files.remove(FALLBACK);
    system.files.put(PROGRAM, 90L);
    system.starts(option(0, "guid-elsewhere", PROGRAM), option(7, "", ""));

    assertThat(only(NO_ENTRY).certainty()).isEqualTo(Certainty.SURE);
    assertThat(only(NO_ENTRY).mend()).isEqualTo(new Mend.Rebuild(true));
    assertThat(system.chain().forecast())
        .isInstanceOfSatisfying(
            Forecast.Fails.class, fails -> assertThat(fails.stage()).isEqualTo(Stage.FIRMWARE));

    system.starts(option(0, "guid-elsewhere", PROGRAM), option(3, "guid-sda1", PROGRAM));
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void anEntryThatIsOffOrIsNotInTheOrderIsNone() {
    system.files.remove(FALLBACK);
    system.files.put(PROGRAM, 90L);
    system.starts(new LoadOption(1, false, "Linux Boot Manager", "guid-sda1", PROGRAM));
    assertThat(only(NO_ENTRY).certainty()).isEqualTo(Certainty.SURE);

    Firmware off = system.firmware;
    system.firmware =
        new Firmware(
            "",
            List.of(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(option(1, "guid-sda1", PROGRAM)),
            off.room(),
            List.of());
    assertThat(only(NO_ENTRY).certainty()).isEqualTo(Certainty.SURE);
  }

  @Test
  void whereTheFallbackIsThereOnlyTheScreenMakesTheLostEntryLikely() {
    system.starts();
    assertThat(system.findings()).isEmpty();

    system.screen = "BdsDxe: No bootable option or device was found.";
    assertThat(only(NO_ENTRY).certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only(NO_ENTRY).evidence().getLast()).contains(FALLBACK);
  }

  @Test
  void aPartitionWithoutALoaderIsSureEvenWhereTheFirmwareWasNotRead() {
    system.files.remove(FALLBACK);
    system.firmware = Firmware.unread("the live system was not started by UEFI");

    assertThat(only(MISSING).certainty()).isEqualTo(Certainty.SURE);
    assertThat(only(MISSING).subject()).isEqualTo("/dev/sda1");
  }

  @Test
  void anEntryOfAFileThatIsGoneIsTheLoadersAbsence() {
    system.starts(option(1, "guid-sda1", PROGRAM));
    assertThat(system.findings()).isEmpty();

    system.screen =
        "BdsDxe: failed to load Boot0001 \"Linux Boot Manager\" from HD(1,GPT,4DF6): Not Found";
    assertThat(only(MISSING).certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only(MISSING).evidence().getFirst())
        .isEqualTo(
            "The firmware's entry Boot0001 (Entry 1) names "
                + PROGRAM
                + " there, which is missing.");
  }

  @Test
  void anotherEntryThatComesFirstIsToldWithTheOrderThatThereIs() {
    system.starts(option(4, "guid-sda3", "/EFI/x/y.efi"), option(1, "guid-sda1", FALLBACK));
    assertThat(system.findings()).isEmpty();

    system.spare = true;
    assertThat(only(OTHER_FIRST).certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(only(OTHER_FIRST).subject()).isEqualTo("Boot0004");
    assertThat(only(OTHER_FIRST).mend().call())
        .contains("efibootmgr -o 0001,0004", "for the way back: 0004,0001");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());

    system.screen = "loading module i915...";
    assertThat(system.findings(OTHER_FIRST)).isEmpty();
  }

  @Test
  void anOldLoaderOnTheSamePartitionThatComesFirstIsAnotherToo() {
    system.files.put("/EFI/grub/grubx64.efi", 9L);
    system.starts(
        option(2, "guid-sda1", "/EFI/grub/grubx64.efi"), option(1, "guid-sda1", FALLBACK));
    assertThat(only(OTHER_FIRST).subject()).isEqualTo("Boot0002");

    system.files.remove("/EFI/grub/grubx64.efi");
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void whatIsStartedFromBiosIsNotAskedForALoaderOfUefi() {
    system.files.remove(FALLBACK);
    system.grub.add(TestSystem.system(57));
    assertThat(system.findings(MISSING)).isEmpty();
  }

  @Test
  void variablesWithoutRoomAreSureWithWhatTakesIt() {
    variables(Optional.of(new VariableRoom(64 << 10, 300)), 12);

    Finding finding = only("efi-variables-full");
    assertThat(finding.certainty()).isEqualTo(Certainty.SURE);
    assertThat(finding.evidence().getFirst()).contains("Of 64 KiB for variables, 300 bytes");
    assertThat(finding.evidence().getLast()).startsWith("12 of the 13 variables are");

    variables(Optional.of(new VariableRoom(64 << 10, 9000)), 12);
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void whereTheRoomIsNotToldCrashReportsMakeItPossible() {
    variables(Optional.empty(), 12);
    assertThat(system.findings()).isEmpty();

    variables(Optional.empty(), 50);
    assertThat(only("efi-variables-full").certainty()).isEqualTo(Certainty.POSSIBLE);
  }

  private void variables(Optional<VariableRoom> room, int dumps) {
    Firmware kept = system.firmware;
    var all =
        new java.util.ArrayList<>(
            IntStream.range(0, dumps)
                .mapToObj(n -> new Variable("dump-type0-" + n, 1024))
                .toList());
    all.add(new Variable("BootOrder" + Firmware.GLOBAL, 6));
    system.firmware =
        new Firmware("", kept.order(), kept.current(), kept.next(), kept.entries(), room, all);
  }
}
