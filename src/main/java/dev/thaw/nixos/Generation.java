package dev.thaw.nixos;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One generation of an installation: a link {@code system-N-link} and the system it leads to.
 *
 * @param number N
 * @param profile {@code system}, or the name of a profile under {@code system-profiles}
 * @param date when the link was made
 * @param system the system it leads to
 * @param mark what leads to it: the profile's own link, the boot menu
 * @param files its files in the store and on the boot partition
 * @param variant the name of the specialisation that this is of the generation with that number;
 *     empty for the generation itself
 * @param variants its specialisations, each a way to boot of its own; empty for one of those
 */
public record Generation(
    int number,
    String profile,
    Instant date,
    BuiltSystem system,
    Mark mark,
    BootFiles files,
    String variant,
    List<Generation> variants) {

  /** Copies the list. */
  public Generation {
    variants = List.copyOf(variants);
  }

  /**
   * What leads to a generation.
   *
   * @param isCurrent whether the profile's own link does: the one {@code nixos-rebuild} made last,
   *     or a rollback chose
   * @param isDefault whether the boot loader starts it when nobody chooses
   * @param inBootMenu whether the boot loader lists it
   */
  public record Mark(boolean isCurrent, boolean isDefault, boolean inBootMenu) {}

  /**
   * A system that was built, as it says of itself in the store.
   *
   * @param toplevel its path in the store
   * @param label what the boot menu calls it
   * @param nixosVersion such as {@code 25.11.20260101.abcdef}; empty when it can't be read
   * @param kernelVersion such as {@code 6.12.63}; empty when it can't be told
   * @param kernelParams the kernel's parameters, without {@code init=}
   * @param specialisations the names of its variants
   * @param stage1 what runs in its initrd
   */
  public record BuiltSystem(
      String toplevel,
      String label,
      String nixosVersion,
      String kernelVersion,
      List<String> kernelParams,
      List<String> specialisations,
      Stage1 stage1) {

    /** Copies the lists. */
    public BuiltSystem {
      kernelParams = List.copyOf(kernelParams);
      specialisations = List.copyOf(specialisations);
    }
  }

  /**
   * What is there of a generation to boot it from.
   *
   * @param closureExists whether its toplevel, stage 2, kernel and initrd are in the store
   * @param bootSpec its boot.json; empty for generations older than that, or a damaged file
   * @param kernel its kernel, in the store and on the boot partition
   * @param initrd its initrd, the same
   */
  public record BootFiles(
      boolean closureExists, Optional<BootSpec> bootSpec, BootFile kernel, BootFile initrd) {}

  /** The same generation with other marks: how a rehearsal tells which one would boot. */
  public Generation marked(boolean isCurrent, boolean isDefault) {
    var marked = new Mark(isCurrent, isDefault, mark.inBootMenu());
    return new Generation(number, profile, date, system, marked, files, variant, variants);
  }

  /** It, and those of its variants that the boot menu lists and that are whole. */
  public Stream<Generation> waysUp() {
    return Stream.concat(
        Stream.of(this), variants.stream().filter(one -> one.inBootMenu() && one.closureExists()));
  }

  /** Whether it is started when nobody chooses, and no variant of it is. */
  public boolean isDefaultItself() {
    return isDefault() && variants.stream().noneMatch(Generation::isDefault);
  }

  /** Whether it is one of the main profile, and not of one under {@code system-profiles}. */
  public boolean isMain() {
    return profile.equals("system");
  }

  /** The path of its link: {@code /nix/var/nix/profiles/system-41-link}. */
  public String link() {
    String folder = "/nix/var/nix/profiles/";
    return folder + (isMain() ? "" : "system-profiles/") + profile + "-" + number + "-link";
  }

  /** The system's path in the store. */
  public String toplevel() {
    return system.toplevel();
  }

  /** What the boot menu calls it. */
  public String label() {
    return system.label();
  }

  /** Its version of NixOS; empty when it can't be read. */
  public String nixosVersion() {
    return system.nixosVersion();
  }

  /** Its kernel's version; empty when it can't be told. */
  public String kernelVersion() {
    return system.kernelVersion();
  }

  /** The kernel's parameters, without {@code init=}. */
  public List<String> kernelParams() {
    return system.kernelParams();
  }

  /** The names of its variants. */
  public List<String> specialisations() {
    return system.specialisations();
  }

  /** What runs in its initrd. */
  public Stage1 stage1() {
    return system.stage1();
  }

  /** Its boot.json, if it has one that can be read. */
  public Optional<BootSpec> bootSpec() {
    return files.bootSpec();
  }

  /** Whether the profile's own link leads to it. */
  public boolean isCurrent() {
    return mark.isCurrent();
  }

  /** Whether the boot loader starts it when nobody chooses. */
  public boolean isDefault() {
    return mark.isDefault();
  }

  /** Whether the boot loader lists it. */
  public boolean inBootMenu() {
    return mark.inBootMenu();
  }

  /** Whether all that it takes to boot it is in the store. */
  public boolean closureExists() {
    return files.closureExists();
  }

  /** Its kernel, in the store and on the boot partition. */
  public BootFile kernel() {
    return files.kernel();
  }

  /** Its initrd, in the store and on the boot partition. */
  public BootFile initrd() {
    return files.initrd();
  }
}
