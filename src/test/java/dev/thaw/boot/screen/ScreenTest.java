package dev.thaw.boot.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.screen.ScreenEvent.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {

  static List<RealScreen> screens() {
    return RealScreen.all();
  }

  @ParameterizedTest
  @MethodSource("screens")
  void tellsWhatFailedAndOfWhat(RealScreen real) {
    List<ScreenEvent> failures = Screen.read(real.text()).failures();

    if (real.kinds().isEmpty()) {
      assertThat(failures).isEmpty();
    } else {
      assertThat(failures).isNotEmpty();
      assertThat(real.kinds()).contains(failures.getFirst().kinds().getFirst());
      assertThat(failures.getFirst().about()).contains(real.about());
      assertThat(failures).allMatch(event -> event.shows(real.kinds()));
    }
  }

  /** Colours, a journal's times and a narrow photograph change nothing. */
  @ParameterizedTest
  @MethodSource("screens")
  void readsTheSameInCapitalsOrColours(RealScreen real) {
    String coloured = "\u001b[0;1;31m" + real.text().replace("\n", "\u001b[0m\r\n\u001b[1m");

    assertThat(kinds(coloured)).isEqualTo(kinds(real.text()));
    if (real.lines().stream()
        .noneMatch(line -> line.contains("ERROR") || line.matches("(?s).*[a-z]:.*\\(.*"))) {
      assertThat(kinds(real.text().toLowerCase(Locale.ROOT))).isEqualTo(kinds(real.text()));
    }
  }

  private static List<String> kinds(String typed) {
    return Screen.read(typed).failures().stream()
        .flatMap(event -> event.kinds().stream().limit(1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it worked before I removed vfio_pci",
        "I tried mounting it from a stick, that works",
        "stage 1 init script not found",
        "module vfio_pci loaded",
        "Found the pool rpool, imported it",
        "the modules are loading",
        "日本語",
        "",
        "...",
      })
  void whatIsNoKnownLineIsNotUnderstood(String typed) {
    assertThat(Screen.read(typed).isUnderstood()).isFalse();
  }

  @Test
  void whatWasCorrectedSaysSo() {
    ScreenEvent slip = Screen.read("laoding module vfio_pci...").failures().getFirst();
    ScreenEvent exact = Screen.read("loading module vfio_pci...").failures().getFirst();

    assertThat(slip.typed().corrected()).isTrue();
    assertThat(slip.kinds()).containsExactly("module-hangs");
    assertThat(exact.typed().corrected()).isFalse();
  }

  @Test
  void whatComesLaterClearsWhatCameBefore() {
    String failed = "cannot import 'rpool': no such pool available\n";

    assertThat(Screen.read(failed).isUnderstood()).isTrue();
    Screen up = Screen.read(failed + "<<< NixOS Stage 2 >>>\nnixos login:");
    assertThat(up.isUnderstood()).isFalse();
    assertThat(up.stage()).contains(ScreenStage.LOGIN);
    assertThat(up.events().getFirst().role()).isEqualTo(Role.GOT_OVER);
    assertThat(
            Screen.read("[ 4.5] blk_update_request: I/O error, dev sda, sector 7\nnixos login:")
                .failures())
        .singleElement()
        .satisfies(event -> assertThat(event.about()).isEqualTo("sda"));
  }

  /** systemd greets in the initrd, too: that says nothing of what failed there. */
  @Test
  void theInitrdsGreetingClearsNothing() {
    String failed = "cannot import 'rpool': no such pool available\n";

    assertThat(Screen.read(failed + "Welcome to NixOS 26.05 (Yarara) (Initrd)!").isUnderstood())
        .isTrue();
    assertThat(Screen.read(failed + "Welcome to NixOS 26.05 (Yarara)!").isUnderstood()).isFalse();
  }

  /** After these systemd goes on; what comes next is a failure of its own. */
  @Test
  void whatSystemdGoesOnAfterIsNoReason() {
    assertThat(
            Screen.read(
                    "[FAILED] Failed to start Load Kernel Modules.\n"
                        + "[ TIME ] Timed out waiting for device /dev/sdb1.\n"
                        + "[DEPEND] Dependency failed for /data.")
                .failures())
        .extracting(ScreenEvent::about)
        .containsExactly("", "/data");
    assertThat(
            Screen.read(
                    "systemd-modules-load[2]: Failed to find module 'foo'\n"
                        + "[  OK  ] Finished Load Kernel Modules.")
                .isUnderstood())
        .isFalse();
    assertThat(Screen.read("[FAILED] Failed to start Samba NMB Daemon.").isUnderstood()).isFalse();
  }

  @Test
  void theLastLineTellsWhereItStopped() {
    Screen screen = Screen.read("loading module zfs...\nloading module vfio_pci...\n");

    assertThat(screen.failures())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.role()).isEqualTo(Role.STOPPED);
          assertThat(event.about()).isEqualTo("vfio_pci");
          assertThat(event.stage()).isEqualTo(ScreenStage.MODULES);
          assertThat(event.speaker()).isEqualTo(Speaker.SCRIPT);
        });
    assertThat(
            Screen.read("loading module zfs...\nrunning udev...\n<<< NixOS Stage 2 >>>")
                .isUnderstood())
        .isFalse();
  }

  @Test
  void theTimeIsRead() {
    assertThat(
            Screen.read("A start job is running for /data (1min 2s / 1min 30s)")
                .failures()
                .getFirst()
                .typed()
                .timer())
        .contains(new JobTimer(62, Optional.of(90)));
    assertThat(
            Screen.read("A start job is running for Import ZFS pool \"tank\" (2min 2s / no limit)")
                .failures()
                .getFirst()
                .typed()
                .timer())
        .contains(new JobTimer(122, Optional.empty()));
  }

  @Test
  void twoIndependentFailuresAreBothTold() {
    assertThat(
            Screen.read(
                    "[FAILED] Failed to find module 'foo'\n[FAILED] Failed to start Load Kernel"
                        + " Modules.\n[FAILED] Failed to start Import ZFS pool \"tank\".")
                .failures())
        .extracting(ScreenEvent::about)
        .containsExactly("foo", "tank");
  }

  /** The one failure that a screen shows. */
  private static ScreenEvent only(String typed) {
    List<ScreenEvent> failures = Screen.read(typed).failures();
    assertThat(failures).as(typed).hasSize(1);
    return failures.getFirst();
  }

  @Test
  void theBracketsAroundANameAreNoPartOfIt() {
    assertThat(only("stage 2 init script (/mnt-root/nix/store/abc-nixos/init) not found").about())
        .isEqualTo("/nix/store/abc-nixos/init");
  }

  @Test
  void dotsAreNoName() {
    assertThat(only("stage 2 init script (...) not found").about()).isEmpty();
  }

  @Test
  void aPanicIsTheEndOfInitOnlyWhereItSaysSo() {
    assertThat(only("Kernel panic - not syncing: Fatal machine check").kinds())
        .containsExactly("kernel-oops");
    assertThat(only("Kernel panic - not syncing: Attempted to kill init!").kinds())
        .containsExactly("kernel-panic-init");
  }

  @Test
  void whatFollowsFromAFailureTellsNotHowFarTheMachineCame() {
    String wait = "[ TIME ] Timed out waiting for device /dev/gpt-auto-root.\n";
    String after = "[DEPEND] Dependency failed for Initrd Root Device.\nYou are in emergency mode.";

    assertThat(Screen.read(wait + after).isBeyond(ScreenStage.DEVICES)).isFalse();
    assertThat(Screen.read("You are in emergency mode.").isBeyond(ScreenStage.DEVICES)).isFalse();
    assertThat(Screen.read("Starting Switch Root...").isBeyond(ScreenStage.DEVICES)).isTrue();
    // The script tries to mount when the modules are loaded, and even where the device is not
    // there.
    Screen mount = Screen.read("mount: mounting /dev/sda2 on /mnt-root/ failed: Invalid argument");
    assertThat(mount.isBeyond(ScreenStage.MODULES)).isTrue();
    assertThat(mount.isBeyond(ScreenStage.DEVICES)).isFalse();
  }

  @Test
  void whatDependedOnADeviceSaysWhatItWasFor() {
    String wait = "[ TIME ] Timed out waiting for device /dev/disk/by-label/data.\n";

    ScreenEvent late = only(wait + "[DEPEND] Dependency failed for data.mount - /data.");
    assertThat(late.kinds()).containsExactly("stage-2-mount-missing");
    assertThat(late.stage()).isEqualTo(ScreenStage.STAGE_2);
    ScreenEvent resume = only(wait + "[DEPEND] Dependency failed for Resume from hibernation.");
    assertThat(resume.kinds()).containsExactly("resume-device");
    assertThat(resume.about()).isEqualTo("/dev/disk/by-label/data");
  }

  @Test
  void whatTellsTheSameAgainIsNoFailureOfItsOwn() {
    assertThat(
            only("Failed to switch root: Specified switch root path '/sysroot' does not seem to be"
                    + " an OS tree. os-release file is missing.")
                .kinds())
        .containsExactly("root-is-another");
    assertThat(
            only("XFS (sda3): Superblock has unknown incompatible features (0x20) enabled.\n"
                    + "XFS (sda3): SB validate failed with error -22.")
                .kinds())
        .containsExactly("filesystem-too-new");
    assertThat(
            only("OSError: [Errno 28] No space left on device: '/boot/EFI/nixos/a.efi.tmp'\n"
                    + "Failed to install bootloader")
                .kinds())
        .containsExactly("boot-partition-full");
  }

  @ParameterizedTest
  @CsvSource({
    "LVM2_member, lvm-not-activated",
    "linux_raid_member, md-not-assembled",
    "ext4, filesystem-type-unknown"
  })
  void whatIsNoFilesystemTellsWhatWasNotOpened(String type, String kind) {
    assertThat(only("mount: /sysroot: unknown filesystem type '" + type + "'.").kinds())
        .first()
        .isEqualTo(kind);
  }

  /** Its reason is another than what it looks like, or stands below it. */
  @Test
  void aScriptsOwnLinesAreNotTakenForTheReason() {
    assertThat(
            only("error: cloning builder process: No space left on device\n"
                    + "error: unable to start build process")
                .kinds())
        .containsExactly("rebuild-sandbox");
    assertThat(
            only("  File \"/nix/store/x-systemd-boot/bin/systemd-boot-builder\", line 344, in main\n"
                    + "OSError: [Errno 28] No space left on device")
                .kinds())
        .contains("root-full", "boot-partition-full");
    assertThat(
            only("chown: cannot access '/run/agenix.d': No such file or directory\n"
                    + "Activation script snippet 'agenixChown' failed (1)")
                .about())
        .isEqualTo("agenixChown");
    assertThat(
            only("installing the boot loader...\n"
                    + "modprobe: can't change directory to '/lib/modules': No such file\n"
                    + "EFI variables are not supported on this system.")
                .kinds())
        .containsExactly("rebuild-loader-not-installed");
  }

  /** A whole journal of two megabytes, and a text made to be slow. */
  @Test
  void aWholeLogIsRead() {
    String noise = "[    1.234567] usb 1-1: new high-speed USB device number 2 using xhci_hcd\n";
    String log =
        noise.repeat(14_000)
            + "cannot import 'tank': no such pool available\n"
            + noise.repeat(14_000);

    assertThat(Screen.read(log).failures())
        .singleElement()
        .satisfies(event -> assertThat(event.about()).isEqualTo("tank"));
    assertThat(Screen.read("loading module xy\n".repeat(20_000)).events()).isNotEmpty();
    assertThat(Screen.read("((((".repeat(50_000)).events()).isEmpty();
    assertThat(
            Screen.read("[    1.5] amdgpu 0000:0a:00.0: *ERROR* ring gfx failed\n".repeat(30_000))
                .failures())
        .singleElement()
        .satisfies(event -> assertThat(event.about()).isEqualTo("amdgpu"));
  }

  @Test
  void everyKnownLineIsReadAsItself() {
    assertThat(KnownLines.all()).hasSizeGreaterThan(250);
    for (KnownLine known : KnownLines.all()) {
      if (known.shape() instanceof KnownLine.Words words) {
        String typed = filled(words);
        assertThat(LineFinder.find(new ScreenText(typed)))
            .describedAs(typed)
            .anyMatch(found -> shows(found.known(), known));
      }
    }
  }

  @Test
  void swapSpaceThatIsGoneOnlyDelays() {
    String screen =
        """
        [ TIME ] Timed out waiting for device /dev/disk/by-uuid/5d3c-11.
        [DEPEND] Dependency failed for /dev/disk/by-uuid/5d3c-11.
        [DEPEND] Dependency failed for Swaps.
        """;

    ScreenEvent swap = Screen.read(screen).failures().getFirst();
    assertThat(Screen.read(screen).failures()).hasSize(1);
    assertThat(swap.kinds()).containsExactly("stage-2-mount-missing");
    assertThat(swap.about()).isEqualTo("/dev/disk/by-uuid/5d3c-11");
    assertThat(swap.role()).isEqualTo(ScreenEvent.Role.MISSED);
    ScreenEvent data =
        Screen.read(
                """
                [ TIME ] Timed out waiting for device /dev/disk/by-uuid/5d3c-11.
                [DEPEND] Dependency failed for /data.
                [DEPEND] Dependency failed for Local File Systems.
                """)
            .failures()
            .getFirst();
    assertThat(data.about()).isEqualTo("/data");
    assertThat(data.role()).isEqualTo(ScreenEvent.Role.FAILED);
  }

  @Test
  void aModuleThatIsNotThereIsLeftOut() {
    ScreenEvent module =
        Screen.read("modprobe: FATAL: Module it87 not found in directory /lib/modules/6.12.1")
            .failures()
            .getFirst();

    assertThat(module.role()).isEqualTo(ScreenEvent.Role.MISSED);
    assertThat(module.hangs()).isFalse();
    assertThat(Screen.read("loading module vfio_pci...").failures().getFirst().hangs()).isTrue();
  }

  private static boolean shows(KnownLine found, KnownLine wanted) {
    return found.meaning() == wanted.meaning()
        && (wanted.kinds().all().isEmpty()
            || wanted.kinds().all().stream().anyMatch(found.kinds().all()::contains));
  }

  private static String filled(KnownLine.Words words) {
    return words
        .shown()
        .replace("{module}", "vfio_pci")
        .replace("{device}", "/dev/disk/by-uuid/1234-ABCD")
        .replace("{disk}", "sda")
        .replace("{pool}", "rpool")
        .replace("{dataset}", "rpool/root")
        .replace("{mount}", "/data")
        .replace("{file}", "/etc/some/file")
        .replace("{name}", "some-name")
        .replace("{unit}", "Some Service")
        .replace("{text}", "X7");
  }

  @Test
  void whatSystemdMountsIsOfTheStageThatItsPathTells() {
    assertThat(Screen.read("[FAILED] Failed to mount /mnt/nas.").failures())
        .extracting(ScreenEvent::stage)
        .containsExactly(ScreenStage.STAGE_2);
    assertThat(Screen.read("[FAILED] Failed to mount /sysroot/nas.").failures())
        .extracting(ScreenEvent::stage)
        .containsExactly(ScreenStage.MOUNTS);
    assertThat(
            Screen.read(
                    "mount: /mnt/win: unknown filesystem type 'ntfs'.\nFailed to mount /mnt/win.")
                .failures())
        .extracting(ScreenEvent::stage)
        .containsExactly(ScreenStage.STAGE_2);
  }

  @Test
  void aMenuThatListsASystemIsNotEmpty() {
    String last = "Reboot Into Firmware Interface\n\n   Boot in 3 s.";
    assertThat(Screen.read(last).failures()).hasSize(1);
    assertThat(Screen.read("Windows Boot Manager\n" + last).failures()).hasSize(1);
    assertThat(Screen.read("NixOS (Generation 58 NixOS 25.11 (Linux 6.12.1))\n" + last).failures())
        .isEmpty();
  }

  @Test
  void whatAnInitrdThatWasCutOffLacksOnlyFollows() {
    String later = "mount: error while loading shared libraries: libmount.so.1: no such file";
    assertThat(
            Screen.read("Initramfs unpacking failed: ZSTD-compressed data is truncated\n" + later)
                .failures())
        .hasSize(1);
    assertThat(Screen.read(later).failures()).hasSize(1);
  }

  @Test
  void inTheMiddleOfASentenceWhatGoesOnIsNoName() {
    String said = "last week it also hung at importing root ZFS pool ";
    assertThat(Screen.read(said + "never to come back").events().getFirst().about()).isEmpty();
    assertThat(Screen.read(said + "tank").events().getFirst().about()).isEqualTo("tank");
  }
}
