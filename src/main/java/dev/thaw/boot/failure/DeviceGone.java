package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Devices;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Subject;
import dev.thaw.boot.SubjectKind;
import dev.thaw.boot.SubjectNames;
import dev.thaw.boot.initrd.Opening;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The fstab names a device that is not there: a replaced disk, a filesystem made anew. */
final class DeviceGone implements Failure {

  private static final String EARLY = "device-gone";

  private static final String LATE = "stage-2-mount-missing";

  /** Names that last: a device of another name may be made anew at each start. */
  private static final Set<DeviceKind> NAMED =
      Set.of(DeviceKind.UUID, DeviceKind.LABEL, DeviceKind.PARTUUID, DeviceKind.PARTLABEL);

  static final String WHY =
      "Stage 1 knows a filesystem by the UUID or name that the configuration says. One that was"
          + " made anew, or lies on another disk, has another one.";

  static final String WHY_LATE =
      "systemd waits a minute and a half for what the fstab names, and goes into emergency mode"
          + " without it, unless nofail is among its options.";

  @Override
  public List<String> ids() {
    return List.of(EARLY, LATE, "luks-device-missing", "zfs-dataset-unmountable");
  }

  @Override
  public List<String> shownAs() {
    return List.of("driver-missing", "stage-1-mount-fails", "stage-2-mount-fails", "luks-timeout");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return Stream.of(containers(evidence), mounts(evidence), swaps(evidence))
        .flatMap(each -> each)
        .toList();
  }

  /** Holds a finding to what the screen names. */
  private Finding heldTo(
      Finding finding, List<FstabEntry> entries, List<String> more, Evidence evidence) {
    Stream<String> devices =
        entries.stream().map(entry -> SubjectNames.device(entry.spec(), evidence));
    Subject subject =
        Subject.of(SubjectKind.DEVICE, Stream.concat(devices, more.stream()).toList())
            .or(SubjectKind.DATASET, entries.stream().map(FstabEntry::spec).toList())
            .or(SubjectKind.MOUNT_POINT, entries.stream().map(FstabEntry::file).toList());
    return heldToScreen(finding, subject, finding.certainty(), evidence);
  }

  private Stream<Finding> containers(Evidence evidence) {
    return evidence.surroundings().known()
        ? evidence.openings().stream()
            .filter(opening -> evidence.surroundings().device(opening.device()).isEmpty())
            .map(opening -> finding(opening, evidence))
        : Stream.empty();
  }

  private Finding finding(Opening opening, Evidence evidence) {
    List<BlockDevice> containers = Choices.containers(evidence);
    String option = "boot.initrd.luks.devices.\"" + opening.name() + "\".device";
    // One that lies inside of another that is locked can't be seen.
    boolean hidden = evidence.openings().size() > 1 && evidence.surroundings().hasLocked();
    Mend mend =
        containers.size() == 1 && evidence.openings().size() == 1
            ? Choices.named(option, containers.getFirst())
            : Choices.of("What stage 1 opens as " + opening.name(), option, containers);
    var finding =
        new Finding(
            "luks-device-missing",
            Stage.DEVICES,
            BootImpact.FAILS,
            hidden ? Certainty.POSSIBLE : sure(mend),
            "The container that stage 1 opens as "
                + opening.name()
                + " is not there: "
                + opening.device()
                + ".",
            List.of(
                "No device is " + opening.device() + " now: disks().",
                containers.isEmpty()
                    ? "No LUKS container is on this machine."
                    : "LUKS containers are: "
                        + String.join(
                            ", ",
                            containers.stream()
                                .map(c -> c.path() + " (UUID " + c.uuid() + ")")
                                .toList())
                        + "."),
            "Stage 1 finds a container by the UUID that the configuration says. One that was made"
                + " anew, or lies on another disk, has another one.",
            mend);
    return heldTo(
        finding,
        List.of(),
        List.of(
            SubjectNames.device(opening.device(), evidence),
            SubjectNames.device(opening.opened(), evidence)),
        evidence);
  }

  /** What is only not attached now can't be told from what is gone for good. */
  private static Certainty sure(Mend mend) {
    return mend instanceof Mend.ByHand ? Certainty.LIKELY : Certainty.SURE;
  }

