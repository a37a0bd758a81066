package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a stick would hold for a live system without Java: a Java of few modules, and Thaw. */
final class Stick {

  /** Runs Thaw from it, where it is {@code /media/thaw}. */
  static final String THAW = "JAVA_HOME=/media/thaw/java /media/thaw/thaw ";

  private Stick() {}

  /** Makes its folder in that directory. */
  static Path in(Path directory) throws IOException {
    Path medium = Files.createDirectories(directory.resolve("medium"));
    succeeds("./thaw", "--version");
    succeeds(
        System.getProperty("java.home") + "/bin/jlink",
        "--add-modules",
        "java.se,jdk.jshell,jdk.compiler,jdk.unsupported,jdk.zipfs",
        "--output",
        medium.resolve("java").toString());
    for (String part : List.of("thaw", "pom.xml", "target", "src", "notebooks")) {
      succeeds("cp", "-a", "--", part, medium.resolve(part).toString());
    }
    return medium;
  }

  private static void succeeds(String... argv) {
    Shown shown = Shown.of(Duration.ofMinutes(5), Map.of(), List.of(argv));
    assertThat(shown.status()).as(shown.out()).isZero();
  }
}
