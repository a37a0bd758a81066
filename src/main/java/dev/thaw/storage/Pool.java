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
 * @param imported whether the live system has it imported now
 * @param readOnly whether it is imported with {@code readonly=on}
 * @param altroot the directory that its mount points are below while imported; empty for none
 * @param space its size and how full it is; empty until it is imported
 * @param lastUse who used it last; empty when it is imported or no label could be read
 * @param force whether importing it needs {@code -f}
 * @param status what ZFS says is the matter with it: its status, its note beside the pool's own
 *     line, its remarks below the devices
 * @param action what ZFS says to do about it
 * @param comment what its owner noted on it
 * @param vdevs its devices
 * @param unsupportedFeatures features in use that this version of ZFS does not know
 * @param encrypted whether any of its datasets is encrypted
 * @param multihost whether it guards itself against use by two hosts at a time
 * @param directory where {@code zpool import} has to be told to look for its devices ({@code -d});
 *     empty when it finds them by itself
 * @param ambiguous whether {@code zpool import} lists its name more than once, so that it has to be
 *     told the number
 */
public record Pool(
    String name,
    String guid,
    Health health,
    String state,
    boolean imported,
    boolean readOnly,
    String altroot,
    Optional<Space> space,
    Optional<LastUse> lastUse,
    Force force,
    String status,
    String action,
    String comment,
    List<Vdev> vdevs,
    List<String> unsupportedFeatures,
    boolean encrypted,
    boolean multihost,
    String directory,
    boolean ambiguous) {

  /**
   * How big a pool is, in bytes.
   *
   * @param size of all its devices
   * @param allocated what is used
   * @param free what is left
   */
  public record Space(long size, long allocated, long free) {}

  /** Keeps the lists from changing. */
  public Pool {
    vdevs = List.copyOf(vdevs);
    unsupportedFeatures = List.copyOf(unsupportedFeatures);
  }

  /**
   * The same pool imported, to be written to, or exported: how a rehearsal tells what would be.
   *
   * @param altroot the directory that its mount points would be below; empty for an exported one
   */
  public Pool with(boolean imported, String altroot) {
    return new Pool(
        name,
        guid,
        health,
        state,
        imported,
        false,
        altroot,
        space,
        lastUse,
        imported ? force : new Force.NotNeeded(),
        status,
        action,
        comment,
        vdevs,
        unsupportedFeatures,
        encrypted,
        multihost,
        directory,
        ambiguous);
  }

  /**
   * The same pool, as a read-only import leaves it: its label still says who had it before that,
   * and that can't be read while it is imported.
   */
  public Pool letGo() {
    Pool exported = with(false, "");
    return new Pool(
        exported.name,
        exported.guid,
        exported.health,
        exported.state,
        false,
        false,
        "",
        exported.space,
        exported.lastUse,
        new Force.Needed("who had it last can't be read while it is imported"),
        exported.status,
        exported.action,
        exported.comment,
        exported.vdevs,
        exported.unsupportedFeatures,
        exported.encrypted,
        exported.multihost,
        exported.directory,
        exported.ambiguous);
  }

  /** The same pool, known to be told by its number only. */
  Pool byNumber() {
    return new Pool(
        name,
        guid,
        health,
        state,
        imported,
        readOnly,
        altroot,
        space,
        lastUse,
        force,
        status,
        action,
        comment,
        vdevs,
        unsupportedFeatures,
        encrypted,
        multihost,
        directory,
        true);
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
    return !imported && canBeImported(health) && !(force instanceof Force.Forbidden);
  }

  /**
   * Whether it lacks a device, but all that is there of its data is whole: then it may be only a
   * log device that is gone, without which ZFS imports a pool if it is told to.
   */
  public boolean mayLackOnlyItsLog() {
    List<Vdev> data = vdevs.stream().filter(vdev -> vdev.role().matches("|special|dedup")).toList();
    boolean lacks =
        status.contains("missing device")
            || vdevs.stream()
                .anyMatch(vdev -> vdev.role().equals("logs") && !canBeImported(vdev.health()));
    return !imported
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
    return !imported && status.startsWith("The pool can only be accessed in read-only mode");
  }
}
