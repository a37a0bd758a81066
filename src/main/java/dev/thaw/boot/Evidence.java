package dev.thaw.boot;

import dev.thaw.boot.initrd.Initrd;
import dev.thaw.boot.initrd.Opening;
import dev.thaw.boot.remembered.Remembered;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an installation, and of the generation that is to boot.
 *
 * @param installation what lies on the disks
 * @param subject the generation that is judged; empty when the installation has none
 * @param configured the modules that its configuration has stage 1 load
 * @param symptom the last lines on the screen
 * @param initrds those that were read, by their path in the store
 * @param surroundings the disks, pools and drivers of the machine
 * @param checks what the boot loader reads, compared with the store byte for byte; empty unless it
 *     could be, which takes a mounted system
 * @param remembered what the machine remembers of its boots, and how much room it has
 */
public record Evidence(
    Installation installation,
    Optional<Generation> subject,
    List<ForceLoaded> configured,
    Symptom symptom,
    Map<String, Initrd> initrds,
    MachineEvidence surroundings,
    List<BootCheck.Check> checks,
    Remembered remembered) {

  /** The kernel parameters that make stage 1 import pools by force. */
  private static final List<String> FORCE = List.of("zfs_force", "zfs_force=1", "zfs_force=y");

  /** Copies the collections. */
  public Evidence {
    configured = List.copyOf(configured);
    initrds = Map.copyOf(initrds);
    checks = List.copyOf(checks);
  }

  /** What the installation itself tells, about the generation that starts when nobody chooses. */
  public static Evidence of(Installation installation, Symptom symptom) {
    return new Evidence(
        installation,
        booted(installation),
        ForceLoaded.in(installation),
        symptom,
        Map.of(),
        MachineEvidence.UNKNOWN,
        List.of(),
        Remembered.UNKNOWN);
  }

  /** The same with more of what lies on the disks. */
  public Evidence with(Map<String, Initrd> initrds, MachineEvidence surroundings) {
    return new Evidence(
        installation, subject, configured, symptom, initrds, surroundings, checks, remembered);
  }

  /** The same with these checks. */
  public Evidence with(List<BootCheck.Check> checks) {
    return new Evidence(
        installation, subject, configured, symptom, initrds, surroundings, checks, remembered);
  }

  /** The same with what the machine remembers. */
  public Evidence with(Remembered remembered) {
    return new Evidence(
        installation, subject, configured, symptom, initrds, surroundings, checks, remembered);
  }

  /** The same where the screen shows this. */
  public Evidence shown(Symptom shown) {
    return new Evidence(
        installation, subject, configured, shown, initrds, surroundings, checks, remembered);
  }

  /** The same about another generation, of which the screen says nothing. */
  public Evidence about(Generation generation) {
    return about(generation, Symptom.NONE);
  }

  /** The same as if another generation had shown the screen. */
  public Evidence asIf(Generation generation) {
    return about(generation, symptom);
  }

  private Evidence about(Generation generation, Symptom shown) {
    var judged = Optional.of(generation);
    return new Evidence(
        installation, judged, configured, shown, initrds, surroundings, List.of(), remembered);
  }

  /** The generation that is started when nobody chooses; where that is unknown, the current one. */
  public static Optional<Generation> booted(Installation installation) {
    return installation.generations().stream()
        .filter(Generation::isDefault)
        .findFirst()
        .map(one -> one.variants().stream().filter(Generation::isDefault).findFirst().orElse(one))
        .or(installation::current);
  }

  /** The initrd of the generation that is judged, if it was read. */
  public Optional<Initrd> initrd() {
    return subject.flatMap(this::initrd);
  }

  /** The initrd of a generation, if it was read. */
  public Optional<Initrd> initrd(Generation generation) {
    return Optional.ofNullable(initrds.get(generation.initrd().storePath()));
  }

  /**
   * What stage 1 mounts: by the initrd itself, or else by the fstab of the current generation. Of a
   * system that is gone from the store neither is there: the fstab is another generation's.
   */
  public List<FstabEntry> earlyMounts() {
    boolean gone = subject.filter(generation -> !generation.closureExists()).isPresent();
    return initrd()
        .map(Initrd::mounts)
        .filter(mounts -> !mounts.isEmpty())
        .orElseGet(() ->
            installation.mounts().stream()
                .map(Mount::entry)
                .filter(entry -> !gone && entry.isEarly())
                .toList());
  }

  /** What the survey found out about a line of an fstab. */
  public Optional<Mount> mount(FstabEntry entry) {
    return installation.mounts().stream()
        .filter(mount -> mount.entry().spec().equals(entry.spec()))
        .filter(mount -> mount.entry().file().equals(entry.file()))
        .findFirst();
  }

  /** The LUKS containers that stage 1 opens; none where the initrd does not tell. */
  public List<Opening> openings() {
    return initrd().map(Initrd::openings).orElse(List.of());
  }

  /** The container that stage 1 opens under the name that an fstab's words say, if it is there. */
  public Optional<BlockDevice> container(String spec) {
    return openings().stream()
        .filter(opening -> opening.opened().equals(spec))
        .findFirst()
        .flatMap(opening -> surroundings.device(opening.device()));
  }

  /**
   * The device that an fstab's words mean in stage 1. What is in a container counts under the name
   * that stage 1 gives it, whatever it is called here.
   */
  public Optional<BlockDevice> device(String spec) {
    boolean opened = openings().stream().anyMatch(opening -> opening.opened().equals(spec));
    return opened
        ? container(spec).flatMap(container -> container.children().stream().findFirst())
        : surroundings.device(spec);
  }

  /**
   * Whether stage 1 imports a pool by force: as the kernel's command line says, else as the initrd
   * does. Empty when neither tells.
   */
  public Optional<Boolean> forcesImport(String pool) {
    boolean told =
        subject.stream()
            .flatMap(generation -> generation.kernelParams().stream())
            .anyMatch(FORCE::contains);
    return told ? Optional.of(true) : initrd().flatMap(initrd -> initrd.forces(pool));
  }

  /** The pools that stage 1 needs. */
  public List<String> earlyPools() {
    return earlyMounts().stream()
        .filter(entry -> entry.type().equals("zfs"))
        .map(FstabEntry::pool)
        .distinct()
        .toList();
  }
}
