package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds processes of this computer by their command lines. */
public final class Processes {

  private Processes() {}

  /** The processes whose whole command line is these words. */
  public static List<ProcessHandle> find(String words) {
    return ProcessHandle.allProcesses().filter(process -> line(process).equals(words)).toList();
  }

  /** A process's command line, or what it calls itself; empty when it is gone. */
  static String line(ProcessHandle process) {
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
  public static void await(String words, boolean there) {
    long end = System.nanoTime() + 10_000_000_000L;
    boolean is = !there;
    while (is != there && System.nanoTime() < end) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      is = !find(words).isEmpty();
    }
    assertThat(is).as(words + " runs").isEqualTo(there);
  }
}
