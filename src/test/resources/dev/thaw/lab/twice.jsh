// Each acting helper dry, then for real, then once more: the second time it changes nothing.
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.ActionResult;

void changed(ActionResult result, boolean expected) {
  if (!(result instanceof Applied done) || done.changed() != expected) {
    throw new IllegalStateException("expected changed=" + expected + ": " + result);
  }
}

void dry(ActionResult result, int steps) {
  if (!(result instanceof Plan plan) || plan.steps().size() != steps) {
    throw new IllegalStateException("expected a plan of " + steps + " steps: " + result);
  }
}

dry(importPool("nvmepool", dryRun=true), 1);
changed(importPool("nvmepool"), true);
changed(importPool("nvmepool"), false);

dry(mountAll(dryRun=true), 5);
changed(mountAll(), true);
changed(mountAll(), false);

changed(config().remove("boot.initrd.kernelModules", "vfio_pci"), true);
changed(config().remove("boot.initrd.kernelModules", "vfio_pci"), false);
changed(undo(), true);
changed(config().remove("boot.initrd.kernelModules", "vfio_pci"), true);

// Both end with a sync.
dry(rebuild(dryRun=true), 2);
dry(rollback(56, dryRun=true), 3);
ActionResult rolled = rollback(56);
rolled
changed(rolled, true);
changed(rollback(56), false);

if (!enter("hostname").equals("atlas\n")) {
  throw new IllegalStateException("inside, the host is the installed one");
}

dry(leave(dryRun=true), 6);
changed(leave(), true);
changed(leave(), false);
changed(undo(), false);
