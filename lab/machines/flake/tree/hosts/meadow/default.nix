{ config, pkgs, ... }:
{
  imports = [ ./hardware.nix ];

  networking.hostName = "meadow";
  networking.hostId = "4e98f1b6";

  boot.kernelParams = [ "console=ttyS0" ];
  boot.initrd.kernelModules = [ "vfio_pci" "vfio" "vfio_iommu_type1" ];
  boot.supportedFilesystems = [ "zfs" ];

  system.stateVersion = "25.11";
}
