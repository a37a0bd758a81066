package dev.thaw.boot.failure;

import dev.thaw.boot.BiosView;
import dev.thaw.boot.BiosView.GrubDisk;
import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.bios.GrubPlace;
import dev.thaw.boot.screen.ScreenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** On a BIOS machine: GRUB is on no disk, or its core image looks for what is not there. */
final class GrubCore implements Failure {

  private static final String MISSING = "loader-missing";

  private static final List<String> DEVICES =
      List.of("boot.loader.grub.device", "boot.loader.grub.devices");

  private static final String WHY =
      "A BIOS starts the first sector of a disk. GRUB's code there loads its core image, which lies"
          + " outside of any filesystem and knows where GRUB's folder was when it was installed. A"
          + " filesystem that was made anew, or a disk that was replaced, is another one to it.";

  @Override
  public List<String> ids() {
    return List.of("grub-core-mismatch", MISSING);
  }

  @Override
  public List<String> shownAs() {
    return List.of("grub-cannot-read", "firmware-no-entry");
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return BiosView.of(evidence).isPresent();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return BiosView.of(evidence).stream()
        .flatMap(view ->
            view.disks().isEmpty() ? missing(view, evidence).stream() : cores(view, evidence))
        .toList();
  }

  /** None where the configuration says that it is to be installed on none. */
  private Optional<Finding> missing(BiosView view, Evidence evidence) {
    List<String> devices =
        DEVICES.stream().flatMap(option -> Settings.values(evidence, option).stream()).toList();
    if (devices.stream().anyMatch(value -> value.contains("\"nodev\""))) {
      return Optional.empty();
    }
    var seen = new ArrayList<String>();
    seen.add(
        "No disk has GRUB's code in its first sector: dd if=DISK bs=512 count=1 | strings."
            + (devices.isEmpty()
                ? ""
                : " The configuration has it installed on " + String.join(", ", devices) + "."));
    if (!view.others().isEmpty()) {
      seen.add("Another one's code is on " + String.join(", ", view.others()) + ".");
    }
    if (!view.unread().isEmpty()) {
      seen.add("Not read was that of " + String.join(", ", view.unread()) + ".");
    }
    boolean sure = !devices.isEmpty() && view.others().isEmpty() && view.unread().isEmpty();
    return Optional.of(
        new Finding(
            MISSING,
            Stage.FIRMWARE,
            BootImpact.FAILS,
            sure ? Certainty.SURE : Certainty.LIKELY,
            "GRUB, whose menu starts this system, is on no disk that a BIOS could start.",
            seen,
            WHY,
            new Mend.Rebuild(true)));
  }

  private Stream<Finding> cores(BiosView view, Evidence evidence) {
    // Which disk the firmware starts, nothing on the disks tells: one that works may be it.
    boolean another =
        view.disks().stream()
            .anyMatch(disk ->
                switch (disk.outcome()) {
                  case BiosView.Own _, BiosView.Elsewhere _, BiosView.CantTell _ -> true;
                  case BiosView.Gone _, BiosView.Blank _ -> false;
                });
    return view.disks().stream()
        .flatMap(disk ->
            switch (disk.outcome()) {
              case BiosView.Own _, BiosView.Elsewhere _, BiosView.CantTell _ ->
                  Stream.<Finding>empty();
              case BiosView.Blank _ ->
                  Stream.of(
                      finding(
                          disk,
                          another,
                          another ? Certainty.POSSIBLE : Certainty.SURE,
                          "its core image is not there: where its code looks for it, nothing is"));
              case BiosView.Gone _ -> Stream.of(gone(disk, another, evidence));
            });
  }

  /**
   * A screen that has GRUB miss another filesystem speaks of another disk's, or another machine's.
   */
  private Finding gone(GrubDisk disk, boolean another, Evidence evidence) {
    GrubPlace place = disk.place().orElseThrow();
    List<String> missed =
        evidence.symptom().screen().events().stream()
            .filter(event -> event.shows(shownAs()))
            .map(ScreenEvent::named)
            .filter(name -> !name.isEmpty())
            .toList();
    boolean said = missed.stream().anyMatch(place.name()::equalsIgnoreCase);
    boolean contradicted = !missed.isEmpty() && !said;
    Certainty certainty =
        contradicted ? Certainty.POSSIBLE : another && !said ? Certainty.POSSIBLE : Certainty.SURE;
    return finding(
        disk,
        another && !said,
        certainty,
        "its core image looks for its folder %s on %s, and there is none%s"
            .formatted(
                place.folder(),
                place.words(),
                contradicted ? "; the screen names another: " + missed.getFirst() : ""));
  }

  private Finding finding(GrubDisk disk, boolean another, Certainty certainty, String seen) {
    return new Finding(
            id(),
            Stage.FIRMWARE,
            another ? BootImpact.GOES_ON : BootImpact.FAILS,
            certainty,
            another
                ? "If the firmware starts " + disk.path() + ", GRUB gets stuck there."
                : "GRUB on " + disk.path() + " does not find the rest of itself.",
            List.of(
                disk.path()
                    + " has GRUB's code in its first sector; "
                    + seen
                    + (another ? ". Another disk has GRUB, too." : ".")),
            WHY,
            new Mend.Rebuild(true))
        .naming(disk.path());
  }
}
