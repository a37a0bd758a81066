package dev.thaw.boot.screen;

import java.util.Locale;

/** How far a machine is when it prints a line, in order. */
public enum ScreenStage {
  /** The firmware looks for a boot loader. */
  FIRMWARE("the firmware"),
  /** The boot loader reads its menu and starts an entry. */
  LOADER("the boot loader"),
  /** The kernel starts and unpacks the initrd. */
  KERNEL("the kernel"),
  /** Stage 1 loads modules. */
  MODULES("stage 1, loading modules"),
  /** Stage 1 waits for devices, opens containers, imports pools. */
  DEVICES("stage 1, finding the disks"),
  /** Stage 1 mounts the root and what else it needs. */
  MOUNTS("stage 1, mounting"),
  /** Stage 1 goes over to the system. */
  SWITCH("stage 1, going over to stage 2"),
  /** The system itself comes up. */
  STAGE_2("stage 2"),
  /** It asks who wants to log in. */
  LOGIN("the login"),
  /** Not on the way up: a rebuild. */
  REBUILD("a rebuild");

  private final String title;

  ScreenStage(String title) {
    this.title = title;
  }

  /** Its name in a few words. */
  public String title() {
    return title;
  }

  /** Whether it is before the system itself comes up. */
  public boolean isBeforeStage2() {
    return compareTo(STAGE_2) < 0;
  }

  /** The one that is called so in the table. */
  static ScreenStage named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
