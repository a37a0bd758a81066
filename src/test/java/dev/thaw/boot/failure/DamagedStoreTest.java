package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.remembered.EmptyFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Empty files of the system that starts. */
class DamagedStoreTest {

  private static final String BASH = "/nix/store/aaa-bash/bin/bash";
  private final TestSystem system = new TestSystem();

  @Test
  void anEmptyProgramIsLikelyAndNamedWithWhatRepairsIt() {
    system.empty = new EmptyFiles(12, List.of(BASH, "/nix/store/bbb-x/lib/x.so.1"));

    assertThat(system.findings()).extracting(Finding::id).containsExactly("store-damaged");
    Finding finding = system.findings().getFirst();
    assertThat(finding.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(finding.subject()).isEqualTo(BASH);
    assertThat(finding.evidence().getLast()).contains("12 paths", "verify(57)");
    assertThat(finding.mend().call())
        .contains("--repair-path /nix/store/aaa-bash /nix/store/bbb-x\"");

    system.screen = "bash: cannot execute binary file: Exec format error";
    assertThat(system.findings("store-damaged"))
        .extracting(Finding::certainty)
        .containsExactly(Certainty.SURE);
  }

  @Test
  void aProgramThatTheBootCanDoWithoutIsOnlyPossibleAndDoesNotStopIt() {
    system.empty = new EmptyFiles(12, List.of("/nix/store/ccc-game/bin/game"));
    assertThat(system.findings().getFirst().certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());

    system.empty = new EmptyFiles(12, List.of(BASH));
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Fails.class);
  }

  @Test
  void anotherGenerationIsNotJudgedByThem() {
    system.empty = new EmptyFiles(12, List.of(BASH));
    system.menu.add(56);
    var evidence = system.evidence();
    var older = evidence.installation().generation(56).orElseThrow();
    assertThat(Catalogue.judge(evidence.about(older)))
        .noneMatch(finding -> finding.id().equals("store-damaged"));
  }

  @Test
  void whatMayBeRunOrIsALibraryCountsAndNothingElse() {
    assertThat(EmptyFiles.counts("/nix/store/x/bin/y", 0555)).isTrue();
    assertThat(EmptyFiles.counts("/nix/store/x/lib/y.so", 0444)).isTrue();
    assertThat(EmptyFiles.counts("/nix/store/x/lib/y.so.1.2", 0444)).isTrue();
    assertThat(EmptyFiles.counts("/nix/store/x/y.ko.xz", 0444)).isTrue();
    assertThat(EmptyFiles.counts("/nix/store/x/y/__init__.py", 0444)).isFalse();
    assertThat(EmptyFiles.counts("/nix/store/x/etc/sshd.service", 0444)).isFalse();
    assertThat(EmptyFiles.counts("/nix/store/x/a.sound", 0444)).isFalse();
  }
}
