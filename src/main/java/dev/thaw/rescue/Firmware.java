package dev.thaw.rescue;

import dev.thaw.machine.Command;
import java.util.List;

/** Takes back what somebody chose in the firmware's variables. */
final class Firmware {

  private Firmware() {}

  /**
   * Clears a variable, and keeps what it held in the live system's memory.
   *
   * @param file the file in which the live system shows it; nothing is done when it is not there
   */
  static ActionResult clear(Rescue rescue, String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    String place = rescue.recordDirectory() + "/" + name;
    boolean there =
        rescue.machine().run(Command.looks("see whether it is set", "test", "-e", file)).ok();
    List<Step> steps =
        there
            ? List.of(
                Step.of(
                    "keep what the variable holds", new FileAction.CopyFile(file, place, false)),
                Step.of(
                    "take the kernel's protection off the variable",
                    new FileAction.Unprotect(file)),
                Step.of("clear the variable " + name, new FileAction.RemoveFile(file))
                    .undoneBy(new FileAction.CopyFile(place, file, false)))
            : List.of();
    return rescue
        .executor()
        .carryOut(
            new Plan("Clear a variable of the firmware", steps, List.of()),
            "The variable " + name + " is not set.",
            "The variable " + name + " is cleared: the boot menu's own default counts again.",
            List.of("If nothing else is to be done: leave(), then reboot()."));
  }
}
