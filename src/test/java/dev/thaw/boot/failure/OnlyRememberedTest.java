package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.remembered.CrashReport;
import dev.thaw.boot.remembered.CrashReport.Place;
import dev.thaw.boot.remembered.PastBoot;
import dev.thaw.boot.remembered.PastBoot.Reached;
import dev.thaw.boot.remembered.PastBoots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the machine kept of a boot that failed, and nothing else shows. */
class OnlyRememberedTest {

  private static final Instant LATE = Instant.parse("2099-01-02T03:04:05Z");
  private static final String OOPS = "BUG: unable to handle page fault for address: 0";
  private final TestSystem system = new TestSystem();

  private void boots(Reached reached, int generation, String... words) {
    system.boots =
        new PastBoots(
            1,
            List.of(
                new PastBoot(
                    "1",
                    LATE.minusSeconds(60),
                    LATE,
                    TestSystem.system(generation),
                    reached,
                    false,
                    Map.of(),
                    List.of(words))),
            "");
  }

  private void crashed(Instant at) {
    system.crashes.add(new CrashReport(Place.LIVE, at, List.of(OOPS)));
  }

  @Test
  void aCrashSinceTheLastBootThatCameUpIsPossibleWithItsDateAndItsWords() {
    crashed(LATE.plusSeconds(60));
    Finding finding = system.findings().getFirst();

    assertThat(finding.id()).isEqualTo("kernel-oops");
    assertThat(finding.certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(finding.evidence())
        .containsExactly(
            "The kernel crashed at 2099-01-02 03:05 UTC, and left this in the live system's"
                + " /var/lib/systemd/pstore: “"
                + OOPS
                + "”.");

    boots(Reached.LOGIN, 57);
    assertThat(system.findings()).hasSize(1);
  }

  @Test
  void anOldCrashIsNoFinding() {
    crashed(LATE.minusSeconds(9));
    boots(Reached.LOGIN, 57);
    assertThat(system.findings()).isEmpty();

    system.boots = PastBoots.NOT_KEPT;
    system.crashes.clear();
    crashed(Instant.EPOCH);
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void whereTheScreenIsKnownItCounts() {
    crashed(LATE);
    system.screen = "atlas login:";
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void theLastBootInTheJournalIsReadLikeAScreenIfItWasOfWhatStartsNow() {
    String[] words = {
      "Timed out waiting for device /dev/disk/by-uuid/7777-AAAA.", "Dependency failed for /data."
    };
    boots(Reached.EMERGENCY, 57, words);
    assertThat(system.findings()).extracting(Finding::id).containsExactly("stage-2-mount-missing");
    assertThat(system.findings().getFirst().subject()).isEqualTo("/data");

    boots(Reached.EMERGENCY, 56, words);
    assertThat(system.findings()).isEmpty();
    boots(Reached.LOGIN, 57, words);
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void whatTheDisksBearOutIsNotToldTwice() {
    boots(
        Reached.EMERGENCY,
        57,
        "Timed out waiting for device /dev/disk/by-uuid/5555-6666.",
        "Dependency failed for /data.");
    system.late.add(TestSystem.late("/dev/disk/by-uuid/5555-6666", "/data", "ext4"));
    assertThat(system.findings()).extracting(Finding::id).containsOnlyOnce("stage-2-mount-missing");
  }
}
