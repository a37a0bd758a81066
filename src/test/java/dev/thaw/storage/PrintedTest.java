package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools printed on machines that nobody here made; names and serials were replaced. */
class PrintedTest {

  private static String text(String name) {
    return new String(Answers.resource("printed/" + name), StandardCharsets.UTF_8);
  }

  private static ListWithNotes<Pool> pools(String name) {
    return Pools.read(
        new Answers()
            .with("module", "")
            .with("hostid", "8425e349\n")
            .with("list", "")
            .with("import", text(name + ".import"))
            .sections());
  }

  private static Pool pool(String name) {
    ListWithNotes<Pool> pools = pools(name);
    assertThat(pools).hasSize(1);
    return pools.getFirst();
  }

  @Test
  void aPoolThatIsPrintedTwiceIsOneAndIsToldByItsNumber() {
    Pool pool = pool("same-guid-twice");
    assertThat(pool.guid()).isEqualTo("16189010088442266690");
    assertThat(pool.ambiguous()).isTrue();
    assertThat(pools("same-guid-twice").notes()).isEmpty();
  }

  @Test
  void theCauseBesideThePoolIsToldAndAnUnavailablePoolNeedsNoForce() {
    Pool pool = pool("cause-only-beside-the-pool");
    assertThat(pool.status())
        .startsWith("The pool was last accessed by another system.")
        .contains("unsupported feature(s)");
    assertThat(pool.force()).isEqualTo(new Force.NotNeeded());
    assertThat(pool.isImportable()).isFalse();
  }

  @Test
  void aRemarkBelowTheDevicesIsTold() {
    String text =
        text("cause-only-beside-the-pool.import")
            + "\n\n\tAdditional devices are known to be part of this pool, though their\n"
            + "\texact configuration cannot be determined.\n";
    Pool pool =
        Pools.read(new Answers().with("module", "").with("import", text).sections()).getFirst();
    assertThat(pool.status()).contains("Additional devices are known to be part of this pool");
    assertThat(pool.allVdevs()).hasSize(1);
  }

  @Test
  void aPoolThatCanOnlyBeReadSaysSo() {
    Pool pool = pool("readonly-importable");
    assertThat(pool.isOnlyReadable()).isTrue();
    assertThat(pool.isImportable()).isFalse();
    assertThat(pool.force()).isEqualTo(new Force.NotNeeded());
    assertThat(pools("readonly-importable").notes())
        .singleElement()
        .asString()
        .startsWith("Pool VAULT can only be read here");
  }

  @Test
  void aPoolInUseElsewhereIsForbiddenInOneSentence() {
    assertThat(pools("multihost-words").notes())
        .containsExactly(
            "Pool Pool-0 must not be imported: it is in use now on host node-c137b00b (hostid"
                + " c137b00b).");
  }

  @Test
  void withoutAHostidTheAdviceIsToSetOne() {
    String guarded =
        text("multihost-words.import")
            .replace(
                "The pool is currently imported by another system.",
                "The pool has the multihost property on.  It cannot be safely imported when the"
                    + " system hostid is not set.");
    Pool pool =
        Pools.read(new Answers().with("module", "").with("import", guarded).sections()).getFirst();
    assertThat(pool.force())
        .isInstanceOfSatisfying(
            Force.Forbidden.class,
            forbidden -> assertThat(forbidden.advice()).contains("zgenhostid"));
  }

  @Test
  void aFaultedPoolIsNotOfferedByForce() {
    Pool pool = pool("faulted-shown-as-force-only");
    assertThat(pool.force()).isEqualTo(new Force.NotNeeded());
    assertThat(pool.status()).contains("metadata is corrupted").contains("corrupted data");
  }

  @Test
  void theDeviceThatIsFaultedIsNamed() {
    assertThat(pool("faulted-child-not-named").failedDevices())
        .extracting(Vdev::name)
        .containsExactly("sda2");
  }

  @Test
  void whatZfsSaysBelowACommentIsNoPartOfIt() {
    Pool pool = pool("comment-swallows");
    assertThat(pool.comment()).isEqualTo("nas in the cellar");
    assertThat(pool.action()).contains("all devices are present").endsWith("the '-f' flag.");
  }

