package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Subject;
import dev.thaw.boot.SubjectKind;
import dev.thaw.boot.SubjectNames;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.boot.initrd.Opening;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Stage1;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.DeviceType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stage 1 needs lies on an LVM volume or an md array, and the initrd lacks the tool for it.
 */
final class UnassembledVolume implements Failure {

  private static final String LVM = "lvm-not-activated";

  private static final String MD = "md-not-assembled";

  @Override
  public List<String> ids() {
    return List.of(LVM, MD);
  }

  @Override
  public List<String> shownAs() {
    return List.of("device-gone", "driver-missing", "luks-device-missing", "stage-1-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Optional<Initrd> initrd =
        evidence
            .initrd()
            .filter(Initrd::isUnderstood)
            // One in which no program was seen was not understood.
            .filter(read -> !read.programs().isEmpty());
    if (initrd.isEmpty()) {
      return List.of();
    }
    return Stream.of(
            // The script of stage 1 has always had LVM's tool.
            initrd.get().stage1() == Stage1.SYSTEMD
                ? lacking(DeviceType.LVM, "lvm", initrd.get(), evidence)
                : Stream.<Finding>empty(),
            lacking(DeviceType.RAID, "mdadm", initrd.get(), evidence))
        .flatMap(each -> each)
        .toList();
  }

  private Stream<Finding> lacking(DeviceType type, String tool, Initrd initrd, Evidence evidence) {
    List<String> needing = needing(evidence);
    return initrd.programs().contains(tool)
        ? Stream.empty()
        : needing.stream()
            .flatMap(spec -> volume(type, spec, evidence).stream())
            .distinct()
            .map(volume -> finding(type, tool, volume, needing, evidence));
  }

  /** What stage 1 opens and mounts, as it calls it. */
  private static List<String> needing(Evidence evidence) {
    return Stream.concat(
            evidence.openings().stream().map(Opening::device),
            evidence.earlyMounts().stream().filter(entry -> !entry.mayFail()).map(FstabEntry::spec))
        .toList();
  }

  /** The volume or array that a device is or lies on. */
  private static Optional<BlockDevice> volume(DeviceType type, String spec, Evidence evidence) {
    Optional<BlockDevice> device = evidence.device(spec);
    return device.flatMap(named ->
        evidence
            .surroundings()
            .devices()
            .filter(each -> each.type() == type)
            .filter(each -> each.all().anyMatch(below -> below.path().equals(named.path())))
            .findFirst());
  }

  private Finding finding(
      DeviceType type, String tool, BlockDevice volume, List<String> needing, Evidence evidence) {
    boolean lvm = type == DeviceType.LVM;
    String option = lvm ? "boot.initrd.services.lvm.enable" : "boot.swraid.enable";
    List<String> names =
        needing.stream()
            .filter(spec -> volume(type, spec, evidence).filter(volume::equals).isPresent())
            .map(spec -> SubjectNames.device(spec, evidence))
            .toList();
    var finding =
        new Finding(
            lvm ? LVM : MD,
            Stage.DEVICES,
            BootImpact.FAILS,
            Certainty.LIKELY,
            "Stage 1 does not "
                + (lvm ? "activate the logical volume " : "assemble the array ")
                + volume.path()
                + ": the initrd has no "
                + tool
                + ".",
            List.of(
                "What stage 1 needs lies on " + volume.path() + ": disks().",
                "No program "
                    + tool
                    + " is in the initrd "
                    + evidence.subject().map(g -> g.initrd().storePath()).orElse("")
                    + "."),
            lvm
                ? "systemd's stage 1 has LVM's tools and rules only where " + option + " is true."
                : "Stage 1 puts arrays together only where "
                    + option
                    + " is true, which it is not by itself with a system.stateVersion of 23.11 or"
                    + " later.",
            new Mend.SetOption(option, "true"));
    return heldToScreen(finding, Subject.of(SubjectKind.DEVICE, names), Certainty.SURE, evidence);
  }
}
