package dev.thaw.boot.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Symptom;
import dev.thaw.boot.TestSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosingTest {

  private final TestSystem system = new TestSystem();

  private List<String> notes() {
    return Diagnosing.judge(List.of(system.evidence()), Symptom.of("x"), List.of()).notes();
  }

  @Test
  void tellsOfVariantsInTheMenuThatItDoesNotJudge() {
    assertThat(notes()).noneMatch(note -> note.contains("variants"));
    system.specialisations.addAll(List.of("vfio", "plain"));
    assertThat(notes())
        .contains(
            "Generation 57 is in the boot menu in variants, too, which are not judged: vfio, plain."
                + " One of them may start.");
  }
}
