package dev.thaw.practice.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.practice.Practice;
import org.junit.jupiter.api.Test;

/** What the tools print, held to what the lab's machine {@code article} printed. */
class ToolsTest {

  private final Practice practice = Practice.of("vfio");

  @Test
  void listsDisksAsUtilLinuxDoes() {
    assertThat(practice.says("lsblk"))
        .isEqualTo(
            """
            0
            NAME        MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS
            vda         254:0    0 393.5M  1 disk\s
            nvme0n1     259:1    0     4G  0 disk\s
            ├─nvme0n1p1 259:2    0   256M  0 part\s
            └─nvme0n1p2 259:3    0   3.7G  0 part\s
            """);
    assertThat(practice.says("blkid /dev/nvme0n1p1"))
        .isEqualTo(
            """
            0
            /dev/nvme0n1p1: LABEL_FATBOOT="BOOT" LABEL="BOOT" UUID="3C1A-7F02" BLOCK_SIZE="512" \
            TYPE="vfat" PARTLABEL="ESP" PARTUUID="4df6d6f5-ea61-4412-9790-32c9563300cf"
            """);
    assertThat(practice.says("blkid /dev/nosuch")).isEqualTo("2\n");
    assertThat(practice.says("blkid -o value -s UUID /dev/nvme0n1p2"))
        .isEqualTo("0\n15425633858310155440\n");
  }

  @Test
  void refusesAPoolOfAnotherSystemAsZfsDoes() {
    assertThat(practice.says("zpool import"))
        .isEqualTo(
            """
            0
              pool: nvmepool
                id: 15425633858310155440
             state: ONLINE
            status: The pool was last accessed by another system.
            action: The pool can be imported using its name or numeric identifier and
            	the '-f' flag.
               see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-EY
            config:

            	nvmepool                                  ONLINE
            	  nvme-QEMU_NVMe_Ctrl_thaw-article-part2  ONLINE
            """);
    assertThat(practice.says("zpool import -N -R /mnt nvmepool"))
        .isEqualTo(
            """
            1
            cannot import 'nvmepool': pool was previously in use from another system.
            Last accessed by atlas (hostid=a8c0f3d1) at Sun Nov 22 15:12:21 2026
            The pool can be imported, use 'zpool import -f' to import the pool.
            """);
    assertThat(practice.says("zpool import -f -N -R /mnt nvmepool")).isEqualTo("0\n");
    assertThat(practice.says("zpool import -f -N -R /mnt nvmepool"))
        .isEqualTo(
            """
            1
            cannot import 'nvmepool': a pool with that name already exists
            use the form 'zpool import <pool | id> <newpool>' to give it a new name
            """);
    assertThat(
            practice.says(
                "zpool export nvmepool; zpool export nvmepool; zpool import | grep action"))
        .isEqualTo(
            """
            0
            action: The pool can be imported using its name or numeric identifier.
            cannot open 'nvmepool': no such pool
            """);
  }

  @Test
  void saysOfPoolsThatAreNotThereWhatZfsSays() {
    assertThat(practice.says("zpool list")).isEqualTo("0\nno pools available\n");
    assertThat(practice.says("zpool status")).isEqualTo("0\nno pools available\n");
    assertThat(practice.says("zfs list")).isEqualTo("0\nno datasets available\n");
    assertThat(practice.says("zpool import nosuch"))
        .isEqualTo("1\ncannot import 'nosuch': no such pool available\n");
    assertThat(practice.says("zpool list nosuch"))
        .isEqualTo("1\ncannot open 'nosuch': no such pool\n");
    assertThat(practice.says("mount -t zfs nvmepool/root /mnt"))
        .isEqualTo("1\nfilesystem 'nvmepool/root' cannot be mounted, unable to open the dataset\n");
  }

