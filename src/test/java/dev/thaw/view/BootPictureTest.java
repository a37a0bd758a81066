package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.TestSystem;
import org.junit.jupiter.api.Test;

class BootPictureTest {

  private final TestSystem system = new TestSystem();

  private String show(Style style) {
    return TextView.show(system.chain(), 80, style);
  }

  @Test
  void eachLinkStandsBelowTheOtherWithItsVerdictInAWordAndTheForecastLast() {
    assertThat(show(Style.PLAIN))
        .isEqualTo(
            """
            atlas, generation 57
            ● boot loader     good     /dev/sda1 holds /EFI/BOOT/BOOTX64.EFI.
            │
            ● boot menu       good     The menu starts generation 57 by default.
            │
            ● kernel, initrd  good     Both are on the boot partition, in the store's size.
            │
            ● modules         good     The initrd loads dm_mod: none stops the boot.
            │
            ● disk drivers    good     The initrd has what drives the disks now: sd_mod,
            │                          ahci.
            │
            ● devices         good     No container has to be opened, no pool imported.
            │
            ● mounts          good     What stage 1 mounts is there: /.
            │
            ● stage 2         good     What it goes over to is in the store, whole.
            It boots, as far as the disks tell.\
            """);
  }

  @Test
  void aBrokenLinkShowsItsMendOnALineToCopy() {
    system.modules.remove("ahci");

    assertThat(show(new Style(false, false)))
        .contains("X disk drivers    broken   The initrd has no driver ahci")
        .contains("|   Mend: config().add(\"boot.initrd.availableKernelModules\", \"ahci\")\n")
        .contains("It fails at: disk drivers.");
  }

  @Test
  void nothingFromTheDiskMovesTheCursor() {
    system.forced.add("\u001b[2J\r");

    assertThat(show(Style.PLAIN)).doesNotContain("\u001b", "\r");
  }

  @Test
  void linesFitTheWidth() {
    system.uuid = "2222";
    system.current = 58;

    assertThat(show(Style.PLAIN).lines().filter(line -> !line.contains("Mend:")))
        .allMatch(line -> Width.of(line) <= 80);
  }
}
