package dev.thaw.boot.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
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
  void tellsOfSpecialisationsThatItCannotJudge() {
    assertThat(notes()).noneMatch(note -> note.contains("specialisations"));
    system.specialisations.addAll(List.of("vfio", "plain"));
    system.variants.add("plain");
    assertThat(notes())
        .contains(
            "Generation 57 has specialisations that could not be read, so that they are not judged:"
                + " vfio.");
  }

  private List<BootChain> chains() {
    return Diagnosing.judge(List.of(system.evidence()), Symptom.NONE, List.of()).chains();
  }

  /** It has an initrd of its own, and may start where the generation does not. */
  @Test
  void aSpecialisationIsAWayUpOfItsOwn() {
    system.variants.add("plain");
    system.files.put("/EFI/nixos/i56", 7L);
    system.files.remove("/EFI/nixos/i57");

    assertThat(chains())
        .extracting(BootChain::name)
        .containsExactly("generation 57", "generation 57, specialisation plain");
    assertThat(chains().getFirst().forecast()).isInstanceOf(Forecast.Fails.class);
    assertThat(chains().getLast().forecast()).isEqualTo(new Forecast.Boots());
    assertThat(chains()).extracting(BootChain::isDefault).containsExactly(true, false);

    system.forcedBefore.add("vfio_pci");
    assertThat(chains().getLast().forecast()).isInstanceOf(Forecast.CantTell.class);
    system.files.remove("/EFI/nixos/i56");
    assertThat(chains().getLast().forecast()).isInstanceOf(Forecast.Fails.class);
  }

  @Test
  void whereAVariantIsTheDefaultItIsWhatIsJudged() {
    system.variants.add("plain");
    system.defaultVariant = "plain";
    assertThat(chains()).extracting(BootChain::isDefault).containsExactly(true, false);
    assertThat(chains().getFirst().name()).isEqualTo("generation 57, specialisation plain");
    assertThat(system.findings()).extracting(Finding::id).containsExactly("boot-copy-missing");

    system.files.put("/EFI/nixos/i56", 7L);
    assertThat(system.findings()).isEmpty();
  }
}
