package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootAnswer;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.storage.DiskError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk that reports errors, on a machine that boots. */
class DiskErrorsTest {

  private final TestSystem system = new TestSystem();

  private List<Finding> found() {
    return system.findings().stream().filter(one -> one.id().equals("disk-errors")).toList();
  }

  private Finding only() {
    assertThat(found()).hasSize(1);
    return found().getFirst();
  }

  @Test
  void aDiskOfTheSystemIsLikelyAndToldAboveWhatWouldWrite() {
    system.errors.add(new DiskError("sda2", true, "It says so."));
    system.modules.remove("ahci");
    system.screen = "waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + " to appear....";

    assertThat(system.findings()).extracting(Finding::id).contains("driver-missing");
    assertThat(system.findings().getFirst()).isEqualTo(only());
    assertThat(only().certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only().subject()).isEqualTo("/dev/sda");
    assertThat(only().mend()).isInstanceOf(Mend.ByHand.class);
    assertThat(only().stops()).isFalse();
  }

  @Test
  void anotherDiskOrWhatACableDoesIsOnlyPossible() {
    system.errors.add(new DiskError("sdz", true, "It says so."));
    assertThat(only().certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(only().evidence()).anyMatch(seen -> seen.contains("No filesystem of this"));

    system.errors.clear();
    system.errors.add(new DiskError("sda", false, "It says so."));
    assertThat(only().certainty()).isEqualTo(Certainty.POSSIBLE);
  }

  @Test
  void whatIsSaidOfOneDiskIsOneFinding() {
    system.errors.add(new DiskError("sda2", true, "The kernel."));
    system.errors.add(new DiskError("/dev/sda1", false, "A filesystem."));
    assertThat(only().evidence()).containsExactly("The kernel.", "A filesystem.");
  }

  @Test
  void theScreenThatNamesItMakesItSureAndOneThatNamesAnotherDoesNot() {
    system.errors.add(new DiskError("sda", true, "It says so."));
    system.screen = "I/O error, dev sda, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1";
    assertThat(only().certainty()).isEqualTo(Certainty.SURE);

    system.screen = "I/O error, dev sdb, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1";
    assertThat(only().certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(only().evidence()).anyMatch(seen -> seen.contains("The screen names another"));
  }

  @Test
  void ofADiskOfItsOwnThatHasNoSmartThatIsSaid() {
    system.withoutSmart.add("sdz");
    assertThat(unsaid()).noneMatch(one -> one.contains("SMART"));
    system.withoutSmart.add("sda");
    assertThat(unsaid()).contains("What SMART says of sda: it gave no answer.");
  }

  private List<String> unsaid() {
    return Diagnosing.judge(List.of(system.evidence()), Symptom.NONE, List.of()).notLookedAt();
  }

  @Test
  void withoutErrorsNothingIsFoundAndNothingIsLeftUnsaid() {
    assertThat(found()).isEmpty();
    var diagnosis = Diagnosing.judge(List.of(system.evidence()), Symptom.NONE, List.of());
    assertThat(diagnosis.notLookedAt()).noneMatch(one -> one.contains("SMART"));
    assertThat(BootAnswer.of(diagnosis)).isEqualTo(BootAnswer.BOOTS);
  }
}
