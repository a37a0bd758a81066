package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Thaw calls rebuilt is on the disk: the plug is pulled in the same moment. */
@Tag("lab")
@Tag("rest")
class PowerCutLabTest {

  private static final int STAGE_2 = 0;

  /** On ZFS and on ext4; the boot partition is vfat on both. */
  @ParameterizedTest
  @ValueSource(strings = {"article", "grub"})
  void whatWasJustRebuiltBoots(String name) throws Exception {
    try (var machine = LabMachine.broken(name)) {
      machine.live();
      machine.cutThePowerOnceThawPrints(
          "Rebuilt: generation 58 boots next.",
          "--yes",
          "mountAll(); config().remove(\"boot.initrd.kernelModules\", \"vfio_pci\"); rebuild()");

      Shown after = machine.boot();
      assertThat(after.status()).as(after.out()).isEqualTo(STAGE_2);
    }
  }
}