  @Test
  void showsWhatIsMountedAsTheRealToolsDo() {
    practice.mounted();
    assertThat(practice.says("zfs list -o name,mountpoint,mounted,canmount"))
        .isEqualTo(
            """
            0
            NAME           MOUNTPOINT  MOUNTED  CANMOUNT
            nvmepool       none        no       on
            nvmepool/home  legacy      yes      on
            nvmepool/nix   legacy      yes      on
            nvmepool/root  legacy      yes      on
            nvmepool/var   legacy      yes      on
            """);
    assertThat(practice.says("findmnt -R /mnt"))
        .isEqualTo(
            """
            0
            TARGET      SOURCE         FSTYPE OPTIONS
            /mnt        nvmepool/root  zfs    rw,noatime,xattr,posixacl,casesensitive
            ├─/mnt/nix  nvmepool/nix   zfs    rw,noatime,xattr,posixacl,casesensitive
            ├─/mnt/var  nvmepool/var   zfs    rw,noatime,xattr,posixacl,casesensitive
            ├─/mnt/boot /dev/nvme0n1p1 vfat   rw,relatime,fmask=0077,dmask=0077,codepage=437,\
            iocharset=ascii,shortname=mixed,utf8,errors=remount-ro
            └─/mnt/home nvmepool/home  zfs    rw,noatime,xattr,posixacl,casesensitive
            """);
    assertThat(practice.says("zpool status"))
        .isEqualTo(
            """
            0
              pool: nvmepool
             state: ONLINE
            config:

            	NAME                                      STATE     READ WRITE CKSUM
            	nvmepool                                  ONLINE       0     0     0
            	  nvme-QEMU_NVMe_Ctrl_thaw-article-part2  ONLINE       0     0     0

            errors: No known data errors
            """);
    assertThat(practice.says("cat /mnt/boot/loader/loader.conf"))
        .isEqualTo("0\ntimeout 1\ndefault nixos-generation-57.conf\nconsole-mode keep\n");
  }

  @Test
  void unmountsOnlyWhatIsNotBusy() {
    practice.mounted();
    assertThat(practice.says("umount /mnt")).isEqualTo("32\numount: /mnt: target is busy.\n");
    assertThat(practice.says("cd /mnt/home && umount /mnt/home"))
        .isEqualTo("32\numount: /mnt/home: target is busy.\n");
    assertThat(practice.says("umount /mnt/boot; umount /mnt/boot"))
        .isEqualTo("32\numount: /mnt/boot: not mounted.\n");
    assertThat(practice.says("umount /nosuch"))
        .isEqualTo("32\numount: /nosuch: no mount point specified.\n");
    assertThat(practice.says("zfs umount nvmepool/root"))
        .isEqualTo(
            "1\ncannot unmount 'nvmepool/root': legacy mountpoint\n"
                + "use umount(8) to unmount this filesystem\n");
    assertThat(practice.says("umount -R /mnt; findmnt -R /mnt")).isEqualTo("1\n");
  }

  @Test
  void exportingUnmountsWhatItCanAndFailsAtWhatIsBusy() {
    practice.mounted();
    assertThat(practice.says("zpool export nvmepool"))
        .isEqualTo("1\ncannot unmount '/mnt': pool or dataset is busy\n");
    assertThat(practice.says("findmnt -n -o TARGET -R /mnt"))
        .as("as ZFS leaves it: what could be unmounted is")
        .isEqualTo("0\n/mnt\n└─/mnt/boot\n");
  }

  @Test
  void saysWhyAMountFailsAsMountDoes() {
    String more = "\n       dmesg(1) may have more information after failed mount system call.\n";
    assertThat(practice.says("mount UUID=1234-5678 /mnt"))
        .isEqualTo("1\nmount: /mnt: can't find UUID=1234-5678.\n");
    assertThat(practice.says("mount /dev/nvme0n1p2 /mnt"))
        .isEqualTo("32\nmount: /mnt: unknown filesystem type 'zfs_member'." + more);
    assertThat(practice.says("mount /dev/nosuch /mnt"))
        .isEqualTo(
            "32\nmount: /mnt: fsconfig() failed: /dev/nosuch: Can't lookup blockdev." + more);
    assertThat(practice.says("mount /dev/nvme0n1p1 /nosuch"))
        .isEqualTo("32\nmount: /nosuch: mount point does not exist." + more);
    assertThat(practice.says("mount nosuch"))
        .isEqualTo("1\nmount: nosuch: can't find in /etc/fstab.\n");
  }

