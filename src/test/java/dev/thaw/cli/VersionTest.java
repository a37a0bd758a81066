package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class VersionTest {

  private static final String COMMIT =
      "1e8669f69216d73f21cef1f845d7e251b2205c41 2026-11-30T09:56:26+00:00";

  private static String commit(String built) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(built));
    return Version.commit(properties);
  }

  @Test
  void tellsTheCommitThatGitKnew() throws IOException {
    assertThat(commit("commit=" + COMMIT + "\nchanges=\narchived=$Format:%H %cI$\n"))
        .isEqualTo(" (commit 1e8669f692, 2026-11-30)");
  }

  @Test
  void saysThatSourcesWereChangedSince() throws IOException {
    assertThat(commit("commit=" + COMMIT + "\nchanges= 1 file changed, 3 insertions(+)\n"))
        .isEqualTo(" (commit 1e8669f692, 2026-11-30, and changes since)");
  }

  @Test
  void theDayIsTheSameEverywhere() throws IOException {
    assertThat(commit("commit=1e8669f69216d73f21cef1f845d7e251b2205c41 2026-12-01T00:30:00+02:00"))
        .contains("2026-11-30");
  }

  /** An archive may be unpacked in somebody's own repository. */
  @Test
  void anArchiveHasItsOwn() throws IOException {
    assertThat(commit("commit=0" + COMMIT.substring(1) + "\nchanges=\narchived=" + COMMIT + "\n"))
        .isEqualTo(" (commit 1e8669f692, 2026-11-30)");
  }

  @Test
  void withoutGitThereIsNone() throws IOException {
    assertThat(
            commit("commit=${built.commit}\nchanges=${built.changes}\narchived=$Format:%H %cI$\n"))
        .isEmpty();
    assertThat(commit("commit=\nchanges=\narchived=$Format:%H %cI$\n")).isEmpty();
  }
}
