package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What holds on the machine now, by the kernel's own word.
 *
 * @param root where the rescue mounts the installation: {@code /mnt}
 * @param mounts everything that is mounted, in the order of mounting
 * @param pools the imported pools
 * @param containers the names of the opened LUKS containers, as below {@code /dev/mapper}
 * @param volumeGroups the volume groups with active volumes, each by its name and as {@code
 *     vg_uuid=UUID}
 * @param arrays the running md arrays, as {@code /dev/md/root}
 * @param bases what the active volume groups lie on
 * @param holders the processes that keep something below the root busy, where they were looked for
 * @param ended the processes of looks that were cut off and left something open
 */
public record State(
    String root,
    List<LiveMount> mounts,
    List<ImportedPool> pools,
    List<String> containers,
    List<String> volumeGroups,
    List<String> arrays,
    List<Base> bases,
    List<Holder> holders,
    List<Integer> ended) {

  /** In which folder a look imports and mounts; it is named after its process. */
  private static final Pattern LOOK = Pattern.compile("/thaw\\.(\\d{1,9})\\.\\d+(?:/|$)");

  private static final Pattern GROUP_UUID =
      Pattern.compile("LVM-(\\w{6})(\\w{4})(\\w{4})(\\w{4})(\\w{4})(\\w{4})(\\w{6})");

  private static final int LVM_UUID_LENGTH = 38;

  private static final Probe PROBE =
      Probe.of(State.class, "state", "see what is mounted and imported", Duration.ofSeconds(60));

  /** The same where no look has left anything. */
  public State(
      String root,
      List<LiveMount> mounts,
      List<ImportedPool> pools,
      List<String> containers,
      List<String> volumeGroups,
      List<String> arrays,
      List<Base> bases,
      List<Holder> holders) {
    this(root, mounts, pools, containers, volumeGroups, arrays, bases, holders, List.of());
  }

  /**
   * An imported pool.
   *
   * @param altroot below what its datasets mount; "-" when nowhere else than usual
   */
  public record ImportedPool(String name, String altroot, boolean readOnly, String health) {}

  /**
   * What an active volume group lies on.
   *
   * @param group the volume group
   * @param on the container or array below it, as it is called to close it
   */
  public record Base(String group, String on) {}

  /** A process that uses something below the root. */
  public record Holder(int pid, String command) {
    /** The process in a sentence. */
    public String sentence() {
      return Clean.line(command).strip() + " (process " + pid + ")";
    }
  }

  /** Looks, in one round trip; the holders are left out. */
  public static State look(Machine machine, String root) {
    return parse(root, PROBE.run(machine, root));
  }

  /** The same with the holders: every open file of every process has to be looked at for them. */
  static State lookWithHolders(Machine machine, String root) {
    return parse(root, PROBE.run(machine, root, StateFormat.BUSY));
  }

  static State parse(String root, Probe.Sections sections) {
    return new State(
        root,
        LiveMount.parse(sections.text(StateFormat.MOUNTINFO)),
        lines(sections.text(StateFormat.POOLS))
            .map(line -> line.split("\t"))
            .filter(f -> f.length == 4)
            .map(f -> new ImportedPool(f[0], f[1], f[2].equals("on"), f[3]))
            .toList(),
        mapped(sections, "CRYPT-").toList(),
        Stream.concat(
                mapped(sections, "LVM-").map(State::group),
                // One of two groups of a name is told, and closed, by its UUID.
                uuids(sections).map(uuid -> "vg_uuid=" + uuid))
            .distinct()
            .toList(),
        lines(sections.text(StateFormat.ARRAYS))
            .map(line -> line.split(" "))
            .filter(words -> words.length > 1 && words[0].matches("(INACTIVE-)?ARRAY"))
            .map(words -> words[1])
            .toList(),
        lines(sections.find(StateFormat.BASES).map(Probe.Section::text).orElse(""))
            .map(line -> line.split("\t", 2))
            .filter(fields -> fields.length == 2)
            .map(fields -> new Base(group(fields[0]), fields[1]))
            .distinct()
            .toList(),
        lines(sections.text(StateFormat.HOLDERS))
            .map(line -> line.split("\t", 2))
            .filter(f -> f.length == 2 && f[0].matches("\\d{1,9}"))
            .map(f -> new Holder(Integer.parseInt(f[0]), f[1]))
            .toList(),
        lines(sections.text(StateFormat.ENDED))
            .filter(pid -> pid.matches("\\d{1,9}"))
            .map(Integer::parseInt)
            .toList());
  }

  /** The group of a volume's mapped name, VG-LV; a dash inside a name is doubled. */
  private static String group(String mapped) {
    return mapped.split("(?<!-)-(?!-)", -1)[0].replace("--", "-");
  }

  /** The UUIDs of the volume groups that have active volumes, as LVM writes them. */
  private static Stream<String> uuids(Probe.Sections sections) {
    return lines(sections.find(StateFormat.MAPPED).map(Probe.Section::text).orElse(""))
        .map(GROUP_UUID::matcher)
        .filter(Matcher::lookingAt)
        .map(uuid -> uuid.replaceFirst("$1-$2-$3-$4-$5-$6-$7"))
        .map(uuid -> uuid.substring(0, LVM_UUID_LENGTH));
  }

  /** The names of the mapped devices whose UUID begins like that. */
  private static Stream<String> mapped(Probe.Sections sections, String prefix) {
    return lines(sections.find(StateFormat.MAPPED).map(Probe.Section::text).orElse(""))
        .map(line -> line.split("\t", 2))
        .filter(fields -> fields.length == 2 && fields[0].startsWith(prefix))
        .map(fields -> fields[1]);
  }

  private static Stream<String> lines(String text) {
    return text.lines().filter(line -> !line.isBlank());
  }

  /** What is mounted at the root and below it, in the order of mounting. */
  public List<LiveMount> mountedInside() {
    return mounts.stream().filter(mount -> mount.isAtOrBelow(root)).toList();
  }

  /** Whether something is mounted at the root itself. */
  public boolean isMounted() {
    return isMountPoint(root);
  }

  /** The pools that were imported for the rescue: below the root. */
  public List<ImportedPool> poolsInside() {
    return pools.stream()
        .filter(pool -> pool.altroot().equals(root) || pool.altroot().startsWith(root + "/"))
        .toList();
  }

  /** The pools that a look which was cut off has left imported, read-only. */
  public List<ImportedPool> poolsLeft() {
    return pools.stream().filter(pool -> pool.readOnly() && isLeft(pool.altroot())).toList();
  }

  /** What such a look has left mounted, in the order of mounting. */
  public List<LiveMount> mountsLeft() {
    return mounts.stream().filter(mount -> isLeft(mount.point())).toList();
  }

  private boolean isLeft(String place) {
    Matcher look = LOOK.matcher(place);
    return look.find() && ended.contains(Integer.valueOf(look.group(1)));
  }

  /** Whether a pool that is imported there is open for a look only, under way or not. */
  static boolean isOfLook(String altroot) {
    return LOOK.matcher(altroot).find();
  }

  /** Whether something is mounted there. */
  boolean isMountPoint(String point) {
    return mounts.stream().anyMatch(mount -> mount.point().equals(point));
  }

  /** Whether a pool of that name is imported. */
  boolean hasPool(String name) {
    return pools.stream().anyMatch(pool -> pool.name().equals(name));
  }

  /** The same with one more mount. */
  State mounted(LiveMount mount) {
    return with(plus(mounts, mount), pools, containers, volumeGroups, arrays);
  }

  /** The same without what was mounted there last. */
  State unmounted(String point) {
    var left = new ArrayList<>(mounts);
    left.reversed().stream()
        .filter(mount -> mount.point().equals(point))
        .findFirst()
        .ifPresent(mount -> left.remove(left.lastIndexOf(mount)));
    return with(left, pools, containers, volumeGroups, arrays);
  }

  /** The same with nothing mounted there and below. */
  State unmountedAll(String point) {
    return with(
        without(mounts, mount -> mount.isAtOrBelow(point)),
        pools,
        containers,
        volumeGroups,
        arrays);
  }

  /** The same with one more pool. */
  State imported(ImportedPool pool) {
    return with(mounts, plus(pools, pool), containers, volumeGroups, arrays);
  }

  /** The same without this pool. */
  State exported(String name) {
    return with(
        mounts, without(pools, pool -> pool.name().equals(name)), containers, volumeGroups, arrays);
  }

  /** The same with this container open. */
  State opened(String container) {
    return with(mounts, pools, plus(closed(container).containers, container), volumeGroups, arrays);
  }

  /** The same with this container closed. */
  State closed(String container) {
    return with(mounts, pools, without(containers, container::equals), volumeGroups, arrays);
  }

  /** The same with this volume group active. */
  State activated(String group) {
    return with(mounts, pools, containers, plus(deactivated(group).volumeGroups, group), arrays);
  }

  /** The same with this volume group not active. */
  State deactivated(String group) {
    return with(mounts, pools, containers, without(volumeGroups, group::equals), arrays);
  }

  /** The same with this array running. */
  State started(String array) {
    return with(mounts, pools, containers, volumeGroups, plus(stopped(array).arrays, array));
  }

  /** The same with this array not running. */
  State stopped(String array) {
    return with(mounts, pools, containers, volumeGroups, without(arrays, array::equals));
  }

  private State with(
      List<LiveMount> mounts,
      List<ImportedPool> pools,
      List<String> containers,
      List<String> volumeGroups,
      List<String> arrays) {
    return new State(root, mounts, pools, containers, volumeGroups, arrays, bases, holders, ended);
  }

  private static <T> List<T> plus(List<T> all, T one) {
    return Stream.concat(all.stream(), Stream.of(one)).toList();
  }

  private static <T> List<T> without(List<T> all, Predicate<T> gone) {
    return all.stream().filter(gone.negate()).toList();
  }

  /** Those, and pools imported otherwise whose datasets are mounted at the root or below it. */
  public List<ImportedPool> poolsInUse() {
    List<String> mounted =
        mountedInside().stream()
            .filter(mount -> mount.fsType().equals("zfs"))
            .map(mount -> mount.source().split("/")[0])
            .toList();
    return pools.stream()
        .filter(pool -> poolsInside().contains(pool) || mounted.contains(pool.name()))
        .toList();
  }

  /** Whether something of the installation can be written to now. */
  public boolean isWritable() {
    return mountedInside().stream().anyMatch(mount -> !mount.readOnly())
        || poolsInside().stream().anyMatch(pool -> !pool.readOnly());
  }
}
