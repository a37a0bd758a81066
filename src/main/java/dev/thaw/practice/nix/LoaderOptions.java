package dev.thaw.practice.nix;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a configuration says of its boot loader, with NixOS's own defaults. */
final class LoaderOptions extends OptionValues {

  LoaderOptions(Map<List<String>, List<NixModules.Definition>> definitions) {
    super(definitions);
  }

  /** Whether GRUB is installed: by itself, where no other loader is. */
  boolean grub() {
    return flag("boot.loader.grub.enable", !flag("boot.loader.systemd-boot.enable", false));
  }

  /** The disks that GRUB is installed on. */
  List<String> grubDevices() {
    return Stream.concat(
            string("boot.loader.grub.device").filter(path -> !path.isEmpty()).stream(),
            list("boot.loader.grub.devices").stream())
        .toList();
  }

  /** Which entry of GRUB's menu is the default, from 0; or {@code saved}. */
  String grubDefault() {
    return string("boot.loader.grub.default")
        .orElse(Long.toString(number("boot.loader.grub.default", 0)));
  }

  /** Whether GRUB's kernels are copied even where it can read the store. */
  boolean copyKernels() {
    return flag("boot.loader.grub.copyKernels", false);
  }

  long timeout() {
    return number("boot.loader.timeout", 5);
  }

  /** How many generations the menu has; 0 for all. */
  long configurationLimit() {
    return grub()
        ? number("boot.loader.grub.configurationLimit", 100)
        : number("boot.loader.systemd-boot.configurationLimit", 0);
  }

  boolean editor() {
    return flag("boot.loader.systemd-boot.editor", true);
  }

  String espMountPoint() {
    return string("boot.loader.efi.efiSysMountPoint").orElse("/boot");
  }
}
