package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.bios.DiskStart;
import dev.thaw.boot.remembered.EmptyFiles;
import dev.thaw.boot.remembered.Firmware;
import dev.thaw.boot.remembered.LoadOption;
import dev.thaw.boot.remembered.Room;
import dev.thaw.boot.remembered.StateFile;
import dev.thaw.nixos.Account;
import dev.thaw.nixos.Accounts;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.Password;
import dev.thaw.nixos.Stage1;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.Limine;
import dev.thaw.nixos.loader.TestMenus;
import dev.thaw.practice.state.GrubSectors;
import dev.thaw.storage.Btrfs;
import dev.thaw.storage.DeviceType;
import dev.thaw.storage.DiskError;
import dev.thaw.storage.Health;
import dev.thaw.storage.LastUse;
import dev.thaw.storage.PoolBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is sure can be mended by a call, or by the answer to a question; hardly by hands alone. */
class SureMendsTest {

  private static final String GONE = "/dev/disk/by-uuid/5555-6666";

  /** What is sure, and what yet only a person can decide: what may be deleted. */
  private static final Set<String> ONLY_BY_HAND =
      Set.of("root-full", "efi-variables-full", "store-damaged");

  /** What breaks a machine, a way for each branch of each kind of failure. */
  private static final List<Consumer<TestSystem>> BREAKS =
      List.of(
          system -> system.menu.clear(),
          system -> system.current = 58,
          system -> {
            system.current = 58;
            system.bare = TestMenus.tree(Map.of("/x", 9L));
          },
          system -> {
            system.current = 58;
            system.menu.add(58);
            system.files.put("/EFI/nixos/k58", 5L);
          },
          system -> {
            system.current = 58;
            system.menu.add(58);
            system.files.put("/EFI/nixos/k58", 5L);
            system.exhausted.add(58);
          },
          system -> {
            system.current = 58;
            system.menu.add(58);
          },
          system -> bios(system, GrubSectors.disk(1, "(,gpt9)/grub", "")),
          system -> bios(system, new byte[512]),
          system -> {
            system.onZfs().encrypted.put("tank/root", "tank");
            system.screen = "filesystem 'tank/root' can not be mounted: Permission denied";
          },
          system -> check(system, BootCheck.Part.VARIABLE, "/sys/firmware/efi/efivars/x"),
          system -> check(system, BootCheck.Part.COPY, ""),
          system -> check(system, BootCheck.Part.COPY, "/boot/EFI/nixos/i57"),
          system -> check(system, BootCheck.Part.UNREAD, ""),
          system -> check(system, BootCheck.Part.HASH, ""),
          system -> check(system, BootCheck.Part.HASH, "/boot/EFI/Linux/nixos-1.efi"),
          system -> system.menu.add(41),
          system -> {
            system.menu.add(41);
            system.screen = "stage 2 init script (/mnt-root/" + TestSystem.system(41) + "/init)";
          },
          system -> system.dirty = "it is mounted read-only",
          system -> {
            system.free = 3;
            system.files.put("/x.tmp", 0L);
          },
          system -> system.files.remove("/EFI/nixos/i57"),
          system -> system.files.put("/EFI/nixos/k57", 1L),
          system -> system.further.add("/EFI/extra.img"),
          system -> module(system, "loading module i915..."),
          system -> module(system, "loading module i915...\nOops: 0000 [#1] SMP"),
          system -> {
            module(system, "loading module i915...");
            system.configuration = "{ boot.initrd.kernelModules = [ \"i915\" ]; }";
          },
          system -> {
            // What starts is old, and the configuration has moved on.
            module(system, "loading module i915...");
            system.current = 58;
          },
          system -> {
            system.menu.add(56);
            system.stage1 = Stage1.SCRIPTED;
            system.forcedBefore.add("i915");
            system.screen = "loading module i915...";
          },
          system -> {
            system.stage1 = Stage1.SCRIPTED;
            system.screen = "loading module usbhid...";
          },
          system -> {
            system.forced.add("it87");
            system.screen = "modprobe: FATAL: Module it87 not found in directory /lib/modules/6";
          },
          system -> {
            system.modules.remove("ahci");
            system.screen =
                "waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + " to appear";
          },
          system -> {
            system.onZfs().force = Optional.of(false);
            system.lastUse = Optional.of(new LastUse("nixos", "8425e349", Optional.empty(), false));
          },
          system -> {
            system.onZfs().health = Health.UNAVAIL;
            system.screen = "cannot import 'tank': one or more devices is currently unavailable";
          },
          system -> {
            system.onZfs().fsType = "ext4";
            system.screen = "cannot import 'tank': no such pool available";
          },
          system -> system.onZfs().early.add(TestSystem.entry("tank/gone", "/var", "zfs")),
          system -> {
            system.params.add("resume=" + GONE);
            system.screen = "Starting Resume from hibernation using device " + GONE + "...";
          },
          system -> system.early.add(TestSystem.entry("/dev/disk/by-uuid/E-E", "/var/log", "ext4")),
          system -> system.late.add(TestSystem.late("/dev/disk/by-uuid/E-E", "/data", "ext4")),
          system -> system.uuid = "2222",
          system -> system.uuid = "2\" evil",
          system -> {
            system.early.add(TestSystem.entry(GONE, "/var/log", "xfs"));
            system.screen = "Timed out waiting for device " + GONE + ".";
          },
          system -> system.early.add(TestSystem.entry(GONE, "/nix", "xfs")),
          system -> system.early.add(TestSystem.entry(GONE, "/nix", "vfat")),
          system -> system.late.add(TestSystem.late(GONE, "/data", "ext4")),
          system -> system.inLuks().uuid = "4444",
          system -> system.inLuks().uuid = "4\" evil",
          system -> system.inLuks().fsType = "ext4",
          system -> {
            system.modules.remove("ext4");
            system.screen = "mount: /sysroot: unknown filesystem type 'ext4'.";
          },
          system -> {
            system.volume = Optional.of(DeviceType.LVM);
            system.screen =
                "Timed out waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + ".";
          },
          system -> {
            system.volume = Optional.of(DeviceType.RAID);
            system.screen =
                "Timed out waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + ".";
          },
          system -> {
            system.onZfs().pools.add(PoolBuilder.pool("tank", "2").build());
            system.screen = "cannot import 'tank': more than one matching pool";
          },
          system -> {
            system.onZfs().fsType = "ext4";
            system.pools.add(
                PoolBuilder.pool("tank", "2").health(Health.UNAVAIL).unsupported("x:y").build());
            system.screen = "cannot import 'tank': unsupported version or feature";
          },
          system -> system.late.add(TestSystem.late("data/media", "/media", "zfs")),
          system -> {
            system.late.add(TestSystem.late("data/media", "/media", "zfs"));
            system.screen = "Failed to start Import ZFS pool \"data\".";
          },
          system -> {
            system.stage1 = Stage1.SCRIPTED;
            unread(system, bound(), Mount.State.MISSING, "");
            system.screen = "waiting for device /mnt-root/persist/lib to appear......";
          },
          system ->
              system.store = Optional.of(new FilesystemLocation("/dev/sda3", "ext4", "7777", "")),
          system -> {
            unread(system, system.early.getFirst(), Mount.State.UNREAD, "can't read superblock");
            system.screen = "mount: /sysroot: can't read superblock on /dev/sda2.";
          },
          system -> {
            system.menu.clear();
            system.files.put("/EFI/systemd/systemd-bootx64.efi", 9L);
          },
          system -> system.files.put("/loader/entries/nixos-generation-58.conf", 0L),
          system -> system.files.remove("/EFI/BOOT/BOOTX64.EFI"),
          system -> {
            system.files.remove("/EFI/BOOT/BOOTX64.EFI");
            system.files.put("/EFI/systemd/systemd-bootx64.efi", 9L);
            system.starts();
          },
          system -> {
            system.files.put("/EFI/grub/grubx64.efi", 9L);
            system.starts(new LoadOption(2, true, "GRUB", "guid-sda1", "/EFI/grub/grubx64.efi"));
          },
          system -> {
            system.starts();
            var none = new Firmware.VariableRoom(9, 9);
            Firmware old = system.firmware;
            system.firmware =
                new Firmware(
                    "",
                    old.order(),
                    old.current(),
                    old.next(),
                    old.entries(),
                    Optional.of(none),
                    List.of());
          },
          system -> system.empty = new EmptyFiles(3, List.of("/nix/store/x/bin/y")),
          system -> system.rooms.set(0, new Room("/", 9L << 30, 0, 0, 9, 5, "ext4", "1")),
          system -> {
            system.files.remove("/EFI/nixos/i57");
            system.other = new Grub();
            system.grub.add(TestSystem.system(57));
          },
          system -> {
            system.files.remove("/EFI/nixos/i57");
            system.other = new Limine();
            system.grub.add(TestSystem.system(57));
          },
          system -> {
            system.params.add("root=fstab");
            system.screen = "Timed out waiting for device /dev/gpt-auto-root.";
          },
          system -> {
            system.btrfs.add(new Btrfs(TestSystem.ROOT, "", 1, 2, List.of("/dev/sda2")));
            system.screen = "BTRFS error (device sda2): devid 2 uuid 0c is missing";
          },
          system -> {
            system.forced.add("amdgpu");
            system.screen = "[drm:amdgpu_job_timedout [amdgpu]] *ERROR* ring gfx timeout";
          },
          system ->
              system.stateFiles.addAll(
                  List.of(
                      new StateFile(StateFile.MACHINE_ID, StateFile.State.DANGLING),
                      new StateFile(StateFile.MAPS.getFirst(), StateFile.State.BROKEN))),
          system -> {
            system.inLuks().openAs = "cellar";
            system.early.set(
                0, TestSystem.entry("/dev/disk/by-uuid/" + TestSystem.ROOT, "/", "ext4"));
            system.screen =
                "Timed out waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + ".";
          },
          system -> system.errors.add(new DiskError("sda", true, "SMART says FAILED.")),
          system ->
              system.accounts =
                  new Accounts(
                      List.of(
                          new Account(
                              "root",
                              0,
                              true,
                              Password.LOCKED,
                              "",
                              true,
                              Account.Answer.CANNOT,
                              List.of(),
                              List.of("Its password is locked."))),
                      Optional.of(true),
                      true),
          system -> system.whole = false,
          system -> {
            system.whole = false;
            system.screen = "stage 2 init script (/mnt-root/" + TestSystem.system(57) + "/init)";
          });

