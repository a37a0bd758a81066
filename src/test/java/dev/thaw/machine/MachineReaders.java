package dev.thaw.machine;

import dev.thaw.fuzz.FuzzedReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The readers of this room, for the fuzzer. */
public final class MachineReaders {

  private MachineReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        new FuzzedReader(
            "sections",
            List.of(Probe.class),
            List.of(printed(Map.of("lsblk", "{}", "notes", "a b\n"))),
            Probe::parse),
        FuzzedReader.ofText(
            "host-key",
            List.of(HostKey.class),
            HostKey::parse,
            "example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJv comment"),
        FuzzedReader.ofText(
            "address",
            List.of(MachineAddress.class),
            MachineAddress::parse,
            "ssh://root@192.168.1.7:22",
            "practice:article",
            "ssh://[fe80::1%25eth0]"),
        FuzzedReader.ofText("clean", List.of(Clean.class), Clean::text, "a\u001b[31mb\n"));
  }

  /** Sections as a probe prints them, each with status 0. */
  public static byte[] printed(Map<String, String> sections) {
    var all = new LinkedHashMap<String, Probe.Section>();
    sections.forEach((name, text) ->
        all.put(name, new Probe.Section(0, text.getBytes(StandardCharsets.UTF_8), new byte[0])));
    return Probe.print(new Probe.Sections(all));
  }

  /** The sections of such an answer. */
  public static Probe.Sections sections(byte[] bytes) {
    return Probe.parse(bytes);
  }
}
