package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {

  private static final String COMMIT =
      "1e8669f69216d73f21cef1f845d7e251b2205c41 2026-11-30T09:56:26+00:00\n";

  /** As it stands in the sources. */
  private static final String NO_ARCHIVE = "$Format:%H %cI$\n";

  @Test
  void tellsTheCommitThatGitKnew() {
    assertThat(Version.commit(NO_ARCHIVE, COMMIT)).isEqualTo(" (commit 1e8669f692, 2026-11-30)");
  }

  @Test
  void saysThatSourcesWereChangedSince() {
    assertThat(Version.commit(NO_ARCHIVE, COMMIT + " 1 file changed, 3 insertions(+)\n"))
        .isEqualTo(" (commit 1e8669f692, 2026-11-30, and changes since)");
  }

  @Test
  void theDayIsTheSameEverywhere() {
    assertThat(Version.commit(NO_ARCHIVE, COMMIT.replace("30T09:56:26+00", "30T00:30:00+02")))
        .contains("2026-11-29");
  }

  @Test
  void anArchiveHasItsOwn() {
    assertThat(Version.commit(COMMIT, "0" + COMMIT.substring(1)))
        .isEqualTo(" (commit 1e8669f692, 2026-11-30)");
  }

  @Test
  void withoutGitThereIsNone() {
    assertThat(Version.commit(NO_ARCHIVE, "")).isEmpty();
  }
}
