package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Scripts;
import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.rescue.Rescue;
import dev.thaw.storage.Containers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** LVM and arrays: what their tools print, and how they lie on each other. */
class LayersTest {

  private static final String SCRIPTED = "boot.initrd.systemd.enable = true;";

  private static String text(String name) {
    return Scripts.read(Description.class, name + ".machine");
  }

  private static Practice made(String text) {
    return Practice.of(MachineBuilder.whole("layers", Description.parse(text)));
  }

  /** The numbers are those of the practice machine; the form is lvm2's 2.03. */
  @Test
  void printsWhatLvmPrints() {
    Practice practice = Practice.of("lvm-not-activated");
    assertThat(practice.says("vgs; lvs; pvs"))
        .isEqualTo(
            """
            0
              VG   #PV #LV #SN Attr   VSize  VFree \s
              pool   1   2   0 wz--n- <7.50g 508.00m
              LV   VG   Attr       LSize
              root pool -wi------- 5.00g
              home pool -wi------- 2.00g
              PV        VG   Fmt  Attr PSize  PFree \s
              /dev/sda2 pool lvm2 a--  <7.50g 508.00m
            """);
    assertThat(practice.says("vgs -o vg_name,vg_uuid --readonly --reportformat json"))
        .isEqualTo(
            """
            0
              {
                  "report": [
                      {
                          "vg": [
                              {"vg_name":"pool", "vg_uuid":"ZuJ1uo-3Xqd-Tm9K-4cWe-bY2p-Fh6L-o8RvNs"}
                          ]
                      }
                  ]
              }
            """);
    assertThat(practice.says("ls /dev/pool")).startsWith("2\n");
    assertThat(practice.says("vgchange --activate y -- pool"))
        .isEqualTo("0\n  2 logical volume(s) in volume group \"pool\" now active\n");
    assertThat(practice.says("readlink /dev/pool/root /dev/mapper/pool-home; lsblk -o NAME,TYPE"))
        .isEqualTo(
            """
            0
            ../dm-0
            ../dm-1
            NAME          TYPE
            vda           disk
            sda           disk
            ├─sda1        part
            └─sda2        part
              ├─pool-root lvm
              └─pool-home lvm
            """);
    practice.sh("mount /dev/pool/home /mnt");
    assertThat(practice.says("vgchange -an pool"))
        .isEqualTo(
            """
            5
              1 logical volume(s) in volume group "pool" now active
              Logical volume pool/home contains a filesystem in use.
            """);
    assertThat(practice.says("vgchange -ay nosuch"))
        .isEqualTo(
            """
            5
              Volume group "nosuch" not found
              Cannot process volume group nosuch
            """);
  }

  @Test
  void printsWhatMdadmPrints() {
    Practice practice = Practice.of("md-not-assembled");
    assertThat(practice.says("cat /proc/mdstat"))
        .isEqualTo("0\nPersonalities : \nunused devices: <none>\n");
    assertThat(practice.says("mdadm --assemble --scan"))
        .isEqualTo("0\nmdadm: /dev/md/root has been started with 2 drives.\n");
    assertThat(practice.says("cat /proc/mdstat; lsblk -o NAME,TYPE,FSTYPE; lsblk -l -o NAME"))
        .isEqualTo(
            """
            0
            Personalities : [raid1]\s
            md127 : active raid1 sdb2[1] sda2[0]
                  7731200 blocks super 1.2 [2/2] [UU]
                 \s
            unused devices: <none>
            NAME      TYPE  FSTYPE
            vda       disk  squashfs
            sda       disk \s
            ├─sda1    part  vfat
            └─sda2    part  linux_raid_member
              └─md127 raid1 ext4
            sdb       disk \s
            ├─sdb1    part \s
            └─sdb2    part  linux_raid_member
              └─md127 raid1 ext4
            NAME
            vda
            sda
            sda1
            sda2
            md127
            sdb
            sdb1
            sdb2
            """);
    assertThat(practice.says("mdadm --stop /dev/md/root && mdadm --detail /dev/md/root"))
        .isEqualTo(
            """
            1
            mdadm: stopped /dev/md/root
            mdadm: cannot open /dev/md/root: No such file or directory
            """);
  }

