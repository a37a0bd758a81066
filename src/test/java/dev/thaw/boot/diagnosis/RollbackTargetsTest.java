package dev.thaw.boot.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.failure.Catalogue;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.InstallationBuilder;
import dev.thaw.nixos.Stage1;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which generation to go back to, and which of several installations fails. */
class RollbackTargetsTest {

  private final TestSystem system = new TestSystem();

  private List<Integer> sound() {
    return diagnosis(system.evidence()).sound(0);
  }

  private static Diagnosis diagnosis(Evidence... evidence) {
    return Diagnosing.judge(List.of(evidence), evidence[0].symptom(), List.of());
  }

  @Test
  void aGenerationThatLoadsTheSameModuleIsNotGoneBackTo() {
    system.menu.add(56);
    system.forced.add("vfio_pci");
    system.screen = "loading module vfio_pci...";
    assertThat(sound()).containsExactly(56);

    system.forcedBefore.add("vfio_pci");
    assertThat(sound()).isEmpty();
  }

  @Test
  void oneWhoseDeviceIsGoneIsNotGoneBackTo() {
    system.menu.add(56);
    assertThat(sound()).containsExactly(56);

    system.uuid = "2222";
    assertThat(sound()).isEmpty();
  }

  @Test
  void theNewestOfThoseThatAreLeftComesFirst() {
    system.menu.addAll(List.of(55, 56, 54));

    assertThat(sound()).startsWith(56).contains(55, 54).doesNotContain(57);
  }

  @Test
  void theOneThatTheScreenSpeaksOfIsTheOneThatFails() {
    var other = new TestSystem();
    system.stage1 = other.stage1 = Stage1.SCRIPTED;
    system.forced.add("vfio_pci");
    system.screen = other.screen = "loading module vfio_pci...";

    assertThat(diagnosis(other(other.evidence()), system.evidence()).installation()).isEqualTo(2);
    assertThat(diagnosis(other(other.evidence()), system.evidence()).findings())
        .filteredOn(finding -> finding.certainty() == Certainty.SURE)
        .isNotEmpty()
        .allMatch(finding -> finding.installation().equals("11111111-aaaa/"));

    other.forced.add("vfio_pci");
    assertThat(diagnosis(other(other.evidence()), system.evidence()).installation()).isZero();
  }

  @Test
  void whereTheScreenShowsSomethingElseItCantBeTold() {
    var other = new TestSystem();
    system.uuid = "2222";
    assertThat(diagnosis(other(other.evidence()), system.evidence()).installation()).isEqualTo(2);

    system.screen = other.screen = "nobody knows this line";
    assertThat(diagnosis(other(other.evidence()), system.evidence()).installation()).isZero();
    assertThat(diagnosis(system.evidence()).installation()).isEqualTo(1);
    assertThat(Catalogue.failing(List.of(other.evidence()))).isEmpty();
  }

  /** The same on another disk. */
  private static Evidence other(Evidence evidence) {
    var elsewhere = new FilesystemLocation("/dev/sdz1", "ext4", "", "");
    return new Evidence(
        InstallationBuilder.like(evidence.installation())
            .named("other")
            .on(elsewhere, elsewhere)
            .build(),
        evidence.subject(),
        evidence.configured(),
        evidence.symptom(),
        evidence.initrds(),
        evidence.surroundings(),
        evidence.checks(),
        evidence.remembered());
  }

  /** What starts now is a variant: the generation itself is another thing to start. */
  @Test
  void theGenerationItselfIsOneWhereAVariantOfItStarts() {
    var variant = new TestSystem();
    variant.variants.add("safe");
    assertThat(RollbackTargets.of(variant.evidence())).doesNotContain(57);
    variant.defaultVariant = "safe";
    assertThat(RollbackTargets.of(variant.evidence())).contains(57);
  }
}
