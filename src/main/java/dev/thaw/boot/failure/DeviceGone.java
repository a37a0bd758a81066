package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Course;
import dev.thaw.boot.Devices;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Sign;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.initrd.Opening;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.storage.BlockDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The fstab names a device that is not there: a replaced disk, a filesystem made anew. */
final class DeviceGone implements Failure {

  static final String NAME = "device gone";

  static final String WHY =
      "Stage 1 knows a filesystem by the UUID or name that the configuration says. One that was"
          + " made anew, or lies on another disk, has another one.";

  /** A device does not appear. */
  static final List<Sign> WAITING =
      List.of(
          new Sign("waiting for device", "waiting for device D to appear..."),
          new Sign("Waiting 10 seconds for device", "Waiting 10 seconds for device D to appear..."),
          new Sign("Timed out waiting for device", "Timed out waiting for device D"),
          new Sign(
              "A start job is running for /dev/disk", "A start job is running for /dev/disk/D"),
          new Sign("Dependency failed for /sysroot", "Dependency failed for /sysroot"));

  /** Whether the screen says that a device does not appear. */
  static boolean isOnScreen(Symptom symptom) {
    return WAITING.stream().anyMatch(sign -> symptom.says(sign.phrase()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Sign> signs() {
    return WAITING;
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return Stream.concat(containers(evidence), mounts(evidence)).toList();
  }

  private Stream<Finding> containers(Evidence evidence) {
    return evidence.surroundings().known()
        ? evidence.openings().stream()
            .filter(opening -> evidence.surroundings().device(opening.device()).isEmpty())
            .map(opening -> finding(opening, evidence))
        : Stream.empty();
  }

  private Finding finding(Opening opening, Evidence evidence) {
    List<BlockDevice> containers =
        evidence
            .surroundings()
            .devices()
            .filter(device -> device.fsType().equals("crypto_LUKS"))
            .toList();
    String option = "boot.initrd.luks.devices.\"" + opening.name() + "\".device";
    // One that lies inside of another that is locked can't be seen.
    boolean hidden = evidence.openings().size() > 1 && evidence.surroundings().hasLocked();
    return new Finding(
        name(),
        Stage.DEVICES,
        Course.FAILS,
        hidden ? Certainty.POSSIBLE : Certainty.SURE,
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
        "Stage 1 finds a container by the UUID that the configuration says. One that was made anew,"
            + " or lies on another disk, has another one.",
        containers.size() == 1
                && evidence.openings().size() == 1
                // A LUKS header may hold any text there.
                && containers.getFirst().uuid().matches("[0-9A-Za-z-]+")
            ? new Mend.SetOption(
                option, "\"/dev/disk/by-uuid/" + containers.getFirst().uuid() + "\"")
            : byHand(option));
  }

  /** The whole call: how the option is called is not to be guessed at night. */
  static Mend byHand(String option) {
    String call = new Mend.SetOption(option, "\"/dev/disk/by-uuid/UUID\"").call();
    return new Mend.ByHand(
        "Find the right one: sh(\"blkid\", looks=true) tells the UUIDs. Then, with its UUID, "
            + call
            + ", or edit(\"hardware-configuration.nix\"); and rebuild().");
  }

  private Stream<Finding> mounts(Evidence evidence) {
    return Stream.concat(
        DeviceElsewhere.finding(evidence).stream(),
        evidence.earlyMounts().stream()
            .filter(entry -> !entry.mayFail() && !entry.isSwap())
            .filter(entry -> !Devices.isElsewhere(evidence, entry))
            .filter(entry -> Devices.isMissing(evidence, entry))
            .map(entry -> finding(entry, evidence)));
  }

  private Finding finding(FstabEntry entry, Evidence evidence) {
    boolean locked = evidence.surroundings().hasLocked();
    var seen = new ArrayList<String>();
    seen.add(
        "Stage 1 mounts "
            + entry.spec()
            + " on "
            + entry.file()
            + ": config().show(\"hardware-configuration.nix\").");
    seen.add("No device is " + entry.spec() + " now: disks().");
    if (locked) {
      seen.add("A LUKS container is locked, and it may be in there: unlock() first.");
    }
    return new Finding(
        NAME,
        Stage.MOUNTS,
        Course.FAILS,
        locked ? Certainty.POSSIBLE : Certainty.SURE,
        "What is to be mounted on " + entry.file() + " is not there: " + entry.spec() + ".",
        seen,
        WHY,
        byHand("fileSystems.\"" + entry.file() + "\".device"));
  }
}
