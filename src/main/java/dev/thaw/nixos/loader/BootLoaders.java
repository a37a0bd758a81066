package dev.thaw.nixos.loader;

import java.util.List;

/** The boot loaders that there are. Not in their own type, which each of them needs to be ready. */
public final class BootLoaders {

  /** All of them; where one place has the menus of several, the first is believed. */
  public static final List<BootLoader> ALL =
      List.of(new SystemdBoot(), new Grub(), new Extlinux(), new Limine(), new UnifiedImages());

  private BootLoaders() {}
}
