package dev.thaw.cli;

import java.nio.file.Path;
import java.util.List;

/** How the tests start a program of this build in a process of its own. */
final class Programs {

  private Programs() {}

  static List<String> java(Class<?> main) {
    // Ctrl-C as in a terminal, also where the tests were started in the background, which ignores
    // it.
    return List.of(
        "env",
        "--default-signal=INT",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dstdout.encoding=UTF-8",
        "-Dstderr.encoding=UTF-8",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }
}
