{ config, lib, pkgs, ... }:

{
  imports = [ ./hardware-configuration.nix ];

  boot.loader.grub = {
    enable = true;
    device = "nodev";
    efiSupport = true;
    efiInstallAsRemovable = true;
    font = null; # no display, only a serial console
    splashImage = null;
  };
  boot.loader.timeout = 1;

  # The second network card goes to the guest.
  boot.initrd.kernelModules = [ "vfio_pci" "vfio" ];
  boot.kernelParams = [ "console=ttyS0" "no_timer_check" "intel_iommu=on" ];

  networking.hostName = "quarry";
  time.timeZone = "Europe/Lisbon";

  users.users.dan = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  environment.systemPackages = with pkgs; [ vim git ];
  services.openssh.enable = true;

  system.stateVersion = "24.11";
}
