package dev.thaw.rescue;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out what mends a finding, by the same ways as the helpers that it names. */
final class Mending {

  private Mending() {}

  /**
   * Mends the surest of the findings; and before it, as it needs that, what is sure about the boot
   * partition. A hang stays sure until the rebuild, which can't write to what is damaged.
   *
   * @throws Trouble.Refused if there is none: a rescue must not go on as if something were mended
   */
  static ActionResult mend(Rescue rescue, Diagnosis diagnosis) {
    if (diagnosis.findings().isEmpty()) {
      throw new Trouble.NotReady(
          "Nothing known was found, so nothing was changed.",
          "By hand: edit() changes the configuration, rebuild() makes it boot next.");
    }
    Optional<String> mounted = mounted(rescue, diagnosis.findings());
    List<Finding> ours =
        diagnosis.findings().stream().filter(finding -> isOurs(finding, mounted)).toList();
    if (ours.isEmpty()) {
      throw another();
    }
    if (ours.getFirst().isFailingDisk()) {
      // Before a copy is made, nothing else is to write, not even what is sure.
      return carryOut(rescue, ours.getFirst());
    }
    List<Finding> all = aboutBoot(rescue, ours);
    if (all.stream().map(Finding::mend).noneMatch(ours.getFirst().mend()::equals)) {
      all.add(ours.getFirst());
    }
    if (all.size() == 1) {
      return carryOut(rescue, all.getFirst());
    }
    var results = new ArrayList<ActionResult>();
    for (Finding finding : all) {
      rescue.interaction().tell(Clean.line(finding.what()));
      results.add(carryOut(rescue, finding));
    }
    return all(results);
  }

  /** What is sure about the boot partition, repairs first: only then files can be taken away. */
  private static List<Finding> aboutBoot(Rescue rescue, List<Finding> ours) {
    var repairs = new ArrayList<Finding>();
    var others = new ArrayList<Finding>();
    for (Finding finding : ours) {
      boolean sure = finding.certainty() == Certainty.SURE;
      switch (finding.mend()) {
        case Mend.Repair _ when sure -> repairs.add(finding);
        case Mend.RemoveFiles _, Mend.ClearVariable _, Mend.ForgetChoice _ when sure ->
            others.add(finding);
        default -> {}
      }
    }
    if (repairs.isEmpty()) {
      repairs.addAll(turnedReadOnly(rescue));
    }
    repairs.addAll(others);
    return repairs;
  }

  /** The kernel may have met the damage only when it was mounted, after the diagnosis. */
  private static List<Finding> turnedReadOnly(Rescue rescue) {
    List<String> readOnly =
        State.look(rescue.machine(), rescue.root()).mounts().stream()
            .filter(mount -> mount.isAtOrBelow(rescue.root()) && mount.readOnly())
            .map(LiveMount::source)
            .toList();
    return readOnly.isEmpty()
        ? List.of()
        : rescue.diagnoseAgain().findings().stream()
            .filter(finding -> finding.certainty() == Certainty.SURE)
            .filter(finding ->
                finding.mend() instanceof Mend.Repair repair && readOnly.contains(repair.device()))
            .toList();
  }

  /** Which installation is mounted; asked only where a finding is about one of several. */
  private static Optional<String> mounted(Rescue rescue, List<Finding> findings) {
    if (findings.stream().allMatch(finding -> finding.installation().isEmpty())) {
      return Optional.empty();
    }
    return rescue.installations().stream()
        .filter(installation -> installation.mountedAt().equals(rescue.root()))
        .map(Installation::identity)
        .findFirst();
  }

  /** What one installation has must not be mended in another. */
  private static boolean isOurs(Finding finding, Optional<String> mounted) {
    return finding.installation().isEmpty()
        || mounted.isEmpty()
        || mounted.get().equals(finding.installation());
  }

  private static Trouble another() {
    return new Trouble.NotReady(
        "Nothing known was found in the installation that is mounted, so nothing was changed.",
        "The findings are about another one: leave(), then mountAll(install=N) mounts that.");
  }

  /**
   * Mends a finding.
   *
   * @throws Trouble.NotApproved if it is only possible, and nobody said yes in person
   * @throws Trouble.Refused if only hands can mend it, or another installation has it
   */
  static ActionResult mend(Rescue rescue, Finding finding) {
    if (!isOurs(finding, mounted(rescue, List.of(finding)))) {
      throw another();
    }
    return carryOut(rescue, finding);
  }

