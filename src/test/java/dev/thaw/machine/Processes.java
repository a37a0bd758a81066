package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds processes of this computer by their command lines. */
final class Processes {

  private Processes() {}

  /** The processes whose command line ends with these words. */
  static List<ProcessHandle> find(String words) {
    return ProcessHandle.allProcesses().filter(process -> line(process).endsWith(words)).toList();
  }

  private static String line(ProcessHandle process) {
    try {
      Path file = Path.of("/proc/" + process.pid() + "/cmdline");
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
          .replace('\0', ' ')
          .strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Waits, ten seconds at most, until such a process is there, or is not. */
  static void await(String words, boolean there) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (find(words).isEmpty() == there && System.nanoTime() < end) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(find(words).isEmpty()).as(words + (there ? " runs" : " is gone")).isEqualTo(!there);
  }
}
