package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The LUKS headers, LVM reports and btrfs listings are captured from the real tools. */
class ContainersTest {

  private static final String VG =
      """
        {
            "report": [
                {
                    "vg": [
                        {"vg_name":"vg-main", "vg_uuid":"MLkiGv-Svey-jeto-Lkhn-ytZu-MbzK-txaUrT", "vg_size":"205520896", "vg_free":"163577856"}
                    ]
                }
            ]
        }
      """;
  private static final String PV =
      """
      {"report":[{"pv":[
        {"pv_name":"/dev/loop0", "vg_name":"vg-main", "pv_size":"205520896", "pv_missing":""},
        {"pv_name":"[unknown]", "vg_name":"vg-main", "pv_size":"1", "pv_missing":"missing"},
        {"pv_name":"/dev/sdz", "vg_name":"", "pv_size":"1", "pv_missing":""}]}]}
      """;
  private static final String LV =
      """
      {"report":[{"lv":[
        {"lv_name":"home-x", "vg_name":"vg-main", "lv_uuid":"0Yz7J4-IKWU-2sHE-5dk8-ggZZ-zj2W-8q8C5b", "vg_uuid":"MLkiGv-Svey-jeto-Lkhn-ytZu-MbzK-txaUrT", "lv_size":"20971520", "lv_path":"/dev/vg-main/home-x", "lv_layout":"linear"},
        {"lv_name":"root", "vg_name":"vg-main", "lv_uuid":"DmoPMJ-pNLx-OoOt-nnAe-zExe-ypnC-T1vOnW", "vg_uuid":"MLkiGv-Svey-jeto-Lkhn-ytZu-MbzK-txaUrT", "lv_size":"20971520", "lv_path":"/dev/vg-main/root", "lv_layout":"linear"}]}]}
      """;

  @Test
  void aLuks2ContainerIsReadFromItsHeader() {
    assertThat(LuksHeader.parse("/dev/sda2", Answers.resource("luks2-header.bin")))
        .contains(
            new LuksContainer(
                "/dev/sda2",
                2,
                "146d6651-1191-42df-a851-09c1c2ed0b4c",
                "lü ks",
                List.of("luks2-keyring"),
                false,
                Optional.empty()));
  }

  @Test
  void aLuks1ContainerIsReadFromItsHeader() {
    assertThat(LuksHeader.parse("/dev/sda2", Answers.resource("luks1-header.bin")))
        .contains(
            new LuksContainer(
                "/dev/sda2",
                1,
                "b3e2b376-7895-48d6-8996-57256fccbb3a",
                "",
                List.of(),
                false,
                Optional.empty()));
  }

  @Test
  void aTruncatedOrForeignHeaderIsNoContainer() {
    byte[] whole = Answers.resource("luks2-header.bin");
    assertThat(LuksHeader.parse("/dev/sda2", new byte[4096])).isEmpty();
    for (int length : new int[] {0, 5, 6, 200, 300, 4096, 4097, 5000}) {
      LuksHeader.parse("/dev/sda2", Arrays.copyOf(whole, length))
          .ifPresent(luks -> assertThat(luks.uuid()).startsWith("146d6651"));
    }
  }

  @Test
  void anOpenContainerKnowsItsMapperName() {
    var answers =
        new Answers()
            .with("luks:/dev/sda2", Answers.resource("luks2-header.bin"))
            .with("vg", "")
            .with("md-examine", "")
            .with("btrfs", "");
    assertThat(Containers.read(answers.sections()).luks().getFirst().isLocked()).isTrue();
    answers.with(
        "mapped", "dm-0\tCRYPT-LUKS2-146d6651119142dfa85109c1c2ed0b4c-my crypt\tmy\\x20crypt\n");
    Containers open = Containers.read(answers.sections());
    assertThat(open.luks().getFirst().mapper()).contains("my\\x20crypt");
    assertThat(open.notes()).isEmpty();
  }

  @Test
  void volumeGroupsTellWhichVolumesAreActiveAndWhatIsMissing() {
    Set<String> mapped =
        Set.of("LVM-MLkiGvSveyjetoLkhnytZuMbzKtxaUrTDmoPMJpNLxOoOtnnAezExeypnCT1vOnW");
    VolumeGroup group = LvmReports.parse(PV, VG, LV, mapped, new Numbers()).getFirst();
    assertThat(group.name()).isEqualTo("vg-main");
    assertThat(group.free()).isEqualTo(163577856);
    assertThat(group.devices()).containsExactly("/dev/loop0");
    assertThat(group.missingDevices()).isEqualTo(1);
    assertThat(group.volumes())
        .extracting(VolumeGroup.LogicalVolume::active)
        .containsExactly(false, true);
    assertThat(group.isActive()).isFalse();
  }

