{ config, pkgs, ... }:
{
  imports = [ ./hardware.nix ];

  networking.hostName = "meadow";
  networking.hostId = "4e98f1b6";

  boot.kernelParams = [ "console=ttyS0" ];
  boot.initrd.kernelModules = [ "vfio_pci" "vfio" "vfio_iommu_type1" ];
  boot.extraModprobeConfig = "options vfio-pci ids=10de:1b81,10de:10f0";
  boot.supportedFilesystems = [ "zfs" ];

  system.stateVersion = "25.11";
}
