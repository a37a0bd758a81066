package dev.thaw.boot;

import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Optional;

/** Names by which a configuration can call a device whatever becomes of its place. */
public final class LastingName {

  private LastingName() {}

  /** The option that names what is mounted on a folder. */
  public static String option(String folder) {
    return "fileSystems.\"" + folder + "\".device";
  }

  /** The device by its UUID, if that can be written into a configuration. */
  public static Optional<String> of(BlockDevice device) {
    // A filesystem's header may hold any text there.
    return Optional.of(device.uuid())
        .filter(uuid -> uuid.matches("[0-9A-Za-z-]+"))
        .map(uuid -> "/dev/disk/by-uuid/" + uuid);
  }

  /**
   * Calls what was found elsewhere by such a name, if there is one that means it alone.
   *
   * @param devices all that there are
   */
  public static Optional<Mend> setting(Mount mount, List<BlockDevice> devices) {
    return Optional.of(mount)
        .filter(one -> one.entry().file().matches("[^\"\\\\$]+"))
        .flatMap(one -> name(one, devices))
        .map(name -> new Mend.SetOption(option(mount.entry().file()), "\"" + name + "\""));
  }

  private static Optional<String> name(Mount mount, List<BlockDevice> devices) {
    if (mount.entry().type().equals("zfs")) {
      return Optional.of(mount.device()).filter(dataset -> dataset.matches("[A-Za-z0-9_./:-]+"));
    }
    return devices.stream()
        .filter(device -> device.isNamed(mount.device()))
        .findFirst()
        .filter(
            device -> devices.stream().filter(one -> one.uuid().equals(device.uuid())).count() == 1)
        .flatMap(LastingName::of);
  }
}
