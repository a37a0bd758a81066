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
 * @param hostName its name; empty when it can't be told
 * @param nixosVersion the current system's version; empty when it can't be read
 * @param toplevel the current system, a path in the store
 * @param store where its nix store lies
 * @param root where its {@code /} lies; {@link FilesystemLocation#UNKNOWN} when that could not be
 *     found
 * @param mountedAt the folder it was read in place; empty when it was opened for looking only
 * @param mounts the current system's fstab, line by line, with what was found
 * @param generations newest first, the main profile before others
 * @param bootPartitions the candidates, the best first
 * @param bareBoot what lies in the folder {@code /boot} beneath any mount: with a boot partition
 *     mounted there, a sign of a rebuild that ran without it; without one, the boot files
 * @param hostId eight hexadecimal digits of {@code /etc/hostid}; empty when it has none
 * @param configuration the text that it is built from
 * @param marked whether {@code /etc/NIXOS} is there, without which {@code nixos-enter} refuses
 * @param databaseReadable whether nix's own database is there
 */
public record Installation(
    String hostName,
    String nixosVersion,
    String toplevel,
    FilesystemLocation store,
    FilesystemLocation root,
    String mountedAt,
    List<Mount> mounts,
    List<Generation> generations,
    List<BootPartition> bootPartitions,
    BootTree bareBoot,
    String hostId,
    Configuration configuration,
    boolean marked,
    boolean databaseReadable) {

  /** Copies the lists. */
  public Installation {
    mounts = List.copyOf(mounts);
    generations = List.copyOf(generations);
    bootPartitions = List.copyOf(bootPartitions);
  }

  /** The same, with what else is known of its configuration. */
  public Installation with(Configuration other) {
    return new Installation(
        hostName,
        nixosVersion,
        toplevel,
        store,
        root,
        mountedAt,
        mounts,
        generations,
        bootPartitions,
        bareBoot,
        hostId,
        other,
        marked,
        databaseReadable);
  }

  /** The generation that the profile leads to. */
  public Optional<Generation> current() {
    return generations.stream().filter(g -> g.isCurrent() && isMain(g)).findFirst();
  }

  /** What a new generation will copy of its kernel or its initrd, as far as today's tell. */
  public Stream<BootFile> likeNew(Function<Generation, BootFile> file) {
    return generations.stream().filter(g -> g.isCurrent() || g.isDefault()).map(file);
  }

  /** The generation of the main profile with this number. */
  public Optional<Generation> generation(int number) {
    return generations.stream().filter(g -> g.number() == number && isMain(g)).findFirst();
  }

  /** The boot partition that it uses, if that is certain. */
  public Optional<BootPartition> bootPartition() {
    return bootPartitions.stream().filter(BootPartition::theOne).findFirst();
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

  /** The entry that starts this generation and no variant of it, if systemd-boot has one. */
  public Optional<Listed> entry(Generation generation) {
    return bootPartitions.stream()
        .filter(BootPartition::isUsed)
        .flatMap(partition ->
            partition.tree().entries().stream()
                .filter(entry -> entry.starts(generation.toplevel(), generation.number()))
                .map(entry -> new Listed(partition, entry)))
        .findFirst();
  }

  /** The boot loader that starts it: the one whose menu has a generation of it. */
  public Optional<BootLoader> loader() {
    List<BootTree> places =
        Stream.concat(
                bootPartitions.stream().filter(BootPartition::isUsed).map(BootPartition::tree),
                Stream.of(bareBoot))
            .toList();
    return BootLoaders.ALL.stream()
        .filter(loader ->
            places.stream()
                .flatMap(tree -> tree.menu(loader).stream())
                .anyMatch(menu ->
                    generations.stream()
                        .filter(Installation::isMain)
                        .anyMatch(one -> menu.lists(one.toplevel(), one.number()))))
        .findFirst();
  }

  /**
   * What tells it from every other on the machine, whatever it is built of: where its store lies.
   */
  public String identity() {
    return (store.uuid().isEmpty() ? store.source() : store.uuid()) + "/" + store.subvolume();
  }

  /** The current system's fstab. */
  public Fstab fstab() {
    return new Fstab(mounts.stream().map(Mount::entry).toList());
  }

  private static boolean isMain(Generation generation) {
    return generation.profile().equals("system");
  }
}
