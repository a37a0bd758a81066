package dev.thaw.nixos;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One generation of an installation: a link {@code system-N-link} and the system it leads to.
 *
 * @param number N
 * @param profile {@code system}, or the name of a profile under {@code system-profiles}
 * @param date when the link was made
 * @param toplevel the system's path in the store
 * @param label what the boot menu calls it
 * @param nixosVersion such as {@code 25.11.20260101.abcdef}; empty when it can't be read
 * @param kernelVersion such as {@code 6.12.63}; empty when it can't be told
 * @param kernelParams the kernel's parameters, without {@code init=}
 * @param specialisations the names of its variants
 * @param stage1 what runs in its initrd
 * @param isCurrent whether the profile's own link leads to it: the one {@code nixos-rebuild} made
 *     last, or a rollback chose
 * @param isDefault whether the boot loader starts it when nobody chooses
 * @param inBootMenu whether the boot loader lists it
 * @param closureExists whether its toplevel, stage 2, kernel and initrd are in the store
 * @param bootSpec its boot.json; empty for generations older than that, or a damaged file
 * @param kernel its kernel, here and on the boot partition
 * @param initrd its initrd, here and on the boot partition
 */
public record Generation(
    int number,
    String profile,
    Instant date,
    String toplevel,
    String label,
    String nixosVersion,
    String kernelVersion,
    List<String> kernelParams,
    List<String> specialisations,
    Stage1 stage1,
    boolean isCurrent,
    boolean isDefault,
    boolean inBootMenu,
    boolean closureExists,
    Optional<BootSpec> bootSpec,
    BootFile kernel,
    BootFile initrd) {

  /** The same generation with other marks: how a rehearsal tells which one would boot. */
  public Generation marked(boolean isCurrent, boolean isDefault) {
    return new Generation(
        number,
        profile,
        date,
        toplevel,
        label,
        nixosVersion,
        kernelVersion,
        kernelParams,
        specialisations,
        stage1,
        isCurrent,
        isDefault,
        inBootMenu,
        closureExists,
        bootSpec,
        kernel,
        initrd);
  }

  /** The path of its link: {@code /nix/var/nix/profiles/system-41-link}. */
  public String link() {
    String folder = "/nix/var/nix/profiles/";
    return folder
        + (profile.equals("system") ? "" : "system-profiles/")
        + profile
        + "-"
        + number
        + "-link";
  }
}