  @Test
  void whatIsMountedReadOnlyCanNotBeWritten() {
    practice.sh("mount -o ro UUID=3C1A-7F02 /mnt");
    assertThat(practice.says("mkdir /mnt/x"))
        .isEqualTo("1\nmkdir: cannot create directory ‘/mnt/x’: Read-only file system\n");
    assertThat(practice.says("rm /mnt/loader/loader.conf"))
        .isEqualTo("1\nrm: cannot remove '/mnt/loader/loader.conf': Read-only file system\n");
    assertThat(practice.says("cat /mnt/loader/loader.conf | head -n 1"))
        .isEqualTo("0\ntimeout 1\n");
  }

  @Test
  void aFullFilesystemTakesNoMore() {
    practice.sh("mount UUID=3C1A-7F02 /mnt");
    practice.sh("cp /mnt/EFI/nixos/*bzImage.efi /mnt/a");
    for (int i = 0; i < 30; i++) {
      practice.sh("cp /mnt/a /mnt/b" + i);
    }
    assertThat(practice.says("cp /mnt/a /mnt/more"))
        .isEqualTo("1\ncp: cannot create regular file '/mnt/more': No space left on device\n");
  }

  @Test
  void hasTheErrorsOfTheSmallToolsToo() {
    assertThat(practice.says("ls -d /run /etc/hostname /bin"))
        .as("sorted, however they were named")
        .isEqualTo("0\n/bin\n/etc/hostname\n/run\n");
    assertThat(practice.says("ls /nosuch"))
        .isEqualTo("2\nls: cannot access '/nosuch': No such file or directory\n");
    assertThat(practice.says("cat /nosuch"))
        .isEqualTo("1\ncat: /nosuch: No such file or directory\n");
    assertThat(practice.says("cat /mnt")).isEqualTo("1\ncat: /mnt: Is a directory\n");
    assertThat(practice.says("mkdir /mnt"))
        .isEqualTo("1\nmkdir: cannot create directory ‘/mnt’: File exists\n");
    assertThat(practice.says("mkdir /a/b/c"))
        .isEqualTo("1\nmkdir: cannot create directory ‘/a/b/c’: No such file or directory\n");
    assertThat(practice.says("rm /mnt")).isEqualTo("1\nrm: cannot remove '/mnt': Is a directory\n");
    assertThat(practice.says("modprobe nosuch"))
        .isEqualTo(
            "1\nmodprobe: FATAL: Module nosuch not found in directory /lib/modules/6.12.107\n");
    assertThat(practice.says("cryptsetup close foo")).isEqualTo("4\nDevice foo is not active.\n");
    assertThat(practice.says("efibootmgr"))
        .isEqualTo("2\nEFI variables are not supported on this system.\n");
    assertThat(practice.says("ping -c 1 cache.nixos.org"))
        .isEqualTo("2\nping: cache.nixos.org: Temporary failure in name resolution\n");
    assertThat(practice.says("lsblk --frob"))
        .isEqualTo("1\nlsblk: the practice machine's lsblk does not know --frob.\n");
  }

  @Test
  void linksOfTheInstalledSystemLeadInsideItOnlyAfterAChroot() {
    practice.mounted();
    assertThat(practice.says("cat /mnt/etc/hostname"))
        .isEqualTo("1\ncat: /mnt/etc/hostname: No such file or directory\n");
    assertThat(practice.says("nixos-enter --root /mnt -c 'cat /etc/hostname'"))
        .isEqualTo("0\natlas\nsetting up /etc...\n");
    assertThat(practice.says("nixos-enter --root /home -c true"))
        .isEqualTo(
            "126\n/run/current-system/sw/bin/nixos-enter: '/home' is not a NixOS installation\n");
  }
}
