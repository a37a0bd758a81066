package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.GenerationBuilder;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.InstallationBuilder;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.PartitionBuilder;
import dev.thaw.nixos.Stage1;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.rescue.ActionLog;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Network;
import dev.thaw.rescue.Procedure;
import dev.thaw.rescue.StorageAction;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Pools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutsTest {

  /** Answers with what a probe printed on a real machine. */
  private record Captured(String resource) implements Machine {
    @Override
    public String name() {
      return "captured";
    }

    @Override
    public CommandResult run(Command command, OutputListener output) {
      try (InputStream in = Disks.class.getResourceAsStream(resource)) {
        byte[] bytes = in.readAllBytes();
        output.out(bytes, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new CommandResult(command, 0, new byte[0], new byte[0], Duration.ZERO);
    }

    @Override
    public void close() {}
  }

  private static String show(Object value) {
    String shown = TextView.show(value, 80, Style.PLAIN);
    assertThat(shown.lines()).allMatch(line -> Width.of(line) <= 80);
    return shown;
  }

  private static final Instant WHEN =
      LocalDateTime.of(2026, 10, 31, 23, 59).atZone(ZoneId.systemDefault()).toInstant();

  private static Generation generation(int number, boolean current, boolean whole, long copied) {
    return GenerationBuilder.generation(number, "/nix/store/t" + number)
        .date(WHEN)
        .versions("label", "25.11.20260101.abcdef0", "6.12.63")
        .stage1(Stage1.SYSTEMD)
        .marked(current, current, number != 40)
        .whole(whole)
        .files(
            new BootFile("/nix/store/k", 5, "/EFI/nixos/k.efi", copied, false),
            new BootFile("/nix/store/i", 5, "/EFI/nixos/i.efi", 5, false))
        .build();
  }

  private static final List<Generation> GENERATIONS =
      List.of(
          generation(42, true, true, 5),
          generation(41, false, true, 3),
          generation(40, false, false, 5));

  private static final BootPartition ESP =
      PartitionBuilder.esp("/dev/nvme0n1p1", "1234-ABCD", "/boot")
          .theOne(true, "the fstab mounts it at /boot", "it has loader entries")
          .build();

  private static final Installation ATLAS =
      InstallationBuilder.installation("/nix/store/t42")
          .hostId("007f0101")
          .version("25.11.20260101.abcdef0")
          .on(
              new FilesystemLocation("nvmepool/nix", "zfs", "", ""),
              new FilesystemLocation("nvmepool/root", "zfs", "", ""))
          .mounts(
              List.of(
                  new Mount(
                      new FstabEntry(1, "nvmepool/root", "/", "zfs", List.of("zfsutil"), 0, 0),
                      Mount.State.FOUND,
                      "nvmepool/root",
                      ""),
                  new Mount(
                      new FstabEntry(2, "/dev/disk/by-uuid/99", "/data", "ext4", List.of(), 0, 2),
                      Mount.State.MISSING,
                      "",
                      "no device is it")))
          .generations(GENERATIONS)
          .boots(List.of(ESP), BootTree.EMPTY)
          .build();

  @Test
  void showsRealDisksPoolsAndDatasets() {
    assertThat(show(Disks.look(new Captured("article-disks.out"))))
        .isEqualTo(
            """
            DEVICE           SIZE  TYPE  HOLDS       LABEL     ABOUT
            /dev/vda      394 MiB  disk  squashfs              live medium
            /dev/nvme0n1  4.0 GiB  disk                        nvme QEMU NVMe Ctrl
            ├─nvme0n1p1   256 MiB  part  vfat        BOOT      EFI system partition
            └─nvme0n1p2   3.7 GiB  part  zfs_member  nvmepool  nixos\
            """);
    assertThat(show(Datasets.look(new Captured("article-datasets.out"))))
        .isEqualTo(
            """
            DATASET            USED     FREE  MOUNT POINT  MOUNTED
            nvmepool        128 MiB  3.3 GiB  none         no
            nvmepool/home   104 KiB  3.3 GiB  legacy       no
            nvmepool/nix    127 MiB  3.3 GiB  legacy       no
            nvmepool/root   184 KiB  3.3 GiB  legacy       no
            nvmepool/var   96.0 KiB  3.3 GiB  legacy       no\
            """);
    assertThat(show(Pools.look(new Captured("imported-pools.out"))))
        .isEqualTo(
            """
            POOL      STATE      SIZE     FREE  IMPORTED  DEVICES
            nvmepool  ONLINE  3.5 GiB  3.4 GiB  writable  nvme-QEMU_NVMe_Ctrl_thaw-article-…\
            """);
  }

  @Test
  void showsInstallations() {
    assertThat(show(List.of(ATLAS)))
        .isEqualTo(
            """
            HOST   NIXOS           GENERATIONS  ROOT           STORE         BOOT PARTITION
            atlas  25.11.20260101  3, now 42    nvmepool/root  nvmepool/nix  /dev/nvme0n1p1
            * atlas: /data (/dev/disk/by-uuid/99) is not there: no device is it.\
            """);
  }

  @Test
  void showsOneInstallationWithAllThatIsKnown() {
    assertThat(show(ATLAS))
        .isEqualTo(
            """
            host name        atlas
            nixos version    25.11.20260101.abcdef0
            toplevel         /nix/store/t42
            store            nvmepool/nix
            root             nvmepool/root
            host id          007f0101

            mounts:
            MOUNT POINT  WHAT                  TYPE  STATE    NOW
            /            nvmepool/root         zfs   found    nvmepool/root
            /data        /dev/disk/by-uuid/99  ext4  missing
            * /data: no device is it

            generations:
             N  DATE              KERNEL   NIXOS           STORE       MENU     CURRENT
            42  2026-10-31 23:59  6.12.63  25.11.20260101  whole       default  current
            41  2026-10-31 23:59  6.12.63  25.11.20260101  whole       damaged
            40  2026-10-31 23:59  6.12.63  25.11.20260101  incomplete  no

            boot partitions:
            PARTITION       UUID       LABEL  TYPE     SIZE  FSTAB  THE ONE
            /dev/nvme0n1p1  1234-ABCD  ESP    vfat  1.0 GiB  /boot  yes
            * /dev/nvme0n1p1: the fstab mounts it at /boot; it has loader entries.\
            """);
  }

  @Test
  void showsWhereTheRescueStandsAndWhatWasDone() {
    var procedure =
        new Procedure(
            List.of(
                new Procedure.Milestone(
                    Procedure.Progress.DONE, "mountAll()", "4 filesystems at /mnt"),
                new Procedure.Milestone(Procedure.Progress.NEXT, "rebuild()", "or rollback(N)")));
    assertThat(show(procedure))
        .isEqualTo(
            """
                  CALL        WHAT FOR
            done  mountAll()  4 filesystems at /mnt
            next  rebuild()   or rollback(N)\
            """);
    var check = new Network.Check("live system", "names", false, "not resolved");
    assertThat(show(new Network(List.of(check))))
        .isEqualTo(
            """
            FROM         WHAT   WORKS  SEEN
            live system  names  no     not resolved\
            """);
    String advice = "not resolved: see /etc/resolv.conf, or name a server by hand, please";
    var wordy = new Network.Check("live system", "names", false, advice);
    assertThat(TextView.show(new Network(List.of(wordy)), 60, Style.PLAIN))
        .isEqualTo(
            """
            FROM         WHAT   WORKS  SEEN
            live system  names  no     not resolved: see
                                       /etc/resolv.conf, or name a
                                       server by hand, please\
            """);
    var entry =
        new ActionLog.Entry(
            "1",
            WHEN,
            "s",
            "import the pool nvmepool",
            new StorageAction.ImportPool("nvmepool", "nvmepool", false, "", "/mnt"),
            List.of(),
            Optional.of(0));
    assertThat(show(List.of(entry)))
        .isEqualTo(
            """
            WHEN              WHY                       COMMAND                       STATUS
            2026-10-31 23:59  import the pool nvmepool  zpool import -N -R /mnt nvm…  0\
            """);
    assertThat(show(new Applied("atlas is mounted at /mnt.", true, List.of("rebuild() next."))))
        .isEqualTo("atlas is mounted at /mnt.\n* rebuild() next.");
  }

  @Test
  void saysThatItCanNotShowWhatFails() {
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no");
          }
        };
    assertThat(show(broken)).endsWith("that can't be shown: java.lang.IllegalStateException: no)");
  }
}
