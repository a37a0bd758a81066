package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.OwnDisks;
import dev.thaw.boot.Stage;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.DiskError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A disk reports errors: what is on it is copied before anything is written there. */
final class DiskErrors implements Failure {

  private static final String ID = "disk-errors";
  private static final int MOST = 5;

  @Override
  public List<String> ids() {
    return List.of(ID);
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return evidence.surroundings().health().unasked().isEmpty();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    var byDisk = new LinkedHashMap<String, List<DiskError>>();
    for (DiskError error : evidence.surroundings().health().errors()) {
      byDisk
          .computeIfAbsent(
              disk(error, evidence).map(BlockDevice::path).orElse(error.device()),
              _ -> new ArrayList<>())
          .add(error);
    }
    Set<String> ours = OwnDisks.of(evidence);
    return byDisk.entrySet().stream()
        .map(disk -> finding(disk.getKey(), disk.getValue(), ours, evidence))
        .toList();
  }

  /** The disk that the error is about; none where it is about a port, or several are behind it. */
  private static Optional<BlockDevice> disk(DiskError error, Evidence evidence) {
    String named = error.device();
    List<BlockDevice> disks =
        evidence.surroundings().disks().stream()
            .filter(disk ->
                disk.all()
                    .anyMatch(device -> device.isNamed(named) || device.isNamed("/dev/" + named)))
            .toList();
    if (disks.isEmpty()) {
      disks =
          evidence.surroundings().disks().stream()
              // A controller is called like its disks: nvme0 for nvme0n1.
              .filter(disk -> disk.path().matches("/dev/" + Pattern.quote(named) + "n\\d+"))
              .toList();
    }
    if (disks.isEmpty()) {
      disks = evidence.surroundings().disksBelow(named);
    }
    return disks.size() == 1 ? Optional.of(disks.getFirst()) : Optional.empty();
  }

  private Finding finding(
      String disk, List<DiskError> errors, Set<String> ours, Evidence evidence) {
    boolean own = ours.contains(disk);
    boolean grave = errors.stream().anyMatch(DiskError::grave);
    var seen =
        new ArrayList<>(errors.stream().map(DiskError::seen).distinct().limit(MOST).toList());
    if (!own) {
      seen.add("No filesystem of this installation is known to lie on it.");
    }
    Certainty certainty = own && grave ? Certainty.LIKELY : Certainty.POSSIBLE;
    Optional<Boolean> named = onScreen(disk, errors, evidence);
    if (named.isPresent()) {
      certainty = named.get() && grave ? Certainty.SURE : Certainty.POSSIBLE;
      if (!named.get()) {
        seen.add("The screen names another; disks may be called otherwise now.");
      }
    }
    return new Finding(
            ID,
            Stage.DEVICES,
            BootImpact.GOES_ON,
            certainty,
            disk + " reports errors: copy what matters on it before anything is written there.",
            seen,
            "The kernel asked the disk for a block and did not get it, or what it got was not what"
                + " was written. A failing disk, its cable or its power does that, and what is built"
                + " on it then fails in its own words. A repair or a rebuild reads and writes a great"
                + " deal.",
            new Mend.ByHand(
                "Copy what matters first, read-only: mountAll() only after that. Then look at the"
                    + " cable, replace the disk, and go on with what is found below:"
                    + " mend(diagnose().findings().get(1))."))
        .naming(disk);
  }

  /** Whether the screen's lines about such errors name this disk; empty where they name none. */
  private Optional<Boolean> onScreen(String disk, List<DiskError> errors, Evidence evidence) {
    List<String> abouts =
        evidence.symptom().screen().events().stream()
            .filter(event -> event.shows(ids()))
            .map(event -> event.about().replaceFirst("^/dev/", ""))
            .filter(about -> !about.isEmpty())
            .toList();
    if (abouts.isEmpty()) {
      return Optional.empty();
    }
    List<BlockDevice> devices =
        evidence.surroundings().disks().stream()
            .filter(one -> one.path().equals(disk))
            .flatMap(BlockDevice::all)
            .toList();
    return Optional.of(
        abouts.stream()
            .anyMatch(about ->
                errors.stream().anyMatch(error -> error.device().equals(about))
                    || devices.stream().anyMatch(device -> device.isNamed("/dev/" + about))));
  }
}
