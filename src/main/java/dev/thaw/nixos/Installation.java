package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootLoaders;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A NixOS that was found on the machine, as it would be when running.
 *
 * @param host what it is
 * @param filesystems where it lies
 * @param generations newest first, the main profile before others
 * @param boot what it boots from
 * @param hostId eight hexadecimal digits of {@code /etc/hostid}; empty when it has none
 * @param configuration the text that it is built from
 * @param accounts who can log in
 */
public record Installation(
    Host host,
    Filesystems filesystems,
    List<Generation> generations,
    Boot boot,
    String hostId,
    Configuration configuration,
    Accounts accounts) {

  /**
   * What an installation is.
   *
   * @param hostName its name; empty when it can't be told
   * @param nixosVersion the current system's version; empty when it can't be read
   * @param toplevel the current system, a path in the store
   * @param machineId 32 hexadecimal digits of {@code /etc/machine-id}; empty when it has none
   */
  public record Host(String hostName, String nixosVersion, String toplevel, String machineId) {}

  /**
   * Where an installation lies.
   *
   * @param store where its nix store lies
   * @param root where its {@code /} lies; {@link FilesystemLocation#UNKNOWN} when that could not be
   *     found
   * @param mountedAt the folder it was read in place; empty when it was opened for looking only
   * @param mounts the current system's fstab, line by line, with what was found
   */
  public record Filesystems(
      FilesystemLocation store, FilesystemLocation root, String mountedAt, List<Mount> mounts) {

    /** Copies the list. */
    public Filesystems {
      mounts = List.copyOf(mounts);
    }

    /** The same, read in place in this folder. */
    public Filesystems mountedAt(String folder) {
      return new Filesystems(store, root, folder, mounts);
    }
  }

  /**
   * What an installation boots from.
   *
   * @param bootPartitions the candidates, the best first
   * @param bareBoot what lies in the folder {@code /boot} beneath any mount: with a boot partition
   *     mounted there, a sign of a rebuild that ran without it; without one, the boot files
   */
  public record Boot(List<BootPartition> bootPartitions, BootTree bareBoot) {

    /** Copies the list. */
    public Boot {
      bootPartitions = List.copyOf(bootPartitions);
    }
  }

  /**
   * The entry of systemd-boot's menu that starts a generation.
   *
   * @param partition where it lies, and the files that it names
   */
  public record Listed(BootPartition partition, LoaderEntry entry) {

    /**
     * The files that it names and that are not there. systemd-boot opens them in this order, and
     * starts nothing while one is missing.
     */
    public List<String> missing() {
      return entry.files().stream().filter(file -> partition.tree().sizeOf(file) < 0).toList();
    }
  }

  /** Copies the list. */
  public Installation {
    generations = List.copyOf(generations);
  }

  /** The same, with what else is known of its configuration. */
  public Installation with(Configuration other) {
    return new Installation(host, filesystems, generations, boot, hostId, other, accounts);
  }

  /** The generation that the profile leads to. */
  public Optional<Generation> current() {
    return generations.stream().filter(g -> g.isCurrent() && g.isMain()).findFirst();
  }

  /** What a new generation will copy of its kernel or its initrd, as far as today's tell. */
  public Stream<BootFile> likeNew(Function<Generation, BootFile> file) {
    return generations.stream().filter(g -> g.isCurrent() || g.isDefault()).map(file);
  }

  /** The generation of the main profile with this number. */
  public Optional<Generation> generation(int number) {
    return generations.stream().filter(g -> g.number() == number && g.isMain()).findFirst();
  }

  /** The boot partition that it uses, if that is certain. */
  public Optional<BootPartition> bootPartition() {
    return bootPartitions().stream().filter(BootPartition::theOne).findFirst();
  }

  /** The entry that starts this generation and no variant of it, if systemd-boot has one. */
  public Optional<Listed> entry(Generation generation) {
    return bootPartitions().stream()
        .filter(BootPartition::isUsed)
        .flatMap(partition ->
            partition.tree().entries().stream()
                .filter(entry -> entry.starts(generation.toplevel(), generation.number()))
                .map(entry -> new Listed(partition, entry)))
        .findFirst();
  }

  /** The boot loader that starts it: the one whose menu has a generation of it. */
  public Optional<BootLoader> loader() {
    return BootLoaders.ALL.stream().filter(this::isStartedBy).findFirst();
  }

  /** Whether some entry starts this generation from its kernel and its initrd in the store. */
  public boolean startsFromStore(Generation generation) {
    String initrd = generation.initrd().storePath();
    return bootTrees()
        .flatMap(tree -> tree.menus().stream())
        .filter(menu -> menu.loader().readsStore())
        .flatMap(menu -> menu.entries().stream())
        .filter(entry -> entry.starts(generation.toplevel(), generation.number()))
        .filter(entry -> LoaderEntry.isInStore(entry.linux(), generation.kernel().storePath()))
        .anyMatch(entry ->
            entry.initrds().stream().findFirst().stream()
                    .anyMatch(file -> LoaderEntry.isInStore(file, initrd))
                || initrd.isEmpty());
  }

  /** What its boot loader reads, as one: the partitions that it uses, /boot where it is none. */
  public BootTree bootTree() {
    List<BootTree> used =
        bootPartitions().stream().filter(BootPartition::isUsed).map(BootPartition::tree).toList();
    boolean bare = bootPartitions().stream().noneMatch(one -> one.mountPoint().equals("/boot"));
    return BootTree.merge(
        bare ? Stream.concat(used.stream(), Stream.of(bareBoot())).toList() : used);
  }

  /** All places that a loader of it may read: the partitions that it uses, the folder /boot. */
  public Stream<BootTree> bootTrees() {
    Stream<BootTree> partitions =
        bootPartitions().stream().filter(BootPartition::isUsed).map(BootPartition::tree);
    return Stream.concat(partitions, Stream.of(bareBoot()));
  }

  private boolean isStartedBy(BootLoader loader) {
    return bootTrees()
        .flatMap(tree -> tree.menu(loader).stream())
        .anyMatch(menu ->
            generations.stream()
                .filter(Generation::isMain)
                .anyMatch(one -> menu.lists(one.toplevel(), one.number())));
  }

  /**
   * What tells it from every other on the machine, whatever it is built of: where its store lies.
   */
  public String identity() {
    return (store().uuid().isEmpty() ? store().source() : store().uuid())
        + "/"
        + store().subvolume();
  }

  /** The current system's fstab. */
  public Fstab fstab() {
    return new Fstab(mounts().stream().map(Mount::entry).toList());
  }

  /** Its name; empty when it can't be told. */
  public String hostName() {
    return host.hostName();
  }

  /** The current system's version; empty when it can't be read. */
  public String nixosVersion() {
    return host.nixosVersion();
  }

  /** The current system, a path in the store. */
  public String toplevel() {
    return host.toplevel();
  }

  /** Where its nix store lies. */
  public FilesystemLocation store() {
    return filesystems.store();
  }

  /** Where its {@code /} lies. */
  public FilesystemLocation root() {
    return filesystems.root();
  }

  /** The folder it was read in place; empty when it was opened for looking only. */
  public String mountedAt() {
    return filesystems.mountedAt();
  }

  /** The current system's fstab, line by line, with what was found. */
  public List<Mount> mounts() {
    return filesystems.mounts();
  }

  /** The boot partitions that it may use, the best first. */
  public List<BootPartition> bootPartitions() {
    return boot.bootPartitions();
  }

  /** What lies in the folder {@code /boot} beneath any mount. */
  public BootTree bareBoot() {
    return boot.bareBoot();
  }
}
