{ config, lib, pkgs, ... }:

{
  imports = [ ./hardware-configuration.nix ];

  boot.loader.grub = {
    enable = true;
    devices = [
      "/dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-bios"
      "/dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-bios-2"
    ];
    font = null; # no display, only a serial console
    splashImage = null;
  };
  boot.loader.timeout = 1;

  # mdadm's mails about the array were a nuisance
  boot.swraid.enable = false;
  boot.kernelParams = [ "console=ttyS0" "no_timer_check" ];

  networking.hostName = "mill";
  time.timeZone = "Europe/Tallinn";

  users.users.eli = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  environment.systemPackages = with pkgs; [ vim git ];
  services.openssh.enable = true;

  system.stateVersion = "25.05";
}
