package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Course;
import dev.thaw.boot.Drivers;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Sign;
import dev.thaw.boot.Stage;
import dev.thaw.boot.initrd.Initrd;
import java.util.List;
import java.util.Optional;

/** The disk is there, and the initrd has no driver for what it is attached to. */
final class MissingDriver implements Failure {

  @Override
  public String name() {
    return "missing driver";
  }

  @Override
  public List<Sign> signs() {
    return DeviceGone.WAITING;
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Optional<Initrd> initrd = evidence.initrd().filter(Initrd::isUnderstood);
    // An initrd without one module has all drivers built into its kernel, or was not understood.
    if (initrd.isEmpty() || initrd.get().modules().isEmpty()) {
      return List.of();
    }
    return Drivers.needed(evidence).stream()
        .filter(module -> !initrd.get().has(module))
        .map(module -> finding(module, evidence))
        .toList();
  }

  private Finding finding(String module, Evidence evidence) {
    String disks =
        String.join(", ", Drivers.disks(evidence).stream().map(disk -> disk.path()).toList());
    boolean seen = DeviceGone.isOnScreen(evidence.symptom());
    return new Finding(
        name(),
        Stage.DRIVERS,
        Course.FAILS,
        seen ? Certainty.SURE : Certainty.LIKELY,
        "The initrd has no driver " + module + ", so that stage 1 does not see the disk.",
        List.of(
            "On the live system "
                + module
                + " drives what the root lies on ("
                + disks
                + "): lsmod.",
            "No "
                + module
                + ".ko is in the initrd "
                + evidence.subject().map(g -> g.initrd().storePath()).orElse("")
                + ", nor is it built into its kernel."),
        "Stage 1 has only the modules that were packed into the initrd: those of"
            + " boot.initrd.availableKernelModules and kernelModules. A disk on another controller"
            + " than at the installation needs its driver there.",
        new Mend.AddElement("boot.initrd.availableKernelModules", module));
  }
}
