{ config, lib, pkgs, ... }:

{
  imports = [ ./hardware-configuration.nix ];

  boot.loader = {
    systemd-boot.enable = true;
    timeout = 1;
  };
  boot.kernelParams = [ "console=ttyS0" ];

  networking.hostName = "mayfly";
  time.timeZone = "Europe/Oslo";

  users.mutableUsers = false;
  users.users.gil = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
    hashedPassword = "$6$thaw$Jt9gnWq3gTj0rEEcTrKBuqvbZLhcgQz9xqAoVhWfDNcmlJ5jDKlUm9DkNkMcmYkdi5WSkZx9rhYJbS7lLBcZk0";
  };

  environment.systemPackages = [ pkgs.vim pkgs.git ];

  system.stateVersion = "25.05";
}
