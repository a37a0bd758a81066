{ config, lib, pkgs, ... }:

{
  imports = [ ./hardware-configuration.nix ];

  boot.loader.systemd-boot.enable = true;
  boot.loader.efi.canTouchEfiVariables = true;
  boot.loader.timeout = 1;

  # The sound card goes to the guest.
  boot.initrd.kernelModules = [ "vfio_pci" "vfio" ];
  boot.kernelParams = [ "console=ttyS0" "intel_iommu=on" ];

  networking.hostName = "attic";
  time.timeZone = "Europe/Riga";

  users.users.fay = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  environment.systemPackages = with pkgs; [ vim git ];
  services.openssh.enable = true;

  system.stateVersion = "24.11";
}
