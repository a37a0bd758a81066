package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.storage.Containers;
import dev.thaw.storage.MdArray;
import dev.thaw.storage.VolumeGroup;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivationTest {

  private static MdArray array(String name, String uuid, String level, String container) {
    return new MdArray(
        name, uuid, level, 2, List.of("/dev/sda", "/dev/sdb"), Optional.empty(), false, container);
  }

  private static Containers with(List<MdArray> arrays, VolumeGroup... groups) {
    return new Containers(List.of(), List.of(groups), arrays, List.of(), List.of());
  }

  private static VolumeGroup group(String uuid) {
    return new VolumeGroup("vg0", uuid, 1, 0, List.of(), 0, List.of(volume()));
  }

  private static VolumeGroup.LogicalVolume volume() {
    return new VolumeGroup.LogicalVolume("root", "/dev/vg0/root", 1, "linear", false, false);
  }

  private static List<String> lines(List<Step> steps) {
    return steps.stream().map(step -> String.join(" ", step.argv())).toList();
  }

  @Test
  void ofTwoWithOneNameNoneIsStartedUnasked() {
    Containers twins =
        with(
            List.of(array("/dev/md1", "a:1", "raid5", ""), array("/dev/md1", "b:1", "raid5", "")),
            group("AAAAAA"),
            group("BBBBBB"));
    Plan plan = Activation.plan(twins);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.remarks()).hasSize(4).anyMatch(remark -> remark.contains("unlock(\"b:1\")"));
    List<Activation.Startable> all = Activation.all(twins);
    assertThat(all)
        .extracting(it -> it.names().getFirst())
        .containsExactly("a:1", "b:1", "AAAAAA", "BBBBBB");
    assertThat(lines(all.get(1).start())).containsExactly("mdadm --assemble --uuid=b:1 /dev/md1");
    assertThat(lines(all.get(3).start()))
        .containsExactly("vgchange --activate y --select vg_uuid=BBBBBB");
  }

  @Test
  void aFirmwaresVolumeIsStartedInItsContainer() {
    Containers imsm =
        with(
            List.of(
                array("", "5d6d60dd:1", MdArray.CONTAINER, ""),
                array("/dev/md/vol", "c9b69259:1", "", "5d6d60dd:1")));
    assertThat(lines(Activation.plan(imsm).steps()))
        .containsExactly(
            "mdadm --assemble --uuid=5d6d60dd:1 /dev/md/5d6d60dd",
            "mdadm --assemble --uuid=c9b69259:1 /dev/md/vol /dev/md/5d6d60dd");
  }

  @Test
  void anArrayThatWaitsForDevicesIsStartedWhereItIs() {
    var waiting =
        new MdArray(
            "/dev/md/0",
            "a:1",
            "raid1",
            2,
            List.of("/dev/sda"),
            Optional.of("/dev/md127"),
            false,
            "");
    assertThat(lines(Activation.plan(with(List.of(waiting))).steps()))
        .containsExactly("mdadm --run /dev/md127");
  }
}
