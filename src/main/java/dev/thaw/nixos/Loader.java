package dev.thaw.nixos;

/** A boot loader as NixOS installs it, by where it keeps the kernels and initrds that it starts. */
public enum Loader {
  /** Tidies first: what belongs to no generation of its menu goes before anything is copied. */
  SYSTEMD_BOOT("/EFI/nixos", true),
  /** Unified images, or stubs that name files beside them: lanzaboote. */
  UNIFIED("/EFI/nixos", false),
  /**
   * Copies only where it can't read the store; removes what it does not need any more at the end.
   */
  GRUB("/kernels", false),
  /** The same, for boards whose U-Boot reads extlinux.conf. */
  EXTLINUX("/nixos", false),
  /** Some of its installers begin with an empty folder, others remove at the end. */
  LIMINE("/limine/kernels", false);

  private final String folder;
  private final boolean tidiesFirst;

  Loader(String folder, boolean tidiesFirst) {
    this.folder = folder;
    this.tidiesFirst = tidiesFirst;
  }

  /** The folder of its own on the boot partition, from that partition's root. */
  public String folder() {
    return folder;
  }

  /** Whether its installer removes what falls out of the menu before it copies what is new. */
  public boolean tidiesFirst() {
    return tidiesFirst;
  }
}
