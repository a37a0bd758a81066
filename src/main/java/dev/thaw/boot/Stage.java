package dev.thaw.boot;

import dev.thaw.boot.screen.ScreenStage;

/** What happens on the way up, in order. */
public enum Stage {
  /** The firmware finds the boot loader on the boot partition. */
  FIRMWARE("boot loader", ScreenStage.FIRMWARE),
  /** The boot loader reads its menu and starts an entry. */
  MENU("boot menu", ScreenStage.LOADER),
  /** The kernel and the initrd that the entry names are there, and the store's own. */
  KERNEL("kernel, initrd", ScreenStage.KERNEL),
  /** Stage 1 loads what it is told to load. */
  MODULES("modules", ScreenStage.MODULES),
  /** Stage 1 has the drivers of the disks that it needs. */
  DRIVERS("disk drivers", ScreenStage.DEVICES),
  /** Stage 1 opens containers, imports pools and waits for a hibernated system. */
  DEVICES("devices", ScreenStage.DEVICES),
  /** Stage 1 mounts the root, /nix and what else it needs. */
  MOUNTS("mounts", ScreenStage.MOUNTS),
  /** The system that stage 1 goes over to is in the store. */
  STAGE_2("stage 2", ScreenStage.STAGE_2);

  private final String title;
  private final ScreenStage screen;

  Stage(String title, ScreenStage screen) {
    this.title = title;
    this.screen = screen;
  }

  /** How far the machine is then, as a screen tells it. */
  public ScreenStage screen() {
    return screen;
  }

  /** Where on the way up a line of the screen belongs. */
  public static Stage of(ScreenStage stage) {
    return switch (stage) {
      case FIRMWARE -> FIRMWARE;
      case LOADER, REBUILD -> MENU;
      case KERNEL -> KERNEL;
      case MODULES -> MODULES;
      case DEVICES -> DEVICES;
      case MOUNTS -> MOUNTS;
      case SWITCH, STAGE_2, LOGIN -> STAGE_2;
    };
  }

  /** Its name in a word or two. */
  public String title() {
    return title;
  }
}