  @Test
  void whatStandsInThePlaceOfARemovedDeviceIsNone() {
    ZpoolText text =
        ZpoolText.parse(
                """
                  pool: tank
                 state: ONLINE
                config:

                \ttank          ONLINE       0     0     0
                \t  sda         ONLINE       0     0     0
                \t  indirect-3  ONLINE       0     0     0
                """)
            .getFirst();
    assertThat(text.vdevs().stream().filter(Vdev::isDevice))
        .extracting(Vdev::name)
        .containsExactly("sda");
  }

  @Test
  void twoArraysOfOneNameAreToldApart() {
    List<MdArray> arrays = MdScan.parse(text("two-arrays-one-name.md-examine"), "", new Numbers());
    assertThat(arrays).extracting(MdArray::name).containsExactly("/dev/md1", "/dev/md1");
    assertThat(arrays)
        .extracting(MdArray::uuid)
        .containsExactly(
            "bcb1d8ee:baf8fdb4:576b138c:f9fe661c", "ba0138e8:a3d3222a:576b138c:f9fe661c");
    assertThat(arrays.getFirst().devices()).containsExactly("/dev/sdd", "/dev/sdc", "/dev/sdb");
    assertThat(
            Containers.read(
                    new Answers()
                        .with("md-examine", text("two-arrays-one-name.md-examine"))
                        .sections())
                .notes())
        .singleElement()
        .asString()
        .contains(
            "2 arrays are called /dev/md1: unlock(\"bcb1d8ee:baf8fdb4:576b138c:f9fe661c\") or"
                + " unlock(\"ba0138e8:a3d3222a:576b138c:f9fe661c\") opens the one you mean.");
  }

  @Test
  void aFirmwaresRaidIsAContainerAndItsVolumes() {
    List<MdArray> arrays = MdScan.parse(text("imsm.md-examine"), "", new Numbers());
    MdArray container = arrays.getFirst();
    MdArray volume = arrays.get(1);
    assertThat(container.isContainer()).isTrue();
    assertThat(container.devices()).containsExactly("/dev/sda", "/dev/sdb");
    assertThat(volume.name()).isEqualTo("/dev/md/vol");
    assertThat(volume.container()).isEqualTo(container.uuid());
    assertThat(volume.devices()).containsExactly("/dev/sda", "/dev/sdb");
    String detail =
        """
        ARRAY /dev/md/imsm0 level=container num-devices=2 metadata=imsm UUID=5d6d60dd:398dfd82:10f791cd:ac60c175
           devices=/dev/sda,/dev/sdb
        ARRAY /dev/md/vol level=raid1 num-devices=2 container=/dev/md/imsm0 member=0 UUID=c9b69259:7c3318ab:ad16247d:f6db5724
        """;
    assertThat(MdScan.parse(text("imsm.md-examine"), detail, new Numbers()))
        .extracting(MdArray::level)
        .containsExactly("container", "raid1");
  }

  @Test
  void namesWithBlanksAndInactiveArraysAreRead() {
    String scan =
        """
        INACTIVE-ARRAY /dev/md127 level=raid1 num-devices=2 metadata=1.2 name="atlas:my disk" UUID=6f0e0b4a:1b5a0c7e:9d0f9a33:4c1e2f60
           devices=/dev/vda1
        ARRAY /dev/md/my disk level=raid1 num-devices=2 UUID=7f0e0b4a:1b5a0c7e:9d0f9a33:4c1e2f60 name=atlas:my disk
        """;
    List<MdArray> arrays = MdScan.parse("", scan, new Numbers());
    assertThat(arrays).extracting(MdArray::name).containsExactly("/dev/md127", "/dev/md/my disk");
    assertThat(arrays).extracting(MdArray::active).containsExactly(false, true);
  }

  @Test
  void aNumberThatNoDiskHasIsANote() {
    Containers containers =
        Containers.read(new Answers().with("btrfs", text("number-too-big.btrfs")).sections());
    Btrfs btrfs = containers.btrfs().getFirst();
    assertThat(btrfs.used()).isEqualTo(Numbers.UNKNOWN);
    assertThat(btrfs.devices()).containsExactly("/dev/loop0");
    assertThat(containers.notes()).singleElement().asString().contains("18446744073709486080");
  }

