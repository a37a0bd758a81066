package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A file of the mounted installed system.
 *
 * @param path its path there, as it was asked for
 * @param place where it really lies on the live system, links followed inside the installed one
 * @param content its bytes
 */
record InstalledFile(String path, String place, byte[] content) {

  private static final Probe PROBE =
      Probe.of(
          InstalledFile.class,
          "file",
          "read a file of the installed system",
          Duration.ofMinutes(2));

  /** Its content as UTF-8. */
  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Reads the file at {@code path} of the system at {@code root}. */
  static InstalledFile read(Machine machine, String root, String path) {
    Probe.Sections sections = PROBE.run(machine, root, path);
    Probe.Section content =
        sections
            .find("content")
            .filter(Probe.Section::ok)
            .orElseThrow(() ->
                new Trouble.NotNow(
                    "Could not read "
                        + Clean.line(path)
                        + " of the installed system: "
                        + sections
                            .find("content")
                            .map(s -> Clean.lastLines(s.errText(), 1))
                            .orElse("its links lead in a circle"),
                    "config() lists the files there are."));
    return new InstalledFile(path, sections.text("path"), content.out());
  }
}
