package dev.thaw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.ShellQuoting;
import dev.thaw.terminal.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher with the real Java: starts use the cache that the first start made. */
@Timeout(300)
class StartTest {

  private record Result(int status, String out, String err) {}

  @TempDir Path dir;

  private Result thaw(Path launcher, Map<String, String> more, String... arguments)
      throws IOException, InterruptedException {
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    var argv = new ArrayList<>(List.of(launcher.toString()));
    argv.addAll(List.of(arguments));
    var builder = new ProcessBuilder(argv).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_STATE_HOME", dir.resolve("state").toString());
    builder.environment().putAll(more);
    Process process = builder.start();
    return new Result(
        process.waitFor(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /** What Java says of the classes that it loads for cells, one a line. */
  private List<String> classesLoadedFor(String cells) throws Exception {
    Path log = dir.resolve("classes");
    var logging = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    assertThat(thaw(Built.launcher(), logging, "eval", cells).out()).contains("nvmepool");
    return Files.readAllLines(log);
  }

  @Test
  void classesComeFromTheCache() throws Exception {
    List<String> classes =
        classesLoadedFor("pools(); generations()").stream()
            .filter(line -> line.matches(".*\\] (dev\\.thaw|com\\.sun\\.tools|jdk\\.jshell)\\..*"))
            .toList();
    assertThat(classes).hasSizeGreaterThan(1000);
    // Java does not keep the code that it makes for switches; and picocli's classes are too old.
    assertThat(classes)
        .filteredOn(line -> !line.contains("source: shared objects file") && !line.contains("$$"))
        .hasSizeLessThan(10);
  }

  @Test
  void aPlainCommandLineNeedsNothingThatReadsCommandLines() throws Exception {
    assertThat(classesLoadedFor("pools()"))
        .filteredOn(line -> line.contains("picocli") && line.contains("source: file:"))
        .isEmpty();
  }

  @Test
  void everyDoorWasOpenedInTraining() throws Exception {
    // One of those that go into the second caches fails on purpose; prompt and kernel come last.
    assertThat(Files.readAllLines(Built.launcher().resolveSibling("target/training.log")))
        .filteredOn(line -> line.startsWith("status "))
        .extracting(line -> line.substring("status ".length()))
        .containsExactly(
            "0", "0", "0", "0", // the terminal's first cache
            "0", "0", "0", "0", "1", "0", "0", // its second
            "0", "0"); // the kernel's two
  }

  @Test
  void tryingItselfOutAsksNobodyHoweverSmallTheTerminalIs() throws Exception {
    String home = Path.of("").toAbsolutePath().toString();
    String shell =
        "home=%s; training=%s; kind=terminal; mkdir $training/terminal; . $home/src/main/sh/train.sh;"
                .formatted(home, dir)
            + " java_on() { %s \"$@\"; };".formatted(ShellQuoting.quote(Built.java()))
            + " echo /exit | train_on start >$training/log 2>&1";
    try (var screen = new Tmux(60, 6, dir, Map.of(), shell)) {
      while (screen.screen().isBlank()) {
        Thread.sleep(100);
      }
      assertThat(screen.screen()).isEqualTo("ended with 0");
    }
    assertThat(dir.resolve("log")).content().contains("status 0").doesNotContain("status 1");
  }

  @Test
  void aCacheThatJavaCanNotTakeIsPassedOverWithoutAWord() throws Exception {
    Path folder = dir.resolve("moved");
    Process copying =
        new ProcessBuilder("cp", "-a", Built.launcher().getParent().toString(), folder.toString())
            .start();
    assertThat(copying.waitFor()).isZero();
    Files.delete(folder.resolve("target/classes"));
    Path trainedFor = folder.resolve("target/trained-for");
    Files.writeString(
        trainedFor,
        Files.readString(trainedFor).replace(Built.FOLDER.toString(), folder.toString()));
    // Whole, the cache is of another jar: that one is older.
    Files.setLastModifiedTime(folder.resolve("target/thaw.jar"), FileTime.fromMillis(0));
    for (long length : List.of(0L, 100_000L, Files.size(Built.cache()))) {
      try (var from = Files.newInputStream(Built.cache())) {
        Files.write(folder.resolve("target/terminal.jsa"), from.readNBytes((int) length));
      }
      assertThat(thaw(folder.resolve("thaw"), Map.of(), "eval", "--on", "local", "6 * 7"))
          .isEqualTo(new Result(0, "42\n", ""));
    }
  }
}