  @Test
  void theSameHoldsOfEveryNumber() {
    String big = "18446744073709551615";
    assertThat(
            Pools.read(
                    new Answers()
                        .with("module", "")
                        .with("list", "p\t1\tONLINE\t" + big + "\t1\t1\toff\toff\toff\t-\n")
                        .with("import", "")
                        .sections())
                .notes())
        .singleElement()
        .asString()
        .contains(big);
    assertThat(
            Disks.read(
                    new Answers()
                        .with(
                            "lsblk",
                            "{\"blockdevices\":[{\"name\":\"sda\",\"type\":\"disk\",\"size\":"
                                + big
                                + "}]}")
                        .sections())
                .notes())
        .singleElement()
        .asString()
        .contains(big);
    assertThat(
            Datasets.read(
                    new Answers()
                        .with("module", "")
                        .with("imported", "")
                        .with("get:1", "p\tused\t" + big + "\t-\n")
                        .sections())
                .notes())
        .singleElement()
        .asString()
        .contains(big);
    assertThat(
            Containers.read(
                    new Answers()
                        .with(
                            "vg",
                            "{\"report\":[{\"vg\":[{\"vg_name\":\"g\",\"vg_uuid\":\"u\",\"vg_size\":\""
                                + big
                                + "\"}]}]}")
                        .sections())
                .notes())
        .singleElement()
        .asString()
        .contains(big);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void whenZpoolListFailsTheAnswerSaysSo(String shell, @TempDir Path directory) throws Exception {
    var machine =
        new FakeTools(directory, shell).with("modprobe", "exit 0").with("blkid", "exit 2");
    machine.with(
        "zpool",
        """
        case "$1" in
          list) echo "bad property list: invalid property 'feature@encryption'" >&2; exit 2 ;;
          status) echo "  pool: tank"; echo " state: ONLINE" ;;
          import) echo "no pools available to import" >&2; exit 1 ;;
        esac
        """);
    assertThat(Pools.look(machine).notes())
        .singleElement()
        .asString()
        .contains("tank")
        .contains("invalid property 'feature@encryption'");
    assertThat(Datasets.look(machine).notes())
        .singleElement()
        .asString()
        .contains("invalid property 'feature@encryption'");
    Files.deleteIfExists(directory.resolve("log"));
  }

  @Test
  void groupsOfOneNameAreToldApart() {
    List<VolumeGroup> groups =
        LvmReports.parse(
            text("twin-vg-names.pv"),
            text("twin-vg-names.vg"),
            text("twin-vg-names.lv"),
            Set.of(),
            new Numbers());
    assertThat(groups).extracting(VolumeGroup::size).containsExactly(1000L, 2000L);
    assertThat(groups)
        .allSatisfy(group -> assertThat(group.volumes()).hasSize(1))
        .extracting(group -> group.volumes().getFirst().size())
        .containsExactly(900L, 1900L);
    // The report does not say whose the devices are.
    assertThat(groups).allSatisfy(group -> assertThat(group.devices()).isEmpty());
    String told =
        text("twin-vg-names.pv")
            .replace(
                "\"/dev/sda2\",",
                "\"/dev/sda2\",\"vg_uuid\":\"AAAAAA-0000-0000-0000-0000-0000-AAAAAA\",")
            .replace(
                "\"/dev/sdb2\",",
                "\"/dev/sdb2\",\"vg_uuid\":\"BBBBBB-0000-0000-0000-0000-0000-BBBBBB\",")
            .replace(
                "\"[unknown]\",",
                "\"[unknown]\",\"vg_uuid\":\"BBBBBB-0000-0000-0000-0000-0000-BBBBBB\",");
    assertThat(
            LvmReports.parse(
                told, text("twin-vg-names.vg"), text("twin-vg-names.lv"), Set.of(), new Numbers()))
        .extracting(group -> group.devices() + " " + group.missingDevices())
        .containsExactly("[/dev/sda2] 0", "[/dev/sdb2] 1");
  }

  @Test
  void aGroupWithAnActiveThinPoolIsActive() {
    Set<String> mapped = text("thinpool.mapped").lines().collect(Collectors.toSet());
    VolumeGroup group =
        LvmReports.parse(
                text("thinpool.pv"),
                text("thinpool.vg"),
                text("thinpool.lv"),
                mapped,
                new Numbers())
            .getFirst();
    assertThat(group.isActive()).isTrue();
    assertThat(
            LvmReports.parse(
                    text("thinpool.pv"),
                    text("thinpool.vg"),
                    text("thinpool.lv")
                        .replace(
                            "\"lv_name\":\"ct-template\"",
                            "\"lv_name\":\"ct-template\",\"lv_skip_activation\":\"skip"
                                + " activation\""),
                    mapped.stream()
                        .filter(uuid -> !uuid.contains("aaaaaa"))
                        .collect(Collectors.toSet()),
                    new Numbers())
                .getFirst()
                .isActive())
        .as("a thin snapshot that is left inactive")
        .isTrue();
  }

  @Test
  void anOldLsblkLosesNothing() {
    ListWithNotes<BlockDevice> disks =
        Disks.read(new Answers().with("lsblk", text("old-lsblk-escapes.lsblk")).sections());
    assertThat(disks).hasSize(1);
    BlockDevice part = disks.getFirst().children().getFirst();
    assertThat(part.path()).isEqualTo("/dev/sda1");
    assertThat(part.label()).isEqualTo("Réservé au système");
    BlockDevice mapped =
        Disks.read(
                new Answers()
                    .with(
                        "lsblk",
                        """
                        {"blockdevices": [{"name": "vg-a\\x22b\\x5c", "kname": "dm-0", "size": "5", "type": "lvm"},
                          {"name": "cciss!c0d0", "kname": "cciss!c0d0", "size": "5", "label": "a\\\\x20"}]}
                        """)
                    .sections())
            .getFirst();
    assertThat(mapped.path()).isEqualTo("/dev/mapper/vg-a\"b\\");
  }

  @Test
  void aContainerWithOnlyItsSecondHeaderIsOne() {
    byte[] second = Answers.resource("luks2-header.bin").clone();
    second[0] = 'S';
    second[1] = 'K';
    second[2] = 'U';
    second[3] = 'L';
    Containers read = Containers.read(new Answers().with("luks:/dev/sda2", second).sections());
    assertThat(read.luks().getFirst().uuid()).isEqualTo("146d6651-1191-42df-a851-09c1c2ed0b4c");
    assertThat(read.luks().getFirst().damaged()).isTrue();
    assertThat(read.notes())
        .singleElement()
        .asString()
        .contains(
            "first header is damaged", "unlock(\"/dev/sda2\") has the first one written again");
    byte[] swap = new byte[16384];
    System.arraycopy("SWAPSPACE2".getBytes(StandardCharsets.US_ASCII), 0, swap, 4086, 10);
    Containers unread = Containers.read(new Answers().with("luks:/dev/sda2", swap).sections());
    assertThat(unread.luks())
        .extracting(LuksContainer::device, LuksContainer::damaged)
        .containsExactly(org.assertj.core.api.Assertions.tuple("/dev/sda2", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void theProbeReadsTheSecondHeaderWhereTheFirstIsGone(String shell, @TempDir Path directory)
      throws Exception {
    byte[] disk = new byte[3 * 65536];
    byte[] header = Answers.resource("luks2-header.bin");
    System.arraycopy(header, 0, disk, 65536, header.length);
    System.arraycopy("SKUL".getBytes(StandardCharsets.US_ASCII), 0, disk, 65536, 4);
    System.arraycopy("SWAPSPACE2".getBytes(StandardCharsets.US_ASCII), 0, disk, 4086, 10);
    Path file = Files.write(directory.resolve("disk"), disk);
    var machine = new FakeTools(directory, shell);
    for (String tool : List.of("udevadm", "pvs", "vgs", "lvs", "mdadm", "btrfs")) {
      machine.with(tool, "exit 0");
    }
    machine.with("blkid", "echo '" + file + "'");
    Containers containers = Containers.look(machine);
    assertThat(containers.luks())
        .extracting(LuksContainer::uuid)
        .containsExactly("146d6651-1191-42df-a851-09c1c2ed0b4c");
    assertThat(Files.readAllBytes(file)).isEqualTo(disk);
    machine.with("blkid", "echo cannot >&2; exit 4");
    assertThat(Containers.look(machine).notes())
        .containsExactly("LUKS containers can't be looked for: cannot");
  }
}
