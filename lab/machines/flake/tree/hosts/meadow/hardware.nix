{ config, lib, modulesPath, ... }:
{
  imports = [ (modulesPath + "/installer/scan/not-detected.nix") ];

  boot.initrd.availableKernelModules = [ "nvme" "ahci" "xhci_pci" "usbhid" ];
  boot.kernelModules = [ "kvm-amd" ];

  fileSystems."/" = { device = "rpool/root"; fsType = "zfs"; options = [ "zfsutil" ]; };
  fileSystems."/home" = { device = "rpool/home"; fsType = "zfs"; options = [ "zfsutil" ]; };
  fileSystems."/nix" = { device = "rpool/nix"; fsType = "zfs"; options = [ "zfsutil" ]; };
  fileSystems."/var" = { device = "rpool/var"; fsType = "zfs"; options = [ "zfsutil" ]; };
  fileSystems."/boot" = {
    device = "/dev/disk/by-uuid/51E7-C83D";
    fsType = "vfat";
    options = [ "umask=0077" ];
  };

  nixpkgs.hostPlatform = lib.mkDefault "x86_64-linux";
}
