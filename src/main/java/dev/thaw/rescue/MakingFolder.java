package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import java.util.EnumSet;
import java.util.List;

/** Makes a folder on the installed system that stage 1 needs there. */
final class MakingFolder {

  private MakingFolder() {}

  /**
   * Makes it.
   *
   * @param path on the installed system
   */
  static ActionResult make(Rescue rescue, String path) {
    rescue.ready("mend()", EnumSet.of(Readiness.Part.SYSTEM));
    String folder = rescue.isReadable() ? Mounting.real(rescue, path) : rescue.root() + path;
    String named = Clean.line(path);
    return rescue
        .executor()
        .carryOut(
            new Plan(
                "Make the folder " + named,
                List.of(
                    Step.of(
                            "make the folder " + named + ", which stage 1 binds somewhere",
                            new FileAction.MakeFolders(List.of(folder)))
                        .undoneBy(new FileAction.RemoveFolder(folder))),
                List.of("It is empty. If something was in it, that has to be brought back.")),
            named + " is there.",
            "Made: " + named + ".",
            List.of("Next: leave(), then reboot(). undo() takes it away again while it is empty."));
  }
}
