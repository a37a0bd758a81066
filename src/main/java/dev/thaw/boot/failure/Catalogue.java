package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.screen.Screen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All ways to fail that are known. */
public final class Catalogue {

  /** In the order of the boot. */
  private static final List<Failure> ALL =
      List.of(
          new EmptyMenu(),
          new FirmwareEntries(),
          new GrubCore(),
          new FullVariables(),
          new MenuNotWritten(),
          new BootNotMounted(),
          new ExhaustedEntry(),
          new MenuDefault(),
          new LoaderVariable(),
          new StaleEntry(),
          new DirtyBoot(),
          new FullBoot(),
          new BadCopy(),
          new HangingModule(),
          new EarlyGraphics(),
          new AbsentModule(),
          new MissingDriver(),
          new ForeignPool(),
          new PoolGone(),
          new PoolTwice(),
          new UnassembledVolume(),
          new LockedDataset(),
          new SlowPassphrase(),
          new AutoRoot(),
          new LostResume(),
          new DeviceGone(),
          new OtherFilesystem(),
          new UnknownFilesystem(),
          new MissingMember(),
          new RefusedMount(),
          new MarkedErrors(),
          new BindSource(),
          new OtherRoot(),
          new SystemGone(),
          new BrokenState(),
          new DataPool(),
          new DamagedStore(),
          new FullDisk(),
          new DiskErrors(),
          new LockedOut());

  private Catalogue() {}

  /** The ids of all failures that the disks are asked about. */
  private static final Set<String> LOOKED =
      ALL.stream()
          .flatMap(failure -> failure.ids().stream())
          .collect(Collectors.toUnmodifiableSet());

  /** The ids of all failures that the disks are asked about. */
  static Set<String> ids() {
    return LOOKED;
  }

  /** A finding, and whether the screen shows its kind of failure. */
  private record Ranked(Finding finding, boolean onScreen) {}

  /**
   * What the evidence of these installations shows: what explains the screen first; of that, the
   * surest, then what stops the boot, in the order of the boot.
   *
   * @param symptom what the screen shows, if nothing is known of any installation, too
   */
  public static List<Finding> judge(List<Evidence> evidence, Symptom symptom) {
    List<Finding> findings =
        ranked(evidence, symptom.screen()).stream().map(Ranked::finding).toList();
    return findings.stream().map(finding -> asked(finding, findings)).toList();
  }

  /** The same of one installation. */
  public static List<Finding> judge(Evidence evidence) {
    return judge(List.of(evidence), evidence.symptom());
  }

  /** One question about a name has what mends each thing that it can be. */
  private static Finding asked(Finding finding, List<Finding> findings) {
    if (!(finding.mend() instanceof Mend.OneOf question)) {
      return finding;
    }
    var mends = new LinkedHashMap<>(question.mends());
    for (Finding other : findings) {
      if (other.mend() instanceof Mend.OneOf same && same.what().equals(question.what())) {
        same.mends()
            .forEach((name, mend) -> {
              if (mends.get(name) instanceof Mend.ByHand) {
                mends.put(name, mend);
              }
            });
      }
    }
    return finding.mending(new Mend.OneOf(question.what(), question.next(), mends));
  }

  /**
   * Which of several installations the machine fails to boot, by {@link Finding#installation}: the
   * only one of which something is Sure that stops the boot and is on the screen, or, where nobody
   * said what is, that stops it at all. Empty where that can't be told.
   */
  public static Optional<String> failing(List<Evidence> evidence) {
    boolean silent = evidence.stream().allMatch(one -> one.symptom().isEmpty());
    List<String> about =
        ranked(evidence, Symptom.NONE.screen()).stream()
            .filter(ranked -> silent || ranked.onScreen())
            .map(Ranked::finding)
            .filter(finding -> finding.certainty() == Certainty.SURE && finding.stops())
            .map(Finding::installation)
            .distinct()
            .toList();
    return about.size() == 1 ? Optional.of(about.getFirst()) : Optional.empty();
  }

  private static List<Ranked> ranked(List<Evidence> evidence, Screen screen) {
    boolean several = evidence.size() > 1;
    var all = new ArrayList<Ranked>();
    var found = new ArrayList<Failure>();
    for (Evidence each : evidence) {
      for (Failure failure : ALL) {
        List<Ranked> ranked = judge(failure, each, several);
        all.addAll(ranked);
        if (!ranked.isEmpty()) {
          found.add(failure);
        }
      }
    }
    Set<String> looked =
        ALL.stream()
            .filter(failure -> evidence.stream().anyMatch(failure::isLookedAt))
            .flatMap(failure -> failure.ids().stream())
            .collect(Collectors.toUnmodifiableSet());
    OnlyOnScreen.of(screen, found, looked).forEach(finding -> all.add(new Ranked(finding, true)));
    Set<String> ids =
        all.stream().map(ranked -> ranked.finding().id()).collect(Collectors.toUnmodifiableSet());
    for (Evidence each : evidence) {
      OnlyRemembered.of(each, ids).stream()
          .map(finding -> several ? finding.on(each.installation()) : finding)
          .forEach(finding -> all.add(new Ranked(finding, false)));
    }
    all.sort(
        Comparator.comparing((Ranked ranked) -> !ranked.finding().isFailingDisk())
            .thenComparing(ranked -> !ranked.onScreen())
            .thenComparing(ranked -> ranked.finding().certainty())
            .thenComparing(ranked -> ranked.finding().course() == BootImpact.GOES_ON)
            .thenComparing(ranked -> ranked.finding().stage()));
    return all;
  }

  private static List<Ranked> judge(Failure failure, Evidence evidence, boolean several) {
    Screen screen = evidence.symptom().screen();
    boolean onScreen = failure.isOnScreen(evidence.symptom());
    boolean another = !onScreen && !screen.events().isEmpty() && !screen.showsOnlyWhatFollowed();
    return failure.judge(evidence).stream()
        .map(finding -> another ? finding.beside(screen) : finding)
        .map(finding -> onScreen && isSlipped(failure, screen) ? finding.slipped() : finding)
        .map(finding -> several ? finding.on(evidence.installation()) : finding)
        .map(finding -> new Ranked(finding, onScreen))
        .toList();
  }

  /** Whether each line that shows it was read with slips. */
  private static boolean isSlipped(Failure failure, Screen screen) {
    return screen.failures().stream()
        .filter(event -> event.shows(failure.ids()) || event.shows(failure.shownAs()))
        .allMatch(event -> event.typed().corrected());
  }

  /** Sentences for when nothing was found. */
  public static List<String> whereToLook(Symptom symptom) {
    var notes = new ArrayList<String>();
    notes.add("Nothing that Thaw knows of was found.");
    if (symptom.isEmpty()) {
      notes.add("Say what the screen showed last, as you read it there: diagnose(symptom=\"…\").");
    }
    notes.add(
        "Where to look: generations() tells what can boot; config() and config().log() what was"
            + " changed last; bootPartition() what the loader reads.");
    return notes;
  }
}
