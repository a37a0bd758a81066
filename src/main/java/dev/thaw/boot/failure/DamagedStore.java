package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.remembered.EmptyFiles;
import dev.thaw.nixos.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Programs, libraries or modules of the system that starts are empty files. */
final class DamagedStore implements Failure {

  /** What no boot comes up without. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "^/nix/store/[^/-]+-(systemd|bash|glibc|coreutils|util-linux|kmod|linux|initrd|nixos-system)");

  /** So many files are named. */
  private static final int NAMED = 5;

  @Override
  public List<String> ids() {
    return List.of("store-damaged");
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return evidence.remembered().empty().isPresent();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.remembered().empty().filter(empty -> !empty.files().isEmpty()).stream()
        .filter(_ -> evidence.subject().equals(Evidence.booted(evidence.installation())))
        .map(empty -> finding(empty, evidence))
        .toList();
  }

  private Finding finding(EmptyFiles empty, Evidence evidence) {
    List<String> files = empty.files();
    boolean needed = files.stream().anyMatch(file -> NEEDED.matcher(file).find());
    int number = evidence.subject().map(Generation::number).orElse(0);
    var seen = new ArrayList<String>();
    seen.add(
        "Without a byte: "
            + files.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "")
            + ".");
    seen.add(
        "Looked at were the %d paths of the store that the links of generation %d lead to; verify(%d)"
                .formatted(empty.packages(), number, number)
            + " compares them all, whole.");
    String paths =
        files.stream()
            .map(file -> file.replaceFirst("^(/nix/store/[^/]+).*", "$1"))
            .distinct()
            .limit(NAMED)
            .collect(Collectors.joining(" "));
    return new Finding(
            id(),
            Stage.STAGE_2,
            needed ? BootImpact.FAILS : BootImpact.GOES_ON,
            isOnScreen(evidence.symptom())
                ? Certainty.SURE
                : needed || files.stream().anyMatch(EmptyFiles::isNeverEmpty)
                    ? Certainty.LIKELY
                    : Certainty.POSSIBLE,
            files.size() == 1
                ? "A file of the system in the Nix store is empty."
                : files.size() + " files of the system in the Nix store are empty.",
            seen,
            "A power cut, a full disk or a dying one leaves files without content that were written"
                + " shortly before. What is in the store is trusted, so nothing notices; what needs"
                + " such a file fails in odd ways.",
            new Mend.ByHand(
                "With a network, once the disk is known to be good: mountAll(), enter(\"nix-store"
                    + " --repair-path "
                    + paths
                    + "\"). Quicker, if an older generation is whole: rollback(N)."))
        .naming(files.getFirst());
  }
}
