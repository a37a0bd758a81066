package dev.thaw.storage;

import dev.thaw.machine.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sections as a probe would have printed them. */
final class Answers {

  private final Map<String, Probe.Section> sections = new LinkedHashMap<>();

  Answers with(String name, String out) {
    return with(name, 0, out, "");
  }

  Answers with(String name, int status, String out, String err) {
    sections.put(name, new Probe.Section(status, bytes(out), bytes(err)));
    return this;
  }

  Answers with(String name, byte[] out) {
    sections.put(name, new Probe.Section(0, out, new byte[0]));
    return this;
  }

  Probe.Sections sections() {
    return new Probe.Sections(sections);
  }

  /** A file of the test's resources. */
  static byte[] resource(String name) {
    try (InputStream in = Answers.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
