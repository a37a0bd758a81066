package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.bios.DiskStart;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.TestMenus;
import dev.thaw.practice.state.GrubSectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** GRUB where a BIOS starts it: in the first sectors of a disk. */
class GrubCoreTest {

  private static final String MISMATCH = "grub-core-mismatch";
  private static final String MISSING = "loader-missing";

  private final TestSystem system = bios();

  /** /boot inside the root, whose menu is GRUB's; nothing of EFI. */
  private static TestSystem bios() {
    var system = new TestSystem();
    system.bootPoint = "";
    system.bare =
        new BootTree(
            1,
            1,
            Map.of("/grub/grub.cfg", 9L, "/kernels/k57", 5L, "/kernels/i57", 7L),
            List.of(TestMenus.starting(new Grub(), List.of(TestSystem.system(57)))));
    return system;
  }

  /** Where /boot is inside the root, GRUB reads the store: then there are no copies. */
  @Test
  void kernelsReadFromTheStoreAreAGoodLinkIfTheyAreTheGenerationsOwn() {
    sda(searching(TestSystem.ROOT));
    system.copied = false;
    storeMenu("/store/k57", "/store/i57");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());

    storeMenu("/store/k56", "/store/i57");
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
    storeMenu("/store/k57", "/store/i56");
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
  }

  private void storeMenu(String kernel, String initrd) {
    String script =
        "menuentry NixOS {\n linux ($drive1)%s init=%s/init\n initrd ($drive1)%s\n}\n"
            .formatted(kernel, TestSystem.system(57), initrd);
    system.bare =
        new BootTree(
            1,
            1,
            Map.of("/grub/grub.cfg", 9L),
            new Grub().read(Map.of("grub", List.of(script))).stream().toList());
  }

  private void sda(byte[] sectors) {
    system.firstSectors.add(DiskStart.of("sda", sectors));
  }

  private static byte[] searching(String uuid) {
    return GrubSectors.disk(1, "/boot/grub", "search.fs_uuid " + uuid + " root\n");
  }

  private Finding only(String id) {
    assertThat(system.findings()).extracting(Finding::id).containsExactly(id);
    return system.findings().getFirst();
  }

  @Test
  void aCoreImageThatFindsTheInstallationsFolderIsAGoodFirstLink() {
    sda(searching(TestSystem.ROOT));
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().links().getFirst().seen())
        .isEqualTo("/dev/sda starts GRUB, whose folder is /boot/grub on /dev/sda2.");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());

    system.firstSectors.clear();
    sda(GrubSectors.disk(2048, "(,gpt2)/boot/grub", ""));
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void oneThatLooksForAFilesystemThatIsGoneStopsTheBoot() {
    sda(searching("2222-bbbb"));

    Finding finding = only(MISMATCH);
    assertThat(finding.certainty()).isEqualTo(Certainty.SURE);
    assertThat(finding.mend()).isEqualTo(new Mend.Rebuild(true));
    assertThat(finding.evidence().getFirst()).contains("UUID 2222-bbbb, and there is none");
    assertThat(system.chain().forecast())
        .isInstanceOfSatisfying(
            Forecast.Fails.class, fails -> assertThat(fails.stage()).isEqualTo(Stage.FIRMWARE));

    // The screen says the same, or speaks of another one.
    system.screen = "error: no such device: 2222-bbbb.\nEntering rescue mode...\ngrub rescue>";
    assertThat(system.findings(MISMATCH).getFirst().certainty()).isEqualTo(Certainty.SURE);
    system.screen = "error: no such device: 9999-eeee.\nEntering rescue mode...\ngrub rescue>";
    assertThat(system.findings(MISMATCH).getFirst().certainty()).isEqualTo(Certainty.POSSIBLE);
  }

  @Test
  void aPartitionThatIsNotThereOrHoldsAnotherMenuIsNotGood() {
    sda(GrubSectors.disk(1, "(,msdos7)/grub", ""));
    assertThat(only(MISMATCH).certainty()).isEqualTo(Certainty.SURE);

    system.firstSectors.clear();
    sda(GrubSectors.disk(1, "(,msdos1)/grub", ""));
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast())
        .isInstanceOfSatisfying(
            Forecast.CantTell.class,
            why -> assertThat(why.why()).contains("/dev/sda1, where this system's menu is not"));
  }

  @Test
  void whatCannotBeToldIsNoFinding() {
    for (String prefix : List.of("(lvmid/a/b)/grub", "(mduuid/12)/grub", "(hd3,msdos1)/grub")) {
      system.firstSectors.clear();
      sda(GrubSectors.disk(1, prefix, ""));
      assertThat(system.findings()).isEmpty();
      assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
    }
    // What is in a container that is locked has a UUID, too.
    system.firstSectors.clear();
    system.inLuks();
    sda(searching("2222-bbbb"));
    assertThat(system.findings(MISMATCH)).isEmpty();
  }

  @Test
  void withoutACoreImageItStopsAndOneThatIsNotUnderstoodIsNotToldBroken() {
    byte[] blank = searching(TestSystem.ROOT);
    Arrays.fill(blank, 512, blank.length, (byte) 0);
    sda(blank);
    assertThat(only(MISMATCH).evidence().getFirst()).contains("core image is not there");

    system.firstSectors.clear();
    byte[] strange = searching(TestSystem.ROOT);
    Arrays.fill(strange, 4000, 4200, (byte) 9);
    sda(strange);
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
  }

  @Test
  void withoutGrubOnAnyDiskTheLoaderIsMissing() {
    byte[] none = GrubSectors.code("", 0);
    Arrays.fill(none, 0, 440, (byte) 0);
    sda(none);
    assertThat(only(MISSING).certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Fails.class);

    system.configuration = "{ boot.loader.grub.device = \"/dev/sda\"; }";
    assertThat(only(MISSING).certainty()).isEqualTo(Certainty.SURE);
    // Another loader may start it.
    system.firstSectors.clear();
    sda(GrubSectors.code("Missing operating system", 0));
    assertThat(only(MISSING).certainty()).isEqualTo(Certainty.LIKELY);
    // Some host's own GRUB reads the menu.
    system.configuration = "{ boot.loader.grub.device = \"nodev\"; }";
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
  }

  @Test
  void whereAnotherDiskHasGrubItIsOnlyPossible() {
    sda(searching("2222-bbbb"));
    // Nobody knows which of them the firmware starts.
    system.secondDisk = true;
    system.firstSectors.add(DiskStart.of("sdb", searching(TestSystem.ROOT)));

    Finding finding = only(MISMATCH);
    assertThat(finding.certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(finding.course()).isEqualTo(BootImpact.GOES_ON);
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);

    // The screen tells.
    system.screen = "error: no such device: 2222-bbbb.\nEntering rescue mode...\ngrub rescue>";
    assertThat(system.findings(MISMATCH).getFirst().certainty()).isEqualTo(Certainty.SURE);
  }

  @Test
  void nobodyLookedOrTheFirmwareIsUefi() {
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);

    var uefi = new TestSystem();
    uefi.grub.add(TestSystem.system(57));
    uefi.firstSectors.add(DiskStart.of("sda", GrubSectors.code("", 0)));
    assertThat(uefi.findings()).isEmpty();
  }
}