  private static FstabEntry bound() {
    return new FstabEntry(
        9, "/persist/lib", "/var/lib", "none", List.of("bind", "x-initrd.mount"), 0, 0);
  }

  private static void unread(TestSystem system, FstabEntry entry, Mount.State state, String why) {
    if (!system.early.contains(entry)) {
      system.early.add(entry);
    }
    system.mounted.put(entry.file(), new Mount(entry, state, "/dev/sda2", why));
  }

  private static void bios(TestSystem system, byte[] sectors) {
    system.bootPoint = "";
    system.bare =
        TestMenus.tree(
            Map.of("/grub/grub.cfg", 9L),
            TestMenus.starting(new Grub(), List.of(TestSystem.system(57))));
    system.configuration = "{ boot.loader.grub.device = \"/dev/sda\"; }";
    system.firstSectors.add(DiskStart.of("sda", sectors));
  }

  private static void check(TestSystem system, BootCheck.Part part, String file) {
    system.checks.add(new BootCheck.Check(part, "x is y", false, "it is not", "Look.", file));
  }

  private static void module(TestSystem system, String screen) {
    system.stage1 = Stage1.SCRIPTED;
    system.forced.add("i915");
    system.screen = screen;
  }

  @Test
  void everyKindOfFindingIsMendedByACallOrAQuestionWhereItIsSure() {
    var seen = new HashSet<String>();
    var byHand = new ArrayList<Finding>();
    for (Consumer<TestSystem> breaks : BREAKS) {
      var system = new TestSystem();
      breaks.accept(system);
      for (Finding finding : system.findings()) {
        seen.add(finding.id());
        if (finding.certainty() == Certainty.SURE
            && finding.mend() instanceof Mend.ByHand
            && !ONLY_BY_HAND.contains(finding.id())) {
          byHand.add(finding);
        }
      }
    }

    assertThat(byHand).isEmpty();
    assertThat(seen).as("a kind that no machine here has").containsAll(Catalogue.ids());
  }

  @Test
  void whatCanOnlyBeChosenIsAskedWithEachOfItsMends() {
    var system = new TestSystem();
    system.early.add(TestSystem.entry(GONE, "/var/log", "ext4"));
    system.spare = true;

    assertThat(system.findings("device-gone").getFirst().mend())
        .isInstanceOfSatisfying(
            Mend.OneOf.class,
            question -> {
              assertThat(question.sentence())
                  .isEqualTo("What is to be mounted on /var/log can be /dev/sda3 or nothing.");
              assertThat(question.mends().values())
                  .containsExactly(
                      new Mend.SetOption(
                          "fileSystems.\"/var/log\".device", "\"/dev/disk/by-uuid/7777\""),
                      new Mend.UnsetOption("fileSystems.\"/var/log\""));
            });
  }
}