  private Stream<Finding> mounts(Evidence evidence) {
    return Stream.concat(
        DeviceElsewhere.finding(evidence).stream()
            .map(found -> heldTo(found.finding(), found.entries(), List.of(), evidence)),
        mounted(evidence)
            .filter(entry -> !entry.mayFail() && !entry.isSwap())
            .filter(entry -> !Devices.isElsewhere(evidence, entry))
            .filter(entry -> Devices.isMissing(evidence, entry))
            .map(entry -> finding(entry, evidence)));
  }

  /** All that is mounted on the way up, as far as it is known. */
  static Stream<FstabEntry> mounted(Evidence evidence) {
    return Stream.concat(evidence.earlyMounts().stream(), late(evidence));
  }

  /** Whether stage 1 mounts it. */
  static boolean isEarly(FstabEntry entry, Evidence evidence) {
    return evidence.earlyMounts().stream().anyMatch(one -> same(one, entry));
  }

  /** What stage 2 mounts: only the current generation's fstab is known. */
  private static Stream<FstabEntry> late(Evidence evidence) {
    return evidence
        .subject()
        .filter(Generation::isCurrent)
        .filter(Generation::closureExists)
        .stream()
        .flatMap(_ -> evidence.installation().mounts().stream())
        .map(Mount::entry)
        .filter(entry -> evidence.earlyMounts().stream().noneMatch(early -> same(early, entry)));
  }

  private static boolean same(FstabEntry one, FstabEntry other) {
    return one.spec().equals(other.spec()) && one.file().equals(other.file());
  }

  private Finding finding(FstabEntry entry, Evidence evidence) {
    boolean early = isEarly(entry, evidence);
    boolean locked = evidence.surroundings().hasLocked();
    var seen = new ArrayList<String>();
    seen.add(
        (early ? "Stage 1 mounts " : "The fstab mounts ")
            + entry.spec()
            + " on "
            + entry.file()
            + ": config().show(\"hardware-configuration.nix\").");
    seen.add(
        entry.kind() == DeviceKind.DATASET
            ? "The pool was looked into, and no dataset is " + entry.spec() + "."
            : "No device is " + entry.spec() + " now: disks().");
    if (locked) {
      seen.add("A LUKS container is locked, and it may be in there: unlock() first.");
    }
    Mend mend = Choices.of(entry, early, evidence);
    var finding =
        new Finding(
            id(early, entry.kind()),
            early ? Stage.MOUNTS : Stage.STAGE_2,
            BootImpact.FAILS,
            locked ? Certainty.POSSIBLE : sure(mend),
            "What is to be mounted on " + entry.file() + " is not there: " + entry.spec() + ".",
            seen,
            early ? WHY : WHY_LATE,
            mend);
    return heldTo(finding, List.of(entry), List.of(), evidence);
  }

  /** Swap space that is gone: systemd waits for it, and goes on without. */
  private Stream<Finding> swaps(Evidence evidence) {
    return mounted(evidence)
        .filter(entry -> entry.isSwap() && !entry.mayFail() && NAMED.contains(entry.kind()))
        .filter(entry -> evidence.surroundings().known() && !Devices.isThere(evidence, entry))
        .filter(_ -> !evidence.surroundings().hasLocked())
        .map(entry ->
            new Finding(
                    LATE,
                    Stage.STAGE_2,
                    BootImpact.GOES_ON,
                    Certainty.LIKELY,
                    "The swap space " + entry.spec() + " is not there: the boot waits for it.",
                    List.of("No device is " + entry.spec() + " now: disks()."),
                    "systemd waits a minute and a half for what the fstab names. Without swap space"
                        + " it goes on.",
                    new Mend.ByHand(
                        "Name the one that there is, or none: config().set(\"swapDevices\", \"["
                            + " ]\"), then rebuild()."))
                .naming(entry.spec()));
  }

  private static String id(boolean early, DeviceKind kind) {
    return !early ? LATE : kind == DeviceKind.DATASET ? "zfs-dataset-unmountable" : EARLY;
  }

  /** The id of what is to be mounted and is not there. */
  static String id(boolean early) {
    return early ? EARLY : LATE;
  }
}
