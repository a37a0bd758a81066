package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Scripts;
import dev.thaw.practice.Practice;
import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import org.junit.jupiter.api.Test;

/** A BIOS that starts GRUB, and what NixOS writes for it. */
class GrubStartTest {

  private static final String TEXT =
      Scripts.read(Description.class, "grub-file-not-found.machine").replaceAll("(?m)^run .*$", "");

  private static final String GRUB = "boot.loader.grub.enable = true;";

  private static Practice made(String text) {
    return Practice.of(MachineBuilder.whole("grub", Description.parse(text)));
  }

  private static String menu(Practice practice) {
    practice.sh("mount /dev/sda3 /mnt; mount /dev/sda2 /mnt/boot");
    return practice.says("cat /mnt/boot/grub/grub.cfg");
  }

  @Test
  void theMenuOffersAllGenerationsAndTheDefaultFirst() {
    Practice practice = made(TEXT + "rebuild 45\n");
    assertThat(practice.reboot()).contains("Booting `NixOS - Default'", "has started");
    String menu = menu(practice);
    assertThat(menu)
        .contains("search --set=drive1 --fs-uuid f90b3c7e-28d1-4a65-b7f4-03ce9d8a6152\n")
        .containsSubsequence(
            "set default=0",
            "menuentry \"NixOS - Default\" --class nixos --unrestricted {",
            "linux ($drive1)/kernels/",
            "submenu \"NixOS - All configurations\" --class submenu {",
            "\"NixOS - Configuration 45 (",
            "\"NixOS - Configuration 44 (");
  }

  @Test
  void whatWasChosenIsStartedAgainWhereItIsSaved() {
    Practice practice =
        made(
            TEXT.replace(GRUB, GRUB + " boot.loader.grub.default = \"saved\";")
                + "rebuild 45\nrun \"sed -i 's/^# WARN.*/saved_entry=1>1/' /boot/grub/grubenv\"\n");
    assertThat(practice.reboot()).contains("Booting `NixOS - Configuration 44 (");
  }

  @Test
  void kernelsAreReadFromTheStoreWhereBootIsInTheRoot() {
    String inside =
        TEXT.replaceAll("(?m)^mount UUID=f90b.*$", "")
            .replaceAll("(?s)    fileSystems.\"/boot\".*?};\n", "");
    Practice practice = made(inside);
    assertThat(practice.reboot()).contains("has started");
    practice.sh("mount /dev/sda3 /mnt");
    assertThat(practice.says("cat /mnt/boot/grub/grub.cfg; ls /mnt/boot"))
        .contains("linux ($drive2)/nix/store/")
        .doesNotContain("kernels");
  }

  @Test
  void withoutAnInitrdTheKernelStartsAndFindsNoRoot() {
    Practice practice = made(TEXT + "run \"rm /boot/kernels/*-initrd\"\n");
    assertThat(practice.reboot())
        .contains("-initrd' not found.", "Unable to mount root fs on unknown-block(0,0)")
        .doesNotContain("load the kernel first", "unpacking failed");
  }

  @Test
  void aDiskWithoutGrubIsNotStarted() {
    Practice practice = made(TEXT);
    practice.state.devices.forEach(device -> device.core = "");
    assertThat(practice.reboot()).contains("Boot failed: not a bootable disk");
  }

  @Test
  void grubIsNotInstalledOnADiskThatIsNotThere() {
    Practice practice = made(TEXT);
    menu(practice);
    assertThat(
            practice.says(
                "sed -i s/ata-PRACTICE_SSD_8_sorrel-1/ata-OTHER/ /mnt/etc/nixos/configuration.nix;"
                    + " nixos-enter --command 'nixos-rebuild boot'"))
        .contains(
            "installing the GRUB 2 boot loader on /dev/disk/by-id/ata-OTHER...",
            "cannot find a GRUB drive for /dev/disk/by-id/ata-OTHER");
  }
}
