package dev.thaw.practice;

import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.practice.machines.MachineHolder;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The article's machine with little room on its boot partition, for tests. */
public final class Tight {

  /** Another system's kernel: an entry of the same menu starts it. */
  public static final String FOREIGN = "/EFI/debian/vmlinuz-6.12";

  private static final long SIZE = 160L << 20;

  private Tight() {}

  /** With one generation, so much room left, and nothing beside it but another system's kernel. */
  public static PracticeMachine machine(long free, Consumer<String> screen) {
    MachineState state = computer(free, List.of());
    return new PracticeMachine(state.name, new MachineHolder.InMemory(() -> state), screen);
  }

  /**
   * The same, with more of a past before the room is measured out.
   *
   * @param past lines of a machine's description
   */
  static MachineState computer(long free, List<String> past) {
    MachineState before = MachineBuilder.whole("vfio", Description.parse(text(past, "")));
    long rest = esp(before).free();
    String foreign =
        "filler /boot"
            + FOREIGN
            + " "
            + (rest - free - 4096)
            + "\nfile /boot/loader/entries/debian.conf\n  title Debian\n  linux "
            + FOREIGN
            + "\n";
    return MachineBuilder.whole("vfio", Description.parse(text(past, foreign)));
  }

  private static String text(List<String> past, String last) {
    var lines = new ArrayList<String>();
    for (String line :
        dev.thaw.machine.Scripts.read(Description.class, "vfio.machine").lines().toList()) {
      lines.add(
          line.startsWith("partition nvme0n1p1")
              ? line.replace("268435456", Long.toString(SIZE))
              : line);
      if (line.equals("rebuild 57")) {
        lines.addAll(past);
        lines.addAll(last.lines().toList());
      }
    }
    return String.join("\n", lines);
  }

  static Volume esp(MachineState state) {
    return state.volumes.values().stream()
        .filter(volume -> volume.type.equals("vfat"))
        .findFirst()
        .orElseThrow();
  }
}
