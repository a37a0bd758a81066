package dev.thaw.practice.probes;

import dev.thaw.machine.Probe;
import dev.thaw.practice.programs.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections that a probe prints, in order. */
final class Answer {

  private final Invocation invocation;
  private final Map<String, Probe.Section> sections = new LinkedHashMap<>();

  Answer(Invocation invocation) {
    this.invocation = invocation;
  }

  /** A section that is what a program prints. */
  Probe.Section program(String name, String... argv) {
    Invocation.Printed printed = invocation.capture(List.of(argv));
    return add(name, new Probe.Section(printed.status(), printed.out(), printed.err()));
  }

  /** A section that holds this text. */
  Probe.Section text(String name, int status, String text) {
    return add(name, new Probe.Section(status, text.getBytes(StandardCharsets.UTF_8), new byte[0]));
  }

  /** A section that holds these bytes. */
  Probe.Section bytes(String name, int status, byte[] bytes) {
    return add(name, new Probe.Section(status, bytes, new byte[0]));
  }

  /** A section. */
  Probe.Section add(String name, Probe.Section section) {
    sections.put(name, section);
    return section;
  }

  /** Prints all of them. */
  int print() {
    invocation.print(Probe.print(new Probe.Sections(sections)));
    return 0;
  }
}
