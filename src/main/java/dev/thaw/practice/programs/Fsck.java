package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Volume;
import java.util.Optional;

/** {@code fsck.vfat}: checks a FAT filesystem, of which here only the mark can be wrong. */
public final class Fsck implements Program {

  private static final int CHANGED = 1;
  private static final int CLUSTER = 4096;

  @Override
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "a n p v w y");
    String name = options.rest().isEmpty() ? "" : options.rest().getFirst();
    invocation.line("fsck.fat 4.2 (2021-01-31)");
    Optional<Device> device = invocation.state().device(name);
    Optional<Volume> volume =
        device
            .filter(d -> d.holds.equals("vfat"))
            .flatMap(d -> Filesystems.on(invocation.state(), d));
    if (volume.isEmpty()) {
      return invocation.fail(2, "open: No such file or directory");
    }
    boolean dirty = volume.get().dirty;
    if (dirty) {
      invocation.line(
          "Dirty bit is set. Fs was not properly unmounted and some data may be corrupt.\n"
              + " Automatically removing dirty bit.\n\n*** Filesystem was changed ***\n"
              + (options.has("n") ? "Leaving filesystem unchanged." : "Writing changes."));
      volume.get().dirty = options.has("n");
    }
    invocation.line(
        name
            + ": "
            + volume.get().tree().below("/").size()
            + " files, "
            + volume.get().used() / CLUSTER
            + "/"
            + volume.get().size / CLUSTER
            + " clusters");
    return dirty ? CHANGED : 0;
  }
}
