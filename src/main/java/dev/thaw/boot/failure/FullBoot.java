package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.screen.Speaker;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.SystemdBoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The boot partition has no room for another kernel and initrd. */
final class FullBoot implements Failure {

  private static final Predicate<String> PATH = Pattern.compile("(?<![\\w/])/\\w").asPredicate();

  @Override
  public List<String> ids() {
    return List.of("boot-partition-full");
  }

  @Override
  public List<String> shownAs() {
    return List.of("root-full", "rebuild-boot-full");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Installation installation = evidence.installation();
    String folder = installation.loader().orElse(new SystemdBoot()).folder() + "/";
    // With an extended boot partition, the copies are there, and the ESP has but the loader.
    List<BootPartition> holding =
        installation.bootPartitions().stream()
            .filter(BootPartition::isUsed)
            .filter(partition ->
                partition.tree().files().keySet().stream()
                    .anyMatch(file -> file.startsWith(folder)))
            .toList();
    return (holding.isEmpty() ? installation.bootPartition().stream() : holding.stream())
        .flatMap(partition -> judge(partition, evidence).stream())
        .toList();
  }

  private Optional<Finding> judge(BootPartition partition, Evidence evidence) {
    BootTree tree = partition.tree();
    List<String> halves =
        tree.files().entrySet().stream()
            .filter(file ->
                file.getKey().endsWith(".tmp")
                    || file.getKey().endsWith(".conf") && file.getValue() == 0)
            .map(Map.Entry::getKey)
            .toList();
    long needed = largest(evidence, Generation::kernel) + largest(evidence, Generation::initrd);
    boolean tight = tree.free() >= 0 && tree.free() < needed;
    if (!tight) {
      return Optional.empty();
    }
    boolean behind =
        evidence.installation().current().filter(current -> !current.isDefault()).isPresent();
    boolean said = isOnScreen(evidence.symptom());
    Predicate<String> path = path(partition.mountPoint());
    boolean here =
        evidence.symptom().screen().failures().stream()
            .filter(event -> event.shows(ids()) || event.shows(shownAs()))
            .anyMatch(event -> event.speaker() != Speaker.PERSON && path.test(event.line()));
    boolean elsewhere = said && !here && PATH.test(evidence.symptom().toString());
    var seen = new ArrayList<String>();
    seen.add(
        "%s has %d MiB free of %d; a kernel and an initrd take %d: bootPartition()."
            .formatted(
                partition.device(), tree.free() >> 20, tree.total() >> 20, (needed >> 20) + 1));
    if (!halves.isEmpty()) {
      seen.add("Left half written: " + String.join(", ", halves) + ".");
    }
    if (elsewhere) {
      seen.add("What the screen says has no room is not on it.");
    }
    if (behind) {
      seen.add("The profile has moved on, the boot menu has not: generations().");
    }
    return Optional.of(
        new Finding(
            id(),
            Stage.MENU,
            BootImpact.GOES_ON,
            elsewhere
                ? Certainty.POSSIBLE
                : !halves.isEmpty() || here
                    ? Certainty.SURE
                    : behind || said ? Certainty.LIKELY : Certainty.POSSIBLE,
            "The boot partition is too full for another generation.",
            seen,
            "A rebuild keeps a kernel and an initrd there for every generation, and removes nothing"
                + " that is not NixOS's own. rebuild() works out the room before it builds, and its"
                + " plan begins with what makes it: what is half written, what no entry of any menu"
                + " refers to, the oldest generations that can be spared, and at last the one that"
                + " is sure to hang. What is kept for other reasons is yours to move: sh(\"ls -lhR"
                + " /mnt/boot\", looks=true). A small "
                + BootLoader.limit(evidence.installation().loader())
                + " of the boot loader keeps it from coming back.",
            new Mend.Rebuild()));
  }

  /** Whether a path, or one below it, stands in a line to the letter. */
  private static Predicate<String> path(String path) {
    return Pattern.compile("(?<![\\w/])" + Pattern.quote(path) + "(?![\\w-])").asPredicate();
  }

  private static long largest(Evidence evidence, Function<Generation, BootFile> file) {
    return evidence.installation().likeNew(file).mapToLong(BootFile::copySize).max().orElse(0);
  }
}
