package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootAnswer;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.EvidenceCollector;
import dev.thaw.boot.Finding;
import dev.thaw.boot.InitrdCache;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.boot.screen.Letters;
import dev.thaw.boot.screen.RealScreen;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.machine.FakePerson;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every real screen, typed on a machine that is healthy and on machines that have a failure of
 * their own: what is more than possible is what the machine has, and the screen comes first.
 */
class ScreenAnswersTest {

  private static List<Evidence> evidence(Practice practice) {
    return EvidenceCollector.all(
        practice.machine, FakePerson.yesBeforehand(), "/mnt", new InitrdCache(), Symptom.NONE);
  }

  private static Diagnosis diagnose(List<Evidence> evidence, String typed) {
    Symptom symptom = Symptom.of(typed);
    return Diagnosing.judge(
        evidence.stream().map(one -> one.shown(symptom)).toList(), symptom, List.of());
  }

  /** Every screen's answer on a machine. */
  private static Map<RealScreen, Diagnosis> answers(List<Evidence> evidence) {
    var answers = new LinkedHashMap<RealScreen, Diagnosis>();
    RealScreen.all().forEach(real -> answers.put(real, diagnose(evidence, real.text())));
    return answers;
  }

  /** What is more than possible, and is neither what the machine has nor borne out by it. */
  private static List<String> misleading(
      List<Evidence> evidence, Map<RealScreen, Diagnosis> answers) {
    Set<String> own =
        diagnose(evidence, "").findings().stream()
            .map(ScreenAnswersTest::named)
            .collect(Collectors.toSet());
    var misleading = new ArrayList<String>();
    answers.forEach((real, diagnosis) -> {
      for (Finding finding : diagnosis.findings()) {
        // The disks bear out that this machine loads the very module that the screen names.
        boolean right =
            real.kinds().contains(finding.id())
                && Letters.isSlip(real.about(), finding.subject(), 4);
        if (finding.certainty() != Certainty.POSSIBLE && !own.contains(named(finding)) && !right) {
          misleading.add(real.id() + ": " + finding.certainty() + " " + finding.what());
        }
      }
    });
    return misleading;
  }

  private static String named(Finding finding) {
    return finding.id() + " " + finding.subject();
  }

  @Test
  void onAHealthyMachineNothingIsMoreThanPossible() {
    Practice practice = Practice.of("vfio");
    Rescue rescue = practice.rescue(FakePerson.yesBeforehand());
    rescue.mountAll(0);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    rescue.rebuild(RebuildWish.USUAL);
    rescue.leave();
    List<Evidence> evidence = evidence(practice);

    assertThat(diagnose(evidence, "").findings()).isEmpty();
    assertThat(misleading(evidence, answers(evidence))).isEmpty();
    assertThat(BootAnswer.of(diagnose(evidence, ""))).isEqualTo(BootAnswer.BOOTS);
    assertThat(BootAnswer.of(diagnose(evidence, "nixos login:"))).isEqualTo(BootAnswer.BOOTS);
    assertThat(BootAnswer.of(diagnose(evidence, "something else altogether")))
        .isEqualTo(BootAnswer.CANT_BE_TOLD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vfio",
        "wrong-uuid",
        "foreign-pool",
        "missing-driver",
        "esp-full",
        "esp-unmounted"
      })
  void onAMachineThatHasAnotherFailureOnlyThatIsMoreThanPossible(String name) {
    List<Evidence> evidence = evidence(Practice.of(name));
    Map<RealScreen, Diagnosis> answers = answers(evidence);

    assertThat(misleading(evidence, answers)).isEmpty();
    answers.forEach((real, diagnosis) -> {
      if (!real.kinds().isEmpty()) {
        ScreenEvent first = diagnosis.screen().screen().failures().getFirst();
        assertThat(diagnosis.screen().sentences()).as(real.id()).isNotEmpty();
        assertThat(real.kinds()).as(real.id()).contains(diagnosis.kind(first));
        assertThat(diagnosis.findings()).as(real.id()).isNotEmpty();
      }
    });
  }

  @Test
  void whatIsNoScreenIsSaidToBeNone() {
    List<Evidence> evidence = evidence(Practice.of("vfio"));

    assertThat(diagnose(evidence, "it worked before I removed vfio_pci").screen().sentences())
        .first()
        .asString()
        .startsWith("The screen is not understood");
  }

  @Test
  void whatFailedOnTheWayAndDidNotStopTheMachineIsTold() {
    assertThat(diagnose(List.of(), "nixos login:").screen().sentences().getFirst())
        .isEqualTo(
            "The screen is understood: the machine came as far as the login, and nothing that is"
                + " known to fail is on it.");
    assertThat(
            diagnose(
                    List.of(), "[FAILED] Failed to start Import ZFS pool \"backup\".\n\nnas login:")
                .screen()
                .sentences()
                .getFirst())
        .isEqualTo(
            "The screen is understood: the machine came as far as the login. What failed on the way"
                + " did not stop it: “Failed to start Import ZFS pool \"backup\".”.");
  }

  @Test
  void whereTheDisksWereNotReadNothingIsSaidToBeMissingThere() {
    Diagnosis diagnosis =
        diagnose(List.of(), "waiting for device /dev/disk/by-uuid/1234-ABCD to appear...");

    assertThat(diagnosis.findings().getFirst().evidence())
        .contains("Whether it is so, the disks can't tell.");
    assertThat(diagnosis.findings().getFirst().what())
        .isEqualTo(
            "The early boot lacks the driver of a disk, or a disk that the system needs is not"
                + " there (/dev/disk/by-uuid/1234-ABCD).");
  }

  @Test
  void theNearestLinesAreToldWithWhatTheyUsuallyMean() {
    assertThat(
            diagnose(List.of(), "ng for device /dev/disk/by-id/ata-Samsung").screen().sentences())
        .anyMatch(said -> said.contains("(The early boot lacks the driver of a disk)"))
        .noneMatch(said -> said.contains("wake up"));
    assertThat(diagnose(List.of(), "importing root ZFS po").screen().sentences())
        .anyMatch(said -> said.contains("“importing root ZFS pool X”"));
  }
}
