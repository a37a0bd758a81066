package dev.thaw.rescue;

import dev.thaw.machine.Trouble;
import java.util.List;

/** Restarting the machine, when the rescue is over. */
final class Restarting {

  private Restarting() {}

  /**
   * Restarts the machine.
   *
   * @throws Trouble.NotReady if something of the installed system is mounted or imported
   */
  static ActionResult restart(Rescue rescue) {
    State state = rescue.state();
    if (!state.mountedInside().isEmpty() || !state.poolsInside().isEmpty()) {
      throw new Trouble.NotReady(
          "The installed system is still mounted or imported.", "leave() first, then reboot().");
    }
    var plan =
        new Plan(
            "Restart the machine",
            List.of(Step.of("restart the machine", new OtherAction.Restart())),
            List.of(
                "Take the live image out when the screen goes dark, not before: the live system"
                    + " runs from it. Or choose the machine's own disk in the firmware's menu."));
    return rescue.executor().carryOut(plan, "", "The machine was told to restart.", List.of());
  }
}
