{ config, lib, pkgs, ... }:

{
  imports = [ ./hardware-configuration.nix ];

  boot.loader = {
    systemd-boot.enable = true;
    systemd-boot.bootCounting.enable = true;
    # the second disk starts the machine, too
    systemd-boot.extraInstallCommands = "rm -rf /boot2/loader/entries /boot2/EFI/nixos; cp -r /boot/. /boot2/";
    timeout = 1;
  };

  boot.initrd.kernelModules = [ "vfio_pci" "vfio" ];
  boot.extraModprobeConfig = "options vfio-pci ids=10de:2204";
  boot.kernelParams = [ "console=ttyS0" "intel_iommu=on" ];
  boot.zfs.forceImportRoot = false;

  networking.hostName = "strongroom";
  networking.hostId = "b40e77d1";
  time.timeZone = "Europe/Zurich";

  users.users.fred = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  environment.systemPackages = [ pkgs.vim pkgs.git ];
  services.zfs.autoScrub.enable = true;

  system.stateVersion = "25.11";
}
