# What writes the boot partition at the end of a rebuild: the one loader that the configuration chose.
{ pkgs, config, writeScript, fill }:
let
  inherit (config.boot) loader;
  number = value: if value == null then "0" else toString value;
  flag = value: if value then "1" else "";
in
if loader.systemd-boot.enable then
  writeScript "install-systemd-boot.sh"
    (fill {
      tools = "${pkgs.tools}";
      systemdBoot = "${pkgs.systemdBoot}";
      esp = loader.efi.efiSysMountPoint;
      boot = if loader.systemd-boot.xbootldrMountPoint == null then loader.efi.efiSysMountPoint else loader.systemd-boot.xbootldrMountPoint;
      timeout = toString loader.timeout;
      limit = number loader.systemd-boot.configurationLimit;
      editor = flag loader.systemd-boot.editor;
      consoleMode = loader.systemd-boot.consoleMode;
      tries = if loader.systemd-boot.bootCounting.enable then toString loader.systemd-boot.bootCounting.tries else "";
      extraCommands = loader.systemd-boot.extraInstallCommands;
    } ./install-systemd-boot.sh)
else if loader.grub.enable && loader.grub.devices ++ (if loader.grub.device == "" then [ ] else [ loader.grub.device ]) != [ ] then
  writeScript "install-grub.sh"
    (fill {
      tools = "${pkgs.tools}";
      grub = "${pkgs.grub}";
      esp = loader.efi.efiSysMountPoint;
      devices = builtins.concatStringsSep "," ((if loader.grub.device == "" then [ ] else [ loader.grub.device ]) ++ loader.grub.devices);
      efi = flag loader.grub.efiSupport;
      timeout = toString loader.timeout;
      limit = toString loader.grub.configurationLimit;
      default = toString loader.grub.default;
      copyKernels = flag loader.grub.copyKernels;
      removable = flag loader.grub.efiInstallAsRemovable;
      touchVariables = flag loader.efi.canTouchEfiVariables;
    } ./install-grub.sh)
else throw "Failed assertions:\n- You must set the option ‘boot.loader.grub.devices’ or 'boot.loader.grub.mirroredBoots' to make the system bootable."
