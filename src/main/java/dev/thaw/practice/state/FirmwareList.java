package dev.thaw.practice.state;

import dev.thaw.boot.remembered.LoadOption;
import java.util.ArrayList;
import java.util.List;

/** What the firmware of a practice machine can start. */
public final class FirmwareList {

  private static final String STICK = "UEFI OS on a stick";

  private FirmwareList() {}

  /** The entries in the order in which they are tried; the live system's stick is the last one. */
  public static List<LoadOption> of(MachineState state) {
    String esp =
        state.devices.stream()
            .filter(device -> device.partType.equals(Gpt.ESP))
            .map(device -> device.partUuid)
            .findFirst()
            .orElse("");
    var entries = new ArrayList<LoadOption>();
    state
        .bootEntries()
        .forEach(
            (label, file) -> entries.add(new LoadOption(entries.size(), true, label, esp, file)));
    entries.add(new LoadOption(entries.size(), true, STICK, "", ""));
    return entries;
  }
}
