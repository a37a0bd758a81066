package dev.thaw.boot.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What the journal tells of the boots. */
class BootStoryTest {

  private static final Instant BEGAN = Instant.parse("2026-11-21T18:02:11Z");
  private final TestSystem system = new TestSystem();

  private static PastBoot boot(int generation, Reached reached, boolean inOrder, String... failed) {
    Map<String, String> units = failed.length == 0 ? Map.of() : Map.of(failed[0], "Failed.");
    return new PastBoot(
        "1",
        BEGAN,
        BEGAN.plusSeconds(3600),
        TestSystem.system(generation),
        reached,
        inOrder,
        units,
        List.of());
  }

  private List<String> story(int known, PastBoot... last) {
    system.boots = new PastBoots(known, List.of(last), "");
    return BootStory.of(system.evidence(), false).toList();
  }

  @Test
  void theLastBootIsToldWithItsEndAndWhatFailed() {
    assertThat(story(12, boot(57, Reached.LOGIN, true, "nginx.service")))
        .containsExactly(
            "The journal knows 12 boots that reached stage 2. The last: 2026-11-21 18:02 UTC,"
                + " generation 57. It came up. It was shut down at 2026-11-21 19:02 UTC. Units that"
                + " failed: nginx.service.");
  }

  @Test
  void oneThatDidNotComeUpIsToldWithTheLastThatDid() {
    List<String> story =
        story(2, boot(57, Reached.LOGIN, true), boot(57, Reached.EMERGENCY, false));
    assertThat(story.get(0))
        .contains("It ended in emergency mode. It broke off at 2026-11-21 19:02 UTC, without");
    assertThat(story.get(1)).startsWith("The last boot that came up: 2026-11-21 18:02 UTC");

    assertThat(story(1, boot(57, Reached.STAGE_2, false)))
        .hasSize(2)
        .last()
        .isEqualTo("None of the last 1 in it came up.");
  }

  @Test
  void whatStartsNowAndIsInNoneOfThemIsTold() {
    system.menu.add(56);
    assertThat(story(1, boot(56, Reached.LOGIN, true)).getLast())
        .startsWith("Generation 57, which starts when nobody chooses, is in none of them");
    system.menu.clear();
    system.current = 58;
    assertThat(story(1, boot(56, Reached.LOGIN, true)).getLast())
        .startsWith("Generation 58, which is current, is in none of them");
    system.current = 57;
    system.menu.addAll(List.of(57, 56));
    // It may be in those that were not read.
    assertThat(story(9, boot(56, Reached.LOGIN, true))).hasSize(1);
    assertThat(story(1, boot(57, Reached.LOGIN, true))).hasSize(1);
  }

  @Test
  void whatTheMenusCountersTellIsTold() {
    system.exhausted.add(57);
    assertThat(story(1, boot(57, Reached.LOGIN, true)).getLast())
        .isEqualTo(
            "Generation 57 was tried 3 times and never came up: its entry is"
                + " nixos-generation-57+0-3.conf, with no try left.");
  }

  @Test
  void theLastCrashIsToldWithItsWordsAndWhereTheyAre() {
    system.crashes.add(
        new CrashReport(
            Place.EFIVARS,
            BEGAN,
            List.of("[ 1.0] x", "[ 2.1] Kernel panic - not syncing: y", "[ 2.2] ---[ end ]---")));
    system.crashes.add(new CrashReport(Place.LIVE, BEGAN.minusSeconds(99), List.of("older")));
    assertThat(story(1, boot(57, Reached.LOGIN, true)).getFirst())
        .isEqualTo(
            "The kernel crashed at 2026-11-21 18:02 UTC. Its last words are kept in the firmware's"
                + " variables: “[ 2.1] Kernel panic - not syncing: y”.");
  }

  @Test
  void aJournalThatWasNotReadTellsNothingAndIsSaidNotToBeLookedAt() {
    system.boots = new PastBoots(0, List.of(), "/var is not mounted");
    assertThat(BootStory.of(system.evidence(), false)).isEmpty();
    assertThat(NotLookedAt.of(List.of(system.evidence())))
        .contains("The installed system's journal: /var is not mounted.");

    assertThat(story(1, boot(57, Reached.LOGIN, true))).isNotEmpty();
    assertThat(NotLookedAt.of(List.of(system.evidence())))
        .noneMatch(sentence -> sentence.contains("journal:"));
  }
}