  @Test
  void anArrayThatLacksADeviceStartsBySystemdOnly() {
    String mended =
        text("md-not-assembled").replace("stateVersion = \"25.11\"", "stateVersion = \"23.05\"")
            + "gone sdb\n";
    assertThat(made(mended).reboot()).contains("trying to mount anyway");
    Practice systemd = made(mended.replaceAll("(?m)^release .*$", "release 26.05.1.abc"));
    assertThat(systemd.reboot()).contains("has started");
    Rescue rescue = systemd.rescue(FakePerson.yes());
    rescue.unlock(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(systemd.says("mdadm --detail /dev/md/root")).contains("clean, degraded", "removed");
    assertThat(Containers.look(systemd.machine).arrays().getFirst().missingDevices()).isEqualTo(1);
    rescue.mountAll(1);
    assertThat(systemd.says("cat /mnt/home/otto/clocks.txt")).contains("four minutes");
    rescue.leave();
    assertThat(Containers.look(systemd.machine).arrays().getFirst().assembled()).isEmpty();
  }

  /** LVM in an open container; each is there only after what it lies on, and goes before it. */
  @Test
  void volumesInAContainerAreOpenedLayerByLayer() {
    String stacked =
        text("lvm-not-activated")
            .replace(SCRIPTED, "boot.initrd.luks.devices.deep.device = \"/dev/sda2\";")
            .replace(
                "group pool sda2",
                "luks sda2 uuid=0a5b3a50-5b5c-4b0f-9d75-6f1f3a9e7c11 passphrase=practice as=deep\n"
                    + "group pool dm-0");
    Practice practice = made(stacked);
    assertThat(practice.reboot()).contains("Passphrase for /dev/sda2", "has started");
    Rescue rescue = practice.rescue(FakePerson.knowing("practice"));
    rescue.unlock(Optional.empty(), Optional.empty(), Optional.empty());
    rescue.mountAll(1);
    assertThat(
            practice.says(
                "findmnt -no SOURCE /mnt; cryptsetup close luks-0a5b3a50-5b5c-4b0f-9d75-6f1f3a9e7c11"))
        .contains("/dev/mapper/pool-root", "is still in use");
    assertThat(practice.says("cat /mnt/home/ines/ferns.txt")).contains("royal");
    rescue.leave();
    assertThat(practice.says("ls /dev/mapper")).doesNotContain("pool", "luks");
    assertThat(practice.says("findmnt -n /mnt")).startsWith("1");
  }

  @Test
  void anEncryptedDatasetIsReadWithItsKeyOnly() {
    Practice practice = Practice.of("zfs-key");
    practice.sh("zpool import -f -N -R /mnt rpool");
    assertThat(practice.says("zfs get -r -o name,value keystatus rpool"))
        .isEqualTo(
            """
            0
            NAME             VALUE
            rpool            -
            rpool/local      -
            rpool/local/nix  -
            rpool/safe       unavailable
            rpool/safe/home  unavailable
            rpool/safe/root  unavailable
            """);
    assertThat(practice.says("mount -t zfs rpool/safe/root /mnt"))
        .isEqualTo("1\nfilesystem 'rpool/safe/root' can not be mounted: Permission denied\n");
    assertThat(practice.says("zfs load-key rpool/safe/root"))
        .isEqualTo(
            "255\nKey load error: Keys must be loaded for encryption root of 'rpool/safe/root'"
                + " (rpool/safe).\n");
    assertThat(practice.says("echo wrong | zfs load-key rpool/safe"))
        .isEqualTo("255\nKey load error: Incorrect key provided for 'rpool/safe'.\n");
    assertThat(practice.says("echo practice | zfs load-key -L prompt rpool/safe")).isEqualTo("0\n");
    assertThat(practice.says("mount -t zfs rpool/safe/root /mnt && ls /mnt/etc/NIXOS"))
        .isEqualTo("0\n/mnt/etc/NIXOS\n");
    assertThat(practice.says("zfs unload-key rpool/safe"))
        .isEqualTo("255\nKey unload error: 'rpool/safe' is busy.\n");
    practice.sh("zpool export rpool; zpool import -f -N -R /mnt rpool");
    assertThat(practice.says("zfs get -Ho value keystatus rpool/safe"))
        .isEqualTo("0\nunavailable\n");
  }

  /** The keys that are named are asked for, and no others. */
  @Test
  void stage1AsksForTheKeysThatItIsToldTo() {
    String text = text("zfs-key");
    String own = "boot.zfs.requestEncryptionCredentials = ";
    assertThat(made(text.replace(own + "false", own + "[ \"rpool/safe\" ]")).reboot())
        .contains("Enter passphrase for 'rpool/safe'", "has started");
    assertThat(made(text.replace(own + "false", own + "[ \"rpool/other\" ]")).reboot())
        .doesNotContain("Enter passphrase")
        .contains("Permission denied");
    String systemd = text.replaceAll("(?m)^release .*$", "release 26.05.1.abc");
    assertThat(made(systemd.replace(own + "false", own + "true")).reboot())
        .contains("Enter key for rpool/safe:", "has started");
  }

  @Test
  void whatTheLiveSystemHasOpenIsNotOpenForTheNextBoot() {
    Practice practice = Practice.of("lvm-not-activated");
    practice.sh("vgchange -ay");
    assertThat(practice.reboot()).contains("Timed out waiting for device /dev/pool/root.");
  }
}
