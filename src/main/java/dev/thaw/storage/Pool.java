package dev.thaw.storage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ZFS pool, imported or to be imported; unknown texts are empty, never null.
 *
 * @param name its name; two pools can have the same one
 * @param guid its number, which tells them apart; {@code zpool import} takes it in place of the
 *     name
 * @param health how well it is
 * @param state ZFS's own word for that
 * @param use whether and how the live system has it imported now
 * @param space its size and how full it is; empty until it is imported
 * @param lastUse who used it last; empty when it is imported or no label could be read
 * @param force whether importing it needs {@code -f}
 * @param remarks what is said of it
 * @param vdevs its devices
 * @param features what it uses of what ZFS can do
 * @param address how {@code zpool import} is told which one it is
 */
public record Pool(
    String name,
    String guid,
    Health health,
    String state,
    Use use,
    Optional<Space> space,
    Optional<LastUse> lastUse,
    Force force,
    Remarks remarks,
    List<Vdev> vdevs,
    Features features,
    Address address) {

  /**
   * Whether and how a pool is imported.
   *
   * @param imported whether the live system has it imported now
   * @param readOnly whether it is imported with {@code readonly=on}
   * @param altroot the directory that its mount points are below while imported; empty for none
   */
  public record Use(boolean imported, boolean readOnly, String altroot) {
    /** Not imported. */
    public static final Use NONE = new Use(false, false, "");
  }

  /**
   * What is said of a pool.
   *
   * @param status what ZFS says is the matter with it: its status, its note beside the pool's own
   *     line, its remarks below the devices
   * @param action what ZFS says to do about it
   * @param comment what its owner noted on it
   */
  public record Remarks(String status, String action, String comment) {}

  /**
   * What a pool uses of what ZFS can do.
   *
   * @param unsupportedFeatures features in use that this version of ZFS does not know
   * @param encrypted whether any of its datasets is encrypted
   * @param multihost whether it guards itself against use by two hosts at a time
   */
  public record Features(List<String> unsupportedFeatures, boolean encrypted, boolean multihost) {
    /** Keeps the list from changing. */
    public Features {
      unsupportedFeatures = List.copyOf(unsupportedFeatures);
    }
  }

  /**
   * How {@code zpool import} is told which pool is meant.
   *
   * @param directory where it has to be told to look for its devices ({@code -d}); empty when it
   *     finds them by itself
   * @param ambiguous whether it lists the pool's name more than once, so that it has to be told the
   *     number
   */
  public record Address(String directory, boolean ambiguous) {}

  /**
   * How big a pool is, in bytes.
   *
   * @param size of all its devices
   * @param allocated what is used
   * @param free what is left
   */
  public record Space(long size, long allocated, long free) {}

  /** Keeps the list from changing. */
  public Pool {
    vdevs = List.copyOf(vdevs);
  }

  /**
   * The same pool imported, to be written to, or exported: how a rehearsal tells what would be.
   *
   * @param altroot the directory that its mount points would be below; empty for an exported one
   */
  public Pool with(boolean imported, String altroot) {
    return with(
        new Use(imported, false, altroot), imported ? force : new Force.NotNeeded(), address);
  }

  /**
   * The same pool, as a read-only import leaves it: its label still says who had it before that,
   * and that can't be read while it is imported.
   */
  public Pool letGo() {
    return with(
        Use.NONE, new Force.Needed("who had it last can't be read while it is imported"), address);
  }

  /** The same pool, known to be told by its number only. */
  Pool byNumber() {
    return with(use, force, new Address(address.directory(), true));
  }

  private Pool with(Use use, Force force, Address address) {
    return new Pool(
        name, guid, health, state, use, space, lastUse, force, remarks, vdevs, features, address);
  }

  /** Whether the live system has it imported now. */
  public boolean imported() {
    return use.imported();
  }

  /** Whether it is imported with {@code readonly=on}. */
  public boolean readOnly() {
    return use.readOnly();
  }

  /** The directory that its mount points are below while imported; empty for none. */
  public String altroot() {
    return use.altroot();
  }

  /** What ZFS says is the matter with it. */
  public String status() {
    return remarks.status();
  }

  /** What ZFS says to do about it. */
  public String action() {
    return remarks.action();
  }

  /** What its owner noted on it. */
  public String comment() {
    return remarks.comment();
  }

  /** Features in use that this version of ZFS does not know. */
  public List<String> unsupportedFeatures() {
    return features.unsupportedFeatures();
  }

  /** Whether any of its datasets is encrypted. */
  public boolean encrypted() {
    return features.encrypted();
  }

  /** Whether it guards itself against use by two hosts at a time. */
  public boolean multihost() {
    return features.multihost();
  }

  /** Where {@code zpool import} has to be told to look for its devices; empty for nowhere. */
  public String directory() {
    return address.directory();
  }

  /** Whether {@code zpool import} has to be told its number. */
  public boolean ambiguous() {
    return address.ambiguous();
  }

  /** Every device and group of devices. */
  public Stream<Vdev> allVdevs() {
    return vdevs.stream().flatMap(Vdev::all);
  }

  /** The devices that are there and out of use: for errors, damage, or by somebody's hand. */
  public List<Vdev> failedDevices() {
    return allVdevs().filter(Vdev::isFailed).toList();
  }

  /** The devices that are not there. */
  public List<Vdev> missingDevices() {
    return allVdevs().filter(Vdev::isMissing).toList();
  }

  /** Whether it is not imported and ZFS does not say that it can't be. */
  public boolean isImportable() {
    return !imported() && canBeImported(health) && !(force instanceof Force.Forbidden);
  }

  /**
   * Whether it lacks a device, but all that is there of its data is whole: then it may be only a
   * log device that is gone, without which ZFS imports a pool if it is told to.
   */
  public boolean mayLackOnlyItsLog() {
    List<Vdev> data = vdevs.stream().filter(vdev -> vdev.role().matches("|special|dedup")).toList();
    boolean lacks =
        status().contains("missing device")
            || vdevs.stream()
                .anyMatch(vdev -> vdev.role().equals("logs") && !canBeImported(vdev.health()));
    return !imported()
        && health == Health.UNAVAIL
        && lacks
        && !data.isEmpty()
        && data.stream().allMatch(vdev -> canBeImported(vdev.health()));
  }

  /** What to do where {@link #mayLackOnlyItsLog()}; the pool is named by its number. */
  public String withoutLog(String root) {
    return "What is there of its data is whole. If only a log device is gone: sh(\"zpool import -m"
        + " -N -R "
        + root
        + " "
        + guid
        + "\") imports it without (with -f, too, where ZFS asks for that); what was written in its"
        + " last seconds may be lost.";
  }

  /** Whether ZFS imports a pool in this state. */
  static boolean canBeImported(Health health) {
    return health == Health.ONLINE || health == Health.DEGRADED;
  }

  /**
   * Whether it is whole, but uses features that this version of ZFS can only read: it can be looked
   * into, not changed.
   */
  public boolean isOnlyReadable() {
    return !imported() && status().startsWith("The pool can only be accessed in read-only mode");
  }
}
