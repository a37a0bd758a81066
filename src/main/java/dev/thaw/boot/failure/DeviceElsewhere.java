package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Finding;
import dev.thaw.boot.LastingName;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the fstab calls by a name that is gone, and that was found all the same: the configuration
 * is to call it by the name that it has now. All of one installation are mended together, for it
 * boots only when the last of them has its new name.
 */
final class DeviceElsewhere {

  private DeviceElsewhere() {}

  /** A finding, and the lines that it is about. */
  record Found(Finding finding, List<FstabEntry> entries) {

    /** Copies the list. */
    Found {
      entries = List.copyOf(entries);
    }
  }

  /** The finding about the generation that is judged, if any of its lines is such a one. */
  static Optional<Found> finding(Evidence evidence) {
    List<Mount> moved =
        evidence.installation().mounts().stream()
            .filter(mount -> mount.state() == Mount.State.ELSEWHERE)
            .filter(mount -> isMounted(mount.entry(), evidence))
            .toList();
    List<Mount> needed = moved.stream().filter(mount -> !mount.entry().mayFail()).toList();
    if (moved.isEmpty()) {
      return Optional.empty();
    }
    List<Mount> named = needed.isEmpty() ? moved : needed;
    boolean early = named.stream().anyMatch(mount -> isEarly(mount.entry(), evidence));
    boolean guessed = moved.stream().anyMatch(Mount::guessed);
    var seen = new ArrayList<String>();
    for (Mount mount : moved) {
      seen.add(
          "The fstab mounts "
              + mount.entry().spec()
              + " on "
              + mount.entry().file()
              + (mount.guessed()
                  ? "; what belongs there may be on "
                  : "; what belongs there is on ")
              + mount.device()
              + " now"
              + device(mount, evidence).map(d -> " (UUID " + d.uuid() + ")").orElse("")
              + (mount.guessed() ? ", for " + mount.why() : "")
              + ": disks().");
    }
    Mend mend = mend(moved, evidence);
    boolean sure = !guessed && !(mend instanceof Mend.ByHand);
    return Optional.of(
        new Found(
            new Finding(
                DeviceGone.id(early),
                early ? Stage.MOUNTS : Stage.STAGE_2,
                needed.isEmpty() ? BootImpact.GOES_ON : BootImpact.FAILS,
                sure ? Certainty.SURE : guessed ? Certainty.POSSIBLE : Certainty.LIKELY,
                "What is to be mounted on "
                    + places(named)
                    + (guessed ? " may be called otherwise now." : " is called otherwise now."),
                seen,
                early ? DeviceGone.WHY : DeviceGone.WHY_LATE,
                mend),
            moved.stream().map(Mount::entry).toList()));
  }

  private static String places(List<Mount> mounts) {
    return mounts.stream()
        .map(mount -> mount.entry().file() + " (" + mount.entry().spec() + ")")
        .reduce((one, other) -> one + " and " + other)
        .orElseThrow();
  }

  private static boolean isEarly(FstabEntry entry, Evidence evidence) {
    return evidence.earlyMounts().stream()
        .anyMatch(one -> one.spec().equals(entry.spec()) && one.file().equals(entry.file()));
  }

  /** Of what stage 2 mounts, only the current generation's fstab is known. */
  private static boolean isMounted(FstabEntry entry, Evidence evidence) {
    return isEarly(entry, evidence)
        || !entry.inInitrd()
            && evidence
                .subject()
                .filter(Generation::isCurrent)
                .filter(Generation::closureExists)
                .isPresent();
  }

  private static Mend mend(List<Mount> moved, Evidence evidence) {
    List<BlockDevice> devices = evidence.surroundings().devices().toList();
    var settings = new ArrayList<Mend>();
    for (Mount mount : moved) {
      Optional<Mend> setting = LastingName.setting(mount, devices);
      if (setting.isEmpty()) {
        return Choices.byHand(LastingName.option(mount.entry().file()));
      }
      settings.add(setting.get());
    }
    return settings.size() == 1 ? settings.getFirst() : new Mend.Several(settings);
  }

  private static Optional<BlockDevice> device(Mount mount, Evidence evidence) {
    return evidence.surroundings().devices().filter(d -> d.isNamed(mount.device())).findFirst();
  }
}
