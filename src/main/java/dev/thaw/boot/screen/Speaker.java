package dev.thaw.boot.screen;

import java.util.Locale;

/** Which program a line is of. */
public enum Speaker {
  /** The computer's firmware. */
  FIRMWARE("the firmware"),
  /** The boot loader. */
  LOADER("the boot loader"),
  /** The kernel. */
  KERNEL("the kernel"),
  /** NixOS's script of stage 1, or a program that it runs. */
  SCRIPT("stage 1"),
  /** systemd: in stage 1, or after it. */
  SYSTEMD("systemd"),
  /** What activates the system at the beginning of stage 2. */
  ACTIVATION("the activation"),
  /** The programs that let people in. */
  LOGIN("the login"),
  /** A rebuild, on the running or the mended system. */
  REBUILD("the rebuild"),
  /** Nobody: a person told in words what is seen. */
  PERSON("you");

  private final String title;

  Speaker(String title) {
    this.title = title;
  }

  /** Who that is, within a sentence. */
  public String title() {
    return title;
  }

  /** The one that is called so in the table. */
  static Speaker named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
