package dev.thaw.rescue;

import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.GenerationBuilder;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.InstallationBuilder;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.PartitionBuilder;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.TestMenus;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Installations as a survey would find them, for tests. */
public final class Installed {

  /** The system that it boots. */
  public static final String TOPLEVEL =
      "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-nixos-system-atlas-1";

  /** A file that is copied as it should be. */
  static final BootFile COPIED = new BootFile("/nix/store/k", 5, "/EFI/nixos/k.efi", 5, false);

  private Installed() {}

  /** A line of the fstab whose device is there. */
  public static Mount found(String spec, String file, String type, String... options) {
    return new Mount(entry(spec, file, type, options), Mount.State.FOUND, "/dev/found", "");
  }

  /** A line of the fstab whose device is not there. */
  public static Mount missing(String spec, String file, String type, String... options) {
    return new Mount(
        entry(spec, file, type, options), Mount.State.MISSING, "", "no such device here.");
  }

  private static FstabEntry entry(String spec, String file, String type, String... options) {
    return new FstabEntry(1, spec, file, type, List.of(options), 0, 0);
  }

  /** One without a configuration. */
  public static Installation with(List<Mount> mounts, Generation... generations) {
    return with(mounts, Configuration.NONE, generations);
  }

  /** One at /mnt. */
  public static Installation with(
      List<Mount> mounts, Configuration configuration, Generation... generations) {
    return at("/mnt", mounts, configuration, generations);
  }

  /** One that is mounted at {@code root}. */
  public static Installation at(
      String root, List<Mount> mounts, Configuration configuration, Generation... generations) {
    return InstallationBuilder.installation(TOPLEVEL)
        .at(root)
        .mounts(mounts)
        .generations(List.of(generations))
        .configuration(configuration)
        .build();
  }

  /** One whose store is there, mounted at {@code root}; not mounted where that is empty. */
  static Installation on(FilesystemLocation store, String root) {
    Installation plain = at(root, List.of(), Configuration.NONE);
    return InstallationBuilder.like(plain).on(store, FilesystemLocation.UNKNOWN).build();
  }

  /** One whose generations are all in the menu of that loader. */
  static Installation startedBy(BootLoader loader, Generation... generations) {
    List<String> inits = Stream.of(generations).map(Generation::toplevel).toList();
    var tree = TestMenus.tree(Map.of(), TestMenus.starting(loader, inits));
    var esp = PartitionBuilder.esp("/dev/sda1", "1", "/boot").holding(tree).build();
    return booting(with(List.of(), generations), esp);
  }

  /** The same installation with another host name. */
  public static Installation named(Installation plain, String name) {
    return InstallationBuilder.like(plain).named(name).build();
  }

  /** The same installation with these boot partitions. */
  public static Installation booting(Installation plain, BootPartition... partitions) {
    return booting(plain, List.of(partitions), plain.bareBoot());
  }

  /** The same installation with these boot partitions, and this in the folder /boot itself. */
  public static Installation booting(
      Installation plain, List<BootPartition> partitions, BootTree bareBoot) {
    return InstallationBuilder.like(plain).boots(partitions, bareBoot).build();
  }

  /** A generation, its files copied as they should be. */
  public static Generation generation(
      int number, boolean current, boolean isDefault, boolean complete) {
    return generation(number, current, isDefault, true, complete, COPIED, COPIED);
  }

  /** A generation with these files, in the menu or not. */
  public static Generation generation(
      int number,
      boolean current,
      boolean isDefault,
      boolean listed,
      boolean complete,
      BootFile kernel,
      BootFile initrd) {
    return GenerationBuilder.generation(number, TOPLEVEL + number)
        .marked(current, isDefault, listed)
        .whole(complete)
        .files(kernel, initrd)
        .build();
  }
}
