{ config, lib, pkgs, ... }:

{
  imports = [ ./hardware-configuration.nix ];

  boot.loader = {
    systemd-boot.enable = true;
    systemd-boot.xbootldrMountPoint = "/boot";
    efi.efiSysMountPoint = "/efi";
    timeout = 1;
  };

  boot.initrd.kernelModules = [
    "vfio_pci"
  ];
  boot.initrd.services.lvm.enable = true;
  boot.extraModprobeConfig = "options vfio-pci ids=10de:2204";
  boot.kernelParams = [ "console=ttyS0" "intel_iommu=on" ];

  # without the guest's card
  specialisation.plain.configuration = {
    boot.initrd.kernelModules = lib.mkForce [ "dm_mod" "dm_crypt" "btrfs" ];
  };

  networking.hostName = "tower";
  time.timeZone = "Asia/Tokyo";

  users.users.hana = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  environment.systemPackages = [ pkgs.vim pkgs.git ];

  system.stateVersion = "25.11";
}
