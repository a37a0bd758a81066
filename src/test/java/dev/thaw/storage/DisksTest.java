package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisksTest {

  private static final String NVME =
      """
      {"blockdevices": [
        {"name":"nvme0n1","kname":"nvme0n1","path":"/dev/nvme0n1","type":"disk","size":2147483648,
         "model":"QEMU NVMe Ctrl  ","serial":"thaw-disk","tran":"nvme","rm":false,"ro":false,
         "fstype":null,"mountpoints":[null],
         "children":[
          {"name":"nvme0n1p1","kname":"nvme0n1p1","path":"/dev/nvme0n1p1","type":"part",
           "size":268435456,"fstype":"vfat","label":"ESP","uuid":"12CE-A600","partlabel":"esp",
           "partuuid":"6a3bd9c3-5b3c-4d9c-8d39-ffb1f2b6a2f1","rm":false,"ro":false,
           "parttype":"C12A7328-F81F-11D2-BA4B-00A0C93EC93B","parttypename":"EFI System",
           "mountpoints":[null]},
          {"name":"nvme0n1p2","kname":"nvme0n1p2","path":"/dev/nvme0n1p2","type":"part",
           "size":1877999616,"fstype":"zfs_member","label":"nvmepool",
           "uuid":"11036422217371937406","mountpoints":["/mnt","/mnt/home"]}]}]}
      """;

  private static ListWithNotes<BlockDevice> read(String lsblk) {
    return Disks.read(new Answers().with("lsblk", lsblk).sections());
  }

  @Test
  void partitionsAreChildrenOfTheirDisk() {
    BlockDevice disk = read(NVME).getFirst();
    assertThat(disk.model()).isEqualTo("QEMU NVMe Ctrl");
    assertThat(disk.type()).isEqualTo(DeviceType.DISK);
    assertThat(disk.size()).isEqualTo(2147483648L);
    assertThat(disk.children())
        .extracting(BlockDevice::path)
        .containsExactly("/dev/nvme0n1p1", "/dev/nvme0n1p2");
    assertThat(disk.children().get(1).mountPoints()).containsExactly("/mnt", "/mnt/home");
    assertThat(disk.children().get(1).label()).isEqualTo("nvmepool");
  }

  @Test
  void anEspIsKnownByItsPartitionTypeInAnyCaseAndInAnMbr() {
    assertThat(read(NVME).getFirst().children())
        .extracting(BlockDevice::hasEspType)
        .containsExactly(true, false);
    String mbr = NVME.replace("C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "0xef");
    assertThat(read(mbr).getFirst().children().getFirst().hasEspType()).isTrue();
    String boot =
        NVME.replace(
            "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "bc13c2ff-59e6-4262-a352-b275fd6f7172");
    assertThat(read(boot).getFirst().children().getFirst().hasXbootldrType()).isTrue();
  }

  @Test
  void anOldLsblkWithTextsForNumbersAndOneMountPointIsRead() {
    BlockDevice old =
        read("""
        {"blockdevices": [{"name":"sda","kname":"sda","type":"disk","size":"512","rm":"1",
        "ro":"0","mountpoint":"/mnt"}]}
        """)
            .getFirst();
    assertThat(old.path()).isEqualTo("/dev/sda");
    assertThat(old.size()).isEqualTo(512);
    assertThat(old.removable()).isTrue();
    assertThat(old.readOnly()).isFalse();
    assertThat(old.mountPoints()).containsExactly("/mnt");
    assertThat(old.uuid()).isEmpty();
  }

  @Test
  void whatUdevDoesNotKnowYetIsTakenFromBlkid() {
    var sections =
        new Answers()
            .with("lsblk", NVME.replace("\"vfat\"", "null").replace("\"12CE-A600\"", "null"))
            .with("blkid", 2, "DEVNAME=/dev/nvme0n1p1\nUUID=12CE-A600\nTYPE=vfat\n", "")
            .sections();
    List<BlockDevice> disks = Disks.read(sections);
    assertThat(Disks.byUuid(disks, "12ce-a600"))
        .singleElement()
        .extracting(BlockDevice::fsType)
        .isEqualTo("vfat");
  }

  @Test
  void aDeviceIsFoundByAnyOfItsNames() {
    var sections =
        new Answers()
            .with("lsblk", NVME)
            .with("links", "/dev/disk/by-id/nvme-QEMU_thaw-part2\t../../nvme0n1p2\n")
            .sections();
    List<BlockDevice> disks = Disks.read(sections);
    for (String name :
        List.of("nvme0n1p2", "/dev/nvme0n1p2", "/dev/disk/by-id/nvme-QEMU_thaw-part2")) {
      assertThat(Disks.named(disks, name))
          .hasValueSatisfying(device -> assertThat(device.path()).isEqualTo("/dev/nvme0n1p2"));
    }
    assertThat(Disks.named(disks, "nvme0n1p3")).isEmpty();
  }

  @Test
  void whatHasTwoParentsIsListedOnce() {
    String child = "{\"name\":\"md0\",\"path\":\"/dev/md0\",\"type\":\"raid1\",\"size\":1}";
    List<BlockDevice> disks =
        read(
            "{\"blockdevices\":[{\"name\":\"sda\",\"type\":\"disk\",\"size\":1,\"children\":[%s]},{\"name\":\"sdb\",\"type\":\"disk\",\"size\":1,\"children\":[%s]}]}"
                .formatted(child, child));
    assertThat(Disks.all(disks).map(BlockDevice::path))
        .containsExactly("/dev/sda", "/dev/md0", "/dev/sdb");
    assertThat(disks.getFirst().children().getFirst().type()).isEqualTo(DeviceType.RAID);
  }

  @Test
  void theLiveMediumIsMarkedAndTheBrokenDiskIsNot() {
    assertThat(read(NVME).getFirst().isLiveMedium()).isFalse();
    String stick =
        """
        {"blockdevices":[
          {"name":"sda","type":"disk","size":9,"fstype":"iso9660","children":[
            {"name":"sda1","type":"part","size":8,"fstype":"iso9660","mountpoints":["/iso"]},
            {"name":"sda2","type":"part","size":1,"fstype":"vfat","parttype":"0xef"}]},
          {"name":"loop0","type":"loop","size":7,"fstype":"squashfs","mountpoint":"/nix/.ro-store"},
          {"name":"sr0","type":"rom","size":7,"fstype":"iso9660","mountpoint":null}]}
        """;
    assertThat(read(stick))
        .extracting(BlockDevice::isLiveMedium)
        .containsExactly(true, true, false);
  }

  @Test
  void aHibernatedSystemIsWarnedOf() {
    ListWithNotes<BlockDevice> disks =
        read(
            "{\"blockdevices\":[{\"name\":\"sda\",\"type\":\"disk\",\"size\":1,\"fstype\":\"swsuspend\"}]}");
    assertThat(disks.getFirst().holdsHibernationImage()).isTrue();
    assertThat(disks.notes())
        .singleElement()
        .asString()
        .startsWith("A hibernated system lies in /dev/sda");
  }

  @Test
  void aLockedContainerIsToldToBeUnlockedAndAnOpenOneIsNot() {
    String luks =
        "{\"blockdevices\":[{\"name\":\"sda\",\"path\":\"/dev/sda\",\"type\":\"disk\",\"size\":1,"
            + "\"fstype\":\"crypto_LUKS\"%s}]}";
    String open = ",\"children\":[{\"name\":\"cellar\",\"type\":\"crypt\",\"size\":1}]";
    assertThat(read(luks.formatted("")).notes())
        .containsExactly(
            "/dev/sda is a LUKS container and locked: unlock() first to see what is in it.");
    assertThat(read(luks.formatted(open)).notes()).isEmpty();
  }

  @Test
  void udevStillBusyIsANoteAndNoUdevIsNone() {
    assertThat(
            Disks.read(new Answers().with("settle", 1, "", "").with("lsblk", NVME).sections())
                .notes())
        .singleElement()
        .asString()
        .contains("Look again");
    assertThat(
            Disks.read(new Answers().with("settle", 127, "", "x").with("lsblk", NVME).sections())
                .notes())
        .isEmpty();
  }

  @Test
  void hostileLabelsArriveUnchanged() {
    String label = "$(reboot)\\u001b[2J \\\"ä\\n";
    BlockDevice disk =
        read("{\"blockdevices\":[{\"name\":\"sda\",\"type\":\"disk\",\"size\":1,\"label\":\"%s\"}]}"
                .formatted(label))
            .getFirst();
    assertThat(disk.label()).isEqualTo("$(reboot)\u001b[2J \"ä\n");
  }

  @Test
  void aVolumeAndAnArrayHaveNamesOfTheirOwn() {
    List<BlockDevice> disks =
        Disks.read(
            new Answers()
                .with(
                    "lsblk",
                    """
                    {"blockdevices": [
                      {"name":"sda","kname":"sda","path":"/dev/sda","type":"disk","size":9,"children":[
                        {"name":"a--b-c--d","kname":"dm-0","path":"/dev/mapper/a--b-c--d","type":"lvm","size":1},
                        {"name":"e-f","kname":"dm-1","path":"/dev/mapper/e-f","type":"crypt","size":1},
                        {"name":"md127","kname":"md127","path":"/dev/md127","type":"raid1","size":1}]}]}
                    """)
                .with("links", "/dev/disk/by-id/md-name-atlas:root\t../../md127\n")
                .sections());
    assertThat(Disks.named(disks, "/dev/a-b/c-d")).map(BlockDevice::kernelName).contains("dm-0");
    assertThat(Disks.named(disks, "/dev/a/b-c-d")).isEmpty();
    assertThat(Disks.named(disks, "/dev/e/f")).isEmpty();
    assertThat(Disks.named(disks, "/dev/md/root")).map(BlockDevice::kernelName).contains("md127");
    assertThat(Disks.named(disks, "/dev/md/oot")).isEmpty();
  }

  @Test
  void lsblkThatPrintsNonsenseIsATroubleThatQuotesIt() {
    for (String nonsense : List.of("", "[]", "{\"blockdevices\": [{\"na", "lsblk: unknown")) {
      assertThatThrownBy(() ->
              Disks.read(
                  new Answers().with("lsblk", 1, nonsense, "lsblk: bad \u001b[2J").sections()))
          .isInstanceOf(Trouble.Refused.class)
          .hasMessage("Could not list the disks: lsblk ended with status 1: lsblk: bad \\x1b[2J");
    }
  }

  @Test
  void blkidsEscapesAreTakenBack() {
    assertThat(Blkid.unescape("we\\ ird\\\"l\\$(x)")).isEqualTo("we ird\"l$(x)");
    assertThat(Blkid.unescape("lM-CM-\\<\\ ks")).isEqualTo("lü ks");
    assertThat(Blkid.unescape("M-EM-^Q")).isEqualTo("ő");
    assertThat(Blkid.unescape("WM-DATA a^b\\")).isEqualTo("WM-DATA a^b\\");
  }
}