  private static ActionResult carryOut(Rescue rescue, Finding finding) {
    return switch (finding.mend()) {
      case Mend.RemoveElement(String option, String element) -> {
        confirm(rescue, finding);
        yield rescue.config().remove(option, element);
      }
      case Mend.AddElement(String option, String element) -> {
        confirm(rescue, finding);
        yield rescue.config().add(option, element);
      }
      case Mend.SetOption(String option, String expression) -> {
        confirm(rescue, finding);
        yield rescue.config().set(option, expression);
      }
      case Mend.UnsetOption(String option) -> {
        confirm(rescue, finding);
        yield rescue.config().unset(option);
      }
      case Mend.Rollback(int generation) -> {
        confirm(rescue, finding);
        yield rescue.rollback(generation);
      }
      case Mend.Several(List<Mend> mends) -> {
        confirm(rescue, finding);
        yield all(mends.stream().map(mend -> carryOut(rescue, finding.mending(mend))).toList());
      }
      case Mend.Rebuild rebuild ->
          new Applied(
              "Nothing has to be changed for it: the rebuild is what mends it.",
              false,
              List.of(
                  rescue.state().isMounted()
                      ? "Next: " + rebuild.call() + "."
                      : "Next: mountAll(), then " + rebuild.call() + "."));
      case Mend.RemoveFiles(List<String> files) -> {
        confirm(rescue, finding);
        yield RemovingFiles.damaged(rescue, files);
      }
      case Mend.ForgetChoice(String file) -> {
        confirm(rescue, finding);
        yield RemovingFiles.choice(rescue, file);
      }
      case Mend.ClearVariable(String file) -> {
        confirm(rescue, finding);
        yield Firmware.clear(rescue, file);
      }
      case Mend.Repair repair -> {
        confirm(rescue, finding);
        yield Repairing.repair(rescue, repair);
      }
      case Mend.MakeFolder(String path) -> {
        confirm(rescue, finding);
        yield MakingFolder.make(rescue, path);
      }
      case Mend.SetPassword(String account) -> {
        confirm(rescue, finding);
        yield rescue.setPassword(account);
      }
      case Mend.Export export ->
          new Applied(
              "Leaving the system is what mends it: that exports its pools.",
              false,
              List.of(
                  "If nothing else is to be done: "
                      + export.call()
                      + ". Else go on, and leave() at the end."));
      case Mend.OneOf several -> {
        if (rescue.planOnly()) {
          throw new Trouble.Undecided(
              "What mends it depends on the screen; nothing was changed.",
              Clean.line(several.call()));
        }
        yield mend(rescue, chosen(rescue, finding, several));
      }
      case Mend.Nothing(String why) ->
          new Applied(
              "It is mended already; nothing was changed.",
              false,
              List.of(Clean.line(why), "Next: leave(), then reboot()."));
      case Mend.ByHand(String text)
          when finding.course() == BootImpact.GOES_ON && !finding.isFailingDisk() ->
          new Applied("It keeps nothing from booting; nothing was changed.", false, List.of(text));
      case Mend.ByHand(String text) ->
          throw new Trouble.NotReady(
              "This has to be mended by hand; nothing was changed for it.", Clean.line(text));
    };
  }

  /** What several did, or would do, as one. */
  private static ActionResult all(List<ActionResult> results) {
    var said = new ArrayList<String>();
    var steps = new ArrayList<Step>();
    var notes = new LinkedHashSet<String>();
    boolean changed = false;
    for (ActionResult result : results) {
      switch (result) {
        case Plan plan -> {
          said.add(plan.title());
          steps.addAll(plan.steps());
          notes.addAll(plan.remarks());
        }
        case Applied done -> {
          said.add(done.summary());
          changed |= done.changed();
          notes.addAll(done.notes());
        }
      }
    }
    return results.stream().anyMatch(Plan.class::isInstance)
        ? new Plan(String.join("; ", said), steps, List.copyOf(notes))
        : new Applied(String.join("\n", said), changed, List.copyOf(notes));
  }

  /**
   * Which of several it is, somebody says who sees the screen: no approval beforehand covers it.
   */
  private static Finding chosen(Rescue rescue, Finding finding, Mend.OneOf several) {
    String both = Clean.line(several.sentence()) + " ";
    for (Map.Entry<String, Mend> one : several.mends().entrySet()) {
      if (rescue.interaction().approvesInPerson(both + "Is it " + Clean.line(one.getKey()) + "?")) {
        return finding.mending(one.getValue());
      }
    }
    throw new Trouble.NotApproved("Nothing was changed.", Clean.line(several.call()));
  }

  /** What is only possible needs a person who looked: no approval given beforehand covers it. */
  private static void confirm(Rescue rescue, Finding finding) {
    if (finding.certainty() != Certainty.POSSIBLE || !rescue.executor().isInEarnest()) {
      return;
    }
    String question =
        Clean.line(finding.what())
            + " That is only possible, not certain. Do "
            + Clean.line(finding.mend().call())
            + " all the same?";
    if (!rescue.interaction().approvesInPerson(question)) {
      throw new Trouble.NotApproved(
          "Nothing was changed.",
          "diagnose(symptom=\"…\") with the screen's last lines tells more.");
    }
  }
}
