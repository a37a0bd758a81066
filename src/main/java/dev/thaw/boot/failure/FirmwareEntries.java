package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.FirmwareView;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.remembered.LoadOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The firmware has nothing to start the system by, or starts something else first. */
final class FirmwareEntries implements Failure {

  private static final String MISSING = "loader-missing";
  private static final String OTHER_FIRST = "firmware-other-first";

  @Override
  public List<String> ids() {
    return List.of("firmware-no-entry", MISSING, OTHER_FIRST);
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return evidence.remembered().firmware().isRead() && FirmwareView.of(evidence).isPresent();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return FirmwareView.of(evidence).stream()
        .flatMap(view -> judge(view, evidence).stream())
        .toList();
  }

  private List<Finding> judge(FirmwareView view, Evidence evidence) {
    boolean read = evidence.remembered().firmware().isRead();
    boolean said = isOnScreen(evidence.symptom());
    if (!view.fallback() && view.programs().isEmpty()) {
      return List.of(loaderMissing(view, Certainty.SURE, BootImpact.FAILS));
    }
    if (!read) {
      return List.of();
    }
    var findings = new ArrayList<Finding>();
    if (view.working().isEmpty()) {
      boolean stops = !view.fallback();
      if (stops || said) {
        Certainty certainty = stops ? Certainty.SURE : Certainty.LIKELY;
        BootImpact becomes = stops ? BootImpact.FAILS : BootImpact.GOES_ON;
        findings.add(
            view.dead().isEmpty()
                ? noEntry(view, certainty, becomes)
                : loaderMissing(view, certainty, becomes));
      }
    }
    if (evidence.symptom().isEmpty() || said) {
      view.firstOther().ifPresent(other -> findings.add(otherFirst(view, other, said)));
    }
    return findings;
  }

  private Finding noEntry(FirmwareView view, Certainty certainty, BootImpact becomes) {
    var seen = new ArrayList<String>();
    seen.add(
        "None of the firmware's entries names "
            + view.device()
            + " (partition "
            + view.guid()
            + "): efibootmgr -v.");
    seen.add(
        view.fallback()
            ? "The fallback is there: " + view.fallbackFile() + ". Not all firmware takes it."
            : "There is no fallback on it either, no /EFI/BOOT/BOOTX64.EFI.");
    return new Finding(
            id(),
            Stage.FIRMWARE,
            becomes,
            certainty,
            "The firmware has no entry for the boot loader.",
            seen,
            "UEFI firmware keeps a list of what it can start. An update, an empty battery or a move of"
                + " the disk to another machine clears it.",
            new Mend.Rebuild(true))
        .naming(view.device());
  }

  private Finding loaderMissing(FirmwareView view, Certainty certainty, BootImpact becomes) {
    var seen = new ArrayList<String>();
    if (view.programs().isEmpty()) {
      seen.add(
          "No program of the loader that starts this system is on "
              + view.device()
              + ": bootPartition().");
    }
    view.dead().stream()
        .map(entry ->
            "The firmware's entry %s (%s) names %s there, which is missing."
                .formatted(entry.name(), entry.label(), entry.file()))
        .forEach(seen::add);
    if (view.fallback()) {
      seen.add("The fallback is there: " + view.fallbackFile() + ". Not all firmware takes it.");
    }
    return new Finding(
            MISSING,
            Stage.FIRMWARE,
            becomes,
            certainty,
            view.programs().isEmpty() && !view.fallback()
                ? "The boot loader is gone from the boot partition."
                : "The boot loader that the firmware has an entry for is gone.",
            seen,
            "The partition was formatted or wiped, or the file was deleted, by another system or by"
                + " hand. All of it can be written again from the store.",
            new Mend.Rebuild(true))
        .naming(view.device());
  }

  private Finding otherFirst(FirmwareView view, LoadOption other, boolean said) {
    String order =
        view.order().stream()
            .map(number -> LoadOption.name(number).substring("Boot".length()))
            .collect(Collectors.joining(","));
    Optional<LoadOption> own = view.working().stream().findFirst();
    var seen = new ArrayList<String>();
    seen.add(
        "BootOrder is %s: %s (%s, %s) comes before %s: efibootmgr -v."
            .formatted(
                order,
                other.name(),
                other.label(),
                other.file().isEmpty() ? "the fallback of its partition" : other.file(),
                own.map(entry -> entry.name() + " (" + entry.label() + ")")
                    .orElse("the fallback on " + view.device())));
    view.next()
        .map(next -> "BootNext is " + next + ": that one is tried before all, once.")
        .ifPresent(seen::add);
    return new Finding(
            OTHER_FIRST,
            Stage.FIRMWARE,
            BootImpact.GOES_ON,
            said ? Certainty.LIKELY : Certainty.POSSIBLE,
            "The firmware starts another entry first: " + other.label() + ".",
            seen,
            "It starts the first entry that works. Where another system is to start by itself, that"
                + " is as it should be; else an update of it, or an old boot loader's entry, got"
                + " ahead.",
            new Mend.ByHand(
                own.map(entry ->
                        "If this system is to start by itself, put it first: sh(\"efibootmgr -o "
                            + inFront(entry.number(), view.order())
                            + "\"). The order that there is now, for the way back: "
                            + order
                            + ".")
                    .orElse(
                        "rebuild(installBootloader=true) makes an entry for it, which comes first.")))
        .naming(other.name());
  }

  private static String inFront(int number, List<Integer> order) {
    var numbers = new ArrayList<>(List.of(number));
    order.stream().filter(other -> other != number).forEach(numbers::add);
    return numbers.stream()
        .map(each -> LoadOption.name(each).substring("Boot".length()))
        .collect(Collectors.joining(","));
  }
}
