package dev.thaw.boot;

/** What happens on the way up, in order. */
public enum Stage {
  /** The firmware finds the boot loader on the boot partition. */
  FIRMWARE("boot loader"),
  /** The boot loader reads its menu and starts an entry. */
  MENU("boot menu"),
  /** The kernel and the initrd that the entry names are there, and the store's own. */
  KERNEL("kernel, initrd"),
  /** Stage 1 loads what it is told to load. */
  MODULES("modules"),
  /** Stage 1 has the drivers of the disks that it needs. */
  DRIVERS("disk drivers"),
  /** Stage 1 opens containers, imports pools and waits for a hibernated system. */
  DEVICES("devices"),
  /** Stage 1 mounts the root, /nix and what else it needs. */
  MOUNTS("mounts"),
  /** The system that stage 1 goes over to is in the store. */
  STAGE_2("stage 2");

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  /** Its name in a word or two. */
  public String title() {
    return title;
  }
}
