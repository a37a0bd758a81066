package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountTable;
import java.util.List;
import java.util.Optional;

/** {@code umount}: takes a filesystem away from its directory. */
public final class Umount implements Program {

  private static final int FAILED = 32;

  @Override
  public int run(Invocation call) {
    Options options = Options.of(call.arguments(), "R recursive l lazy f force v");
    int status = 0;
    for (String name : options.rest()) {
      status = Math.max(status, unmount(call, name, options));
    }
    return status;
  }

  private static int unmount(Invocation call, String name, Options options) {
    List<MountEntry> mounts = call.view().mounts();
    Optional<MountEntry> found = find(call, name);
    if (found.isEmpty()) {
      boolean known = call.view().find(call.absolute(name)).isPresent();
      return call.fail(
          FAILED, "umount: " + name + (known ? ": not mounted." : ": no mount point specified."));
    }
    MountEntry mount = found.get();
    if (options.has("R", "recursive")) {
      mounts.stream()
          .filter(m -> m == mount || m.point().startsWith(mount.point() + "/"))
          .toList()
          .forEach(mounts::remove);
      return 0;
    }
    if (!options.has("l", "lazy") && isBusy(call, mount)) {
      return call.fail(FAILED, "umount: " + name + ": target is busy.");
    }
    mounts.remove(mount);
    return 0;
  }

  private static boolean isBusy(Invocation call, MountEntry mount) {
    String here = call.view().outer(call.directory());
    boolean inside =
        !mount.point().equals("/")
            && (here.equals(mount.point()) || here.startsWith(mount.point() + "/"));
    return inside || MountTable.isBusy(call.view().mounts(), mount);
  }

  private static Optional<MountEntry> find(Invocation call, String name) {
    List<MountEntry> mounts = call.view().mounts();
    String point = name;
    try {
      point = call.view().outer(call.view().spot(call.absolute(name), true).path());
    } catch (Errno e) {
      // No such path: perhaps a device or a dataset.
    }
    Optional<MountEntry> at = MountTable.top(mounts, point);
    if (at.isPresent()) {
      return at;
    }
    String source = call.computer().device(name).map(Device::path).orElse(name);
    return mounts.stream().filter(m -> m.source().equals(source)).reduce((a, b) -> b);
  }
}