  @Test
  void arraysAreMatchedWithWhatIsAssembled() {
    String examine =
        """
        ARRAY /dev/md/0  level=raid1 metadata=1.2 num-devices=2 UUID=6f0e0b4a:1b5a0c7e:9d0f9a33:4c1e2f60 name=atlas:0
           devices=/dev/vda1,/dev/vdb1
        ARRAY /dev/md/data  level=raid5 metadata=1.2 num-devices=3 UUID=11111111:1b5a0c7e:9d0f9a33:4c1e2f60
           devices=/dev/vdc1
        """;
    String detail =
        """
        ARRAY /dev/md127 level=raid1 num-devices=2 metadata=1.2 name=atlas:0 UUID=6f0e0b4a:1b5a0c7e:9d0f9a33:4c1e2f60
           devices=/dev/vda1,/dev/vdb1
        """;
    List<MdArray> arrays = MdScan.parse(examine, detail, new Numbers());
    assertThat(arrays.getFirst())
        .isEqualTo(
            new MdArray(
                "/dev/md/0",
                "6f0e0b4a:1b5a0c7e:9d0f9a33:4c1e2f60",
                "raid1",
                2,
                List.of("/dev/vda1", "/dev/vdb1"),
                Optional.of("/dev/md127"),
                true,
                ""));
    assertThat(arrays.get(1).assembled()).isEmpty();
    assertThat(arrays.get(1).missingDevices()).isEqualTo(2);
  }

  @Test
  void aBtrfsWithADeviceMissingSaysHowMany() {
    List<Btrfs> found =
        BtrfsShow.parse(
            """
            warning, device 2 is missing
            Label: none  uuid: 2fb4ce4c-ef67-4416-aaf2-91c67d95eb1e
            \tTotal devices 2 FS bytes used 147456
            \tdevid    1 size 209715200 used 109051904 path /dev/loop0
            \t*** Some devices missing

            Label: 'we ird'  uuid: x'  uuid: 5f907025-fae3-43d6-8db9-007e6418be1e
            \tTotal devices 2 FS bytes used 5
            \tdevid    1 size 209715200 used 92274688 path /dev/mapper/a b
            \tdevid    2 size 0 used 0 path /dev/loop1 MISSING

            Label: none  uuid: 3e55fdcf-d219-46a7-b8ce-400b38c35293
            \tTotal devices 2 FS bytes used 5
            \tdevid    1 size 3852206080 used 2351431680 path /dev/sdb2
            \tdevid    2 size 3852206080 used 2770272256 path /dev/sdb2
            """,
            new Numbers());
    assertThat(found.getFirst())
        .isEqualTo(
            new Btrfs(
                "2fb4ce4c-ef67-4416-aaf2-91c67d95eb1e", "", 147456, 2, List.of("/dev/loop0")));
    assertThat(found.getFirst().missingDevices()).isEqualTo(1);
    assertThat(found.get(1).label()).isEqualTo("we ird'  uuid: x");
    assertThat(found.get(1).devices()).containsExactly("/dev/mapper/a b");
    assertThat(found.get(2).missingDevices()).isEqualTo(1);
  }

  @Test
  void aMissingToolIsANote() {
    Containers found =
        Containers.read(
            new Answers()
                .with("vg", 127, "", "vgs: not found")
                .with("md-examine", 1, "", "mdadm: broken\u0007\n")
                .with("btrfs", "")
                .sections());
    assertThat(found.notes())
        .containsExactly(
            "LVM can't be seen here: the live image lacks the tool for it.",
            "Software RAID can't be seen here: mdadm: broken\\x07");
  }

  @Test
  void brokenReportsGiveNothing() {
    assertThat(LvmReports.parse("", "{\"report\":[{\"vg\":", "x", Set.of(), new Numbers()))
        .isEmpty();
    assertThat(MdScan.parse("mdadm: No arrays found\n", "ARRAY\n", new Numbers())).isEmpty();
    assertThat(BtrfsShow.parse("ERROR: cannot scan /dev/loop1\n", new Numbers())).isEmpty();
  }
}
