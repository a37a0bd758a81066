package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.BootJudge.Candidate;
import dev.thaw.nixos.loader.BootTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootJudgeTest {

  private static Candidate candidate(String device, String uuid, String type) {
    return new Candidate(
        Fields.pairs(
            "KNAME=\"%s\" SIZE=\"536870912\" FSTYPE=\"vfat\" UUID=\"%s\" LABEL=\"x\\x22 y\" PARTTYPE=\"%s\""
                .formatted(device, uuid, type)),
        BootTree.EMPTY,
        "");
  }

  private static List<Mount> fstab(String line, String device) {
    FstabEntry entry = Fstab.parse(line).entries().getFirst();
    return List.of(
        new Mount(entry, device.isEmpty() ? Mount.State.MISSING : Mount.State.FOUND, device, "x"));
  }

  private static List<BootPartition> judge(List<Mount> mounts, Candidate... candidates) {
    return new BootJudge(mounts, List.of(), "/boot").judge(List.of(candidates));
  }

  @Test
  void theFstabDecidesByUuidWhateverTheKernelCallsIt() {
    var found =
        judge(
            fstab("UUID=aaaa-0001 /boot vfat", "/dev/nvme0n1p1"),
            candidate("/dev/nvme0n1p1", "BBBB-0002", BootPartition.ESP),
            candidate("/dev/nvme1n1p1", "AAAA-0001", ""));

    assertThat(found.getFirst().device()).isEqualTo("/dev/nvme1n1p1");
    assertThat(found).extracting(BootPartition::theOne).containsExactly(true, false);
    assertThat(found.getFirst().reasons().getFirst())
        .isEqualTo("the fstab mounts it at /boot (UUID=aaaa-0001)");
    assertThat(found.getFirst().label()).isEqualTo("x\" y");
    assertThat(found.get(1).reasons()).contains("the fstab wants another one");
  }

  @Test
  void aPartitionThatIsGoneIsNamedAndNoOtherTakesItsPlace() {
    var found =
        judge(
            fstab("UUID=AAAA-0001 /boot vfat", ""),
            candidate("/dev/sda1", "BBBB-0002", BootPartition.ESP));

    assertThat(found).noneMatch(BootPartition::theOne);
    assertThat(found.getFirst().uuid()).isEqualTo("AAAA-0001");
    assertThat(found.getFirst().device()).isEmpty();
  }

  @Test
  void aClonedDiskLeavesItOpen() {
    var found =
        judge(
            fstab("UUID=AAAA-0001 /boot vfat", "/dev/sda1"),
            candidate("/dev/sda1", "AAAA-0001", BootPartition.ESP),
            candidate("/dev/sdb1", "AAAA-0001", BootPartition.ESP));

    assertThat(found).hasSize(2).noneMatch(BootPartition::theOne);
    assertThat(found)
        .allSatisfy(p ->
            assertThat(p.reasons()).contains("another partition has the same UUID: a cloned disk"));
  }

  @Test
  void withoutAWordInTheFstabTheOnlyEspIsTheOne() {
    assertThat(
            judge(
                List.of(),
                candidate("/dev/sda1", "A", BootPartition.ESP),
                candidate("/dev/sdb1", "B", "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7")))
        .extracting(BootPartition::theOne)
        .containsExactly(true, false);
    assertThat(
            judge(
                List.of(),
                candidate("/dev/sda1", "A", BootPartition.ESP),
                candidate("/dev/sdb1", "B", BootPartition.ESP)))
        .noneMatch(BootPartition::theOne);
    assertThat(judge(List.of())).isEmpty();
  }

  @Test
  void theEspComesBeforeTheExtendedPartition() {
    var mounts =
        List.of(
            fstab("UUID=A /boot vfat", "/dev/sda2").getFirst(),
            fstab("UUID=B /efi vfat", "/dev/sda1").getFirst());
    var found =
        judge(
            mounts,
            candidate("/dev/sda2", "A", BootPartition.XBOOTLDR),
            candidate("/dev/sda1", "B", BootPartition.ESP));

    assertThat(found).extracting(BootPartition::mountPoint).containsExactly("/efi", "/boot");
    assertThat(found.getFirst().theOne()).isTrue();
  }
}
