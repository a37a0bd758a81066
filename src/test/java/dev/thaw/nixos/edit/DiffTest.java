package dev.thaw.nixos.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {

  @Test
  void aChangeIsShownWithThreeLinesAround() {
    assertThat(Diff.unified("/etc/x", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nfive\n6\n7\n8\n"))
        .isEqualTo(
            "--- /etc/x\n+++ /etc/x (changed)\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  }

  @Test
  void equalTextsHaveNoDifference() {
    assertThat(Diff.unified("x", "a\n", "a\n")).isEmpty();
  }

  @Test
  void aMissingLastLineFeedIsSaid() {
    assertThat(Diff.unified("x", "a\nb", "a\nb\n"))
        .endsWith("@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
  }

  @Test
  void emptyTextsAreCountedFromZero() {
    assertThat(Diff.unified("x", "", "a\n")).endsWith("@@ -0,0 +1 @@\n+a\n");
    assertThat(Diff.unified("x", "a\n", "")).endsWith("@@ -1 +0,0 @@\n-a\n");
  }

  @Test
  void carriageReturnsStayInTheLines() {
    assertThat(Diff.unified("x", "a\r\n", "b\r\n")).endsWith("-a\r\n+b\r\n");
  }

  @Test
  void thousandsOfLinesAreQuick() {
    var random = new Random(1);
    String before = lines(random, 4000);
    String after = lines(random, 4000);
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(Diff.unified("x", before, after)).isNotEmpty());
  }

  @Test
  void patchAgreesWithEveryDifference(@TempDir Path folder) throws Exception {
    var random = new Random(7);
    for (int round = 0; round < 40; round++) {
      String before = lines(random, random.nextInt(30));
      String after = lines(random, random.nextInt(30));
      if (round % 3 == 0) {
        after = after.stripTrailing();
      }
      assertThat(patched(folder, before, Diff.unified("x", before, after))).isEqualTo(after);
    }
  }

  private static String lines(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "line " + random.nextInt(8) + "\n")
        .collect(Collectors.joining());
  }

  /** What the tool patch makes of a text, by a difference. */
  private static String patched(Path folder, String before, String diff) throws Exception {
    if (diff.isEmpty()) {
      return before;
    }
    Path file = Files.writeString(folder.resolve("x"), before);
    Path change = Files.writeString(folder.resolve("x.diff"), diff);
    var patch =
        new ProcessBuilder("patch", "--silent", file.toString(), change.toString()).inheritIO();
    assertThat(patch.start().waitFor()).isZero();
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
