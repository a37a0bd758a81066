package dev.thaw.practice.nix;

import java.util.List;
import java.util.Set;

/** The options that there are: a slip of the pen fails here as on NixOS. */
final class KnownOptions {
  private static final Set<String> ANYTHING =
      Set.of(
          "swapDevices",
          "networking",
          "time",
          "i18n",
          "console",
          "nix",
          "nixpkgs",
          "system",
          "environment",
          "programs",
          "services",
          "users",
          "security",
          "hardware",
          "virtualisation",
          "fonts",
          "powerManagement",
          "zramSwap",
          "documentation",
          "specialisation",
          "assertions",
          "warnings",
          "xdg",
          "systemd");
  private static final Set<String> BOOT =
      Set.of(
          "kernelModules",
          "kernelParams",
          "extraModprobeConfig",
          "blacklistedKernelModules",
          "extraModulePackages",
          "kernelPackages",
          "supportedFilesystems",
          "tmp",
          "consoleLogLevel",
          "swraid",
          "resumeDevice");
  private static final Set<String> INITRD =
      Set.of(
          "kernelModules",
          "availableKernelModules",
          "luks",
          "systemd",
          "supportedFilesystems",
          "verbose",
          "secrets",
          "compressor",
          "postDeviceCommands");
  private static final Set<String> ZFS =
      Set.of(
          "forceImportRoot",
          "forceImportAll",
          "devNodes",
          "extraPools",
          "requestEncryptionCredentials",
          "package");
  private static final Set<String> SYSTEMD_BOOT =
      Set.of("enable", "configurationLimit", "editor", "consoleMode");
  private static final Set<String> EFI = Set.of("canTouchEfiVariables", "efiSysMountPoint");
  private static final Set<String> FILESYSTEM =
      Set.of("device", "fsType", "options", "neededForBoot", "label", "noCheck", "depends");

  private KnownOptions() {}

  /** Refuses an option that does not exist, as NixOS does. */
  static void check(List<String> path, String file, String value) {
    int good = known(path);
    if (good < path.size()) {
      throw new NixError(
          "The option `"
              + String.join(".", path.subList(0, good + 1))
              + "' does not exist. Definition values:\n- In `"
              + file
              + "': "
              + value);
    }
  }

  /** How many names of the path exist. */
  private static int known(List<String> path) {
    String first = path.getFirst();
    if (ANYTHING.contains(first)) {
      return path.size();
    }
    String second = path.size() > 1 ? path.get(1) : "";
    String third = path.size() > 2 ? path.get(2) : "";
    String fourth = path.size() > 3 ? path.get(3) : "";
    return switch (first) {
      case "fileSystems" -> third.isEmpty() || FILESYSTEM.contains(third) ? path.size() : 2;
      case "boot" ->
          switch (second) {
            case "initrd" -> INITRD.contains(third) ? path.size() : 2;
            case "zfs" -> ZFS.contains(third) ? path.size() : 2;
            case "loader" ->
                switch (third) {
                  case "timeout", "grub" -> path.size();
                  case "systemd-boot" -> SYSTEMD_BOOT.contains(fourth) ? path.size() : 3;
                  case "efi" -> EFI.contains(fourth) ? path.size() : 3;
                  default -> 2;
                };
            default -> BOOT.contains(second) ? path.size() : 1;
          };
      default -> 0;
    };
  }
}
