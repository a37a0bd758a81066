package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.diagnosis.Diagnosing;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootAnswerTest {

  private final TestSystem system = new TestSystem();

  private BootAnswer answer(String screen) {
    Symptom symptom = Symptom.of(screen);
    return BootAnswer.of(
        Diagnosing.judge(List.of(system.evidence().shown(symptom)), symptom, List.of()));
  }

  @Test
  void aMachineBootsWhereNothingIsWrongAndTheScreenShowsNothingElse() {
    assertThat(answer("")).isEqualTo(BootAnswer.BOOTS);
    assertThat(answer("nixos login:")).isEqualTo(BootAnswer.BOOTS);
  }

  @Test
  void aScreenThatTheDisksDoNotBearOutLeavesItOpen() {
    assertThat(answer("cannot import 'tank': no such pool available"))
        .isEqualTo(BootAnswer.CANT_BE_TOLD);
  }

  @Test
  void whatIsSureToStopItDoes() {
    system.whole = false;

    assertThat(answer("")).isEqualTo(BootAnswer.DOES_NOT);
    // It got further than that.
    assertThat(answer("nixos login:")).isEqualTo(BootAnswer.CANT_BE_TOLD);
  }

  @Test
  void aMachineThatNobodyCanLogInToIsNotSaidToBoot() {
    Diagnosis boots = Diagnosing.judge(List.of(system.evidence()), Symptom.NONE, List.of());
    assertThat(BootAnswer.of(with(boots, Certainty.LIKELY))).isEqualTo(BootAnswer.CANT_BE_TOLD);
    assertThat(BootAnswer.of(with(boots, Certainty.POSSIBLE))).isEqualTo(BootAnswer.BOOTS);
  }

  private static Diagnosis with(Diagnosis boots, Certainty certainty) {
    var lockedOut =
        new Finding(
            "locked-out",
            Stage.STAGE_2,
            BootImpact.GOES_ON,
            certainty,
            "Nobody can log in.",
            List.of(),
            "",
            new Mend.SetPassword("alice"));
    return new Diagnosis(List.of(lockedOut), boots.chains(), List.of());
  }

  @Test
  void whereNoSystemIsFoundItCannotBeTold() {
    assertThat(BootAnswer.of(Diagnosing.judge(List.of(), Symptom.NONE, List.of())))
        .isEqualTo(BootAnswer.CANT_BE_TOLD);
  }
}
