package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.PartitionBuilder;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.nixos.loader.TestMenus;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What has to be mounted before something is changed. */
class ReadinessTest {

  private static final Set<Readiness.Part> ALL = EnumSet.allOf(Readiness.Part.class);
  private static final LiveMount ROOT =
      new LiveMount("/mnt", "/dev/sda2", "ext4", List.of("rw", "relatime"));
  private static final LiveMount BOOT =
      new LiveMount("/mnt/boot", "/dev/sda1", "vfat", List.of("rw"));

  private static Mount mount(String device, String file, String type, String... options) {
    var entry =
        new FstabEntry(1, "/dev/disk/by-uuid/" + device, file, type, List.of(options), 0, 0);
    return new Mount(entry, Mount.State.UNREAD, "/dev/" + device, "");
  }

  private static Mount gone(String file, String type, String... options) {
    var entry = new FstabEntry(1, "/dev/disk/by-uuid/x", file, type, List.of(options), 0, 0);
    return new Mount(entry, Mount.State.MISSING, "", "no device is /dev/disk/by-uuid/x");
  }

  private static State state(LiveMount... mounts) {
    return new State(
        "/mnt", List.of(mounts), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static Readiness readiness(State state, Mount... mounts) {
    return Readiness.of(Installed.with(List.of(mounts)), state);
  }

  @Test
  void aBootPartitionThatIsNotMountedStopsARebuildAndNoEdit() {
    Readiness ready =
        readiness(
            state(ROOT), mount("sda2", "/", "ext4"), mount("sda1", "/boot", "vfat", "nofail"));

    assertThatThrownBy(() -> ready.require("rebuild()", ALL))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessage(
            "rebuild() can't run now: the boot partition /boot (/dev/disk/by-uuid/sda1) is not"
                + " mounted at /mnt/boot.")
        .extracting("next")
        .isEqualTo("mountAll() mounts the rest.");
    assertThatCode(() -> ready.require("edit()", EnumSet.of(Readiness.Part.SYSTEM)))
        .doesNotThrowAnyException();
  }

  @Test
  void eachBootPartitionOfTheFstabCounts() {
    Readiness ready =
        readiness(
            state(ROOT, new LiveMount("/mnt/boot", "/dev/sda3", "ext4", List.of("rw"))),
            mount("sda2", "/", "ext4"),
            mount("sda3", "/boot", "ext4"),
            mount("sda1", "/boot/efi", "vfat"));

    assertThat(ready.gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.what()).contains("/boot/efi").contains("not mounted"));
  }

  @Test
  void anotherDeviceAtItsMountPointIsNotIt() {
    Readiness ready =
        readiness(
            state(ROOT, new LiveMount("/mnt/boot", "/dev/sdb1", "vfat", List.of("rw"))),
            mount("sda2", "/", "ext4"),
            mount("sda1", "/boot", "vfat"));

    assertThatThrownBy(() -> ready.require("rollback(2)", ALL))
        .hasMessageContaining("/dev/sdb1 is mounted at /mnt/boot, where the boot partition /boot");
  }

  @Test
  void whatIsReadOnlyIsNotEnough() {
    var readOnly = new LiveMount("/mnt/boot", "/dev/sda1", "vfat", List.of("ro", "rw"));

    assertThat(readiness(state(ROOT, readOnly), mount("sda1", "/boot", "vfat")).gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.what()).endsWith("is mounted read-only"));
  }

  @Test
  void theStoreAndWhatStageOneMountsHaveToBeThereAndOtherThingsNot() {
    Readiness ready =
        readiness(
            state(ROOT, BOOT),
            mount("sda2", "/", "ext4"),
            mount("sda1", "/boot", "vfat"),
            mount("sda5", "/nix", "ext4"),
            mount("sda6", "/persist", "ext4", "x-initrd.mount"),
            mount("sda7", "/home", "ext4"),
            gone("/media", "ext4", "nofail"));

    assertThat(ready.gaps().stream().map(Readiness.Gap::what))
        .satisfiesExactly(
            what -> assertThat(what).startsWith("/nix "),
            what -> assertThat(what).startsWith("/persist "));
  }

  @Test
  void aMirrorThatMayFailMayBeGoneTheOnlyBootPartitionMayNot() {
    assertThat(
            readiness(
                    state(ROOT, BOOT),
                    mount("sda2", "/", "ext4"),
                    mount("sda1", "/boot", "vfat"),
                    gone("/efi", "vfat", "nofail"))
                .gaps())
        .isEmpty();
    assertThat(
            readiness(state(ROOT), mount("sda2", "/", "ext4"), gone("/boot", "vfat", "nofail"))
                .gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.what()).contains("is not there"));
  }

  @Test
  void aBootPartitionThatTheFstabDoesNotNameHasToBeMountedAllTheSameAndIs() {
    LoaderEntry entry =
        LoaderEntry.parse(
            "nixos-generation-1.conf", "options init=" + Installed.TOPLEVEL + "/init");
    var tree = TestMenus.tree(Map.of(), TestMenus.systemdBoot(List.of(entry)));
    var esp = PartitionBuilder.esp("/dev/sda1", "4A5C-11D2", "/efi").holding(tree).build();
    Installation plain = Installed.with(List.of(mount("sda2", "/", "ext4")));
    Installation installation = Installed.booting(plain, esp);

    assertThat(Readiness.of(installation, state(ROOT)).gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.what()).contains("/efi").contains("is not mounted"));
    assertThat(
            MountPlan.of(installation, state(ROOT), List.of(), List.of()).steps().stream()
                .map(step -> step.line()))
        .containsExactly("mkdir -p -- /mnt/efi", "mount -t vfat -- UUID=4A5C-11D2 /mnt/efi");
    assertThat(
            Readiness.of(
                    installation,
                    state(ROOT, new LiveMount("/mnt/efi", "/dev/sda1", "vfat", List.of("rw"))))
                .gaps())
        .isEmpty();
  }
}
