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
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "R recursive l lazy f force v");
    int status = 0;
    for (String name : options.rest()) {
      status = Math.max(status, unmount(invocation, name, options));
    }
    return status;
  }

  private static int unmount(Invocation invocation, String name, Options options) {
    List<MountEntry> mounts = invocation.namespace().mounts();
    Optional<MountEntry> found = find(invocation, name);
    if (found.isEmpty()) {
      boolean known = invocation.namespace().find(invocation.absolute(name)).isPresent();
      return invocation.fail(
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
    if (!options.has("l", "lazy") && isBusy(invocation, mount)) {
      return invocation.fail(FAILED, "umount: " + name + ": target is busy.");
    }
    mounts.remove(mount);
    return 0;
  }

  private static boolean isBusy(Invocation invocation, MountEntry mount) {
    String here = invocation.namespace().outer(invocation.directory());
    boolean inside =
        !mount.point().equals("/")
            && (here.equals(mount.point()) || here.startsWith(mount.point() + "/"));
    return inside || MountTable.isBusy(invocation.namespace().mounts(), mount);
  }

  private static Optional<MountEntry> find(Invocation invocation, String name) {
    List<MountEntry> mounts = invocation.namespace().mounts();
    String point = name;
    try {
      point =
          invocation
              .namespace()
              .outer(invocation.namespace().spot(invocation.absolute(name), true).path());
    } catch (Errno e) {
      // No such path: perhaps a device or a dataset.
    }
    Optional<MountEntry> at = MountTable.top(mounts, point);
    if (at.isPresent()) {
      return at;
    }
    String source = invocation.state().device(name).map(Device::path).orElse(name);
    return mounts.stream().filter(m -> m.source().equals(source)).reduce((a, b) -> b);
  }
}
