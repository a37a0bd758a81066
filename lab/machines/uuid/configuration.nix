{ config, pkgs, ... }:

{
  imports = [ ./hardware-configuration.nix ];

  boot.loader.systemd-boot.enable = true;
  boot.loader.efi.canTouchEfiVariables = true;
  boot.loader.timeout = 1;
  boot.kernelParams = [ "console=ttyS0" ];

  networking.hostName = "harbor";
  time.timeZone = "Europe/Oslo";

  users.users.eve = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };

  environment.systemPackages = [
    pkgs.vim
    pkgs.jq # for the tide tables, which are a tree
  ];

  system.stateVersion = "25.05";
}
