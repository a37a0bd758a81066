# What both machines share.
{ pkgs, lib, ... }:
{
  time.timeZone = "Europe/Berlin";
  i18n.defaultLocale = "en_US.UTF-8";
  nix.settings.experimental-features = [ "nix-command" "flakes" ];

  users.users.cora = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
  };
  services.openssh.enable = true;

  environment.systemPackages = with pkgs; [ git jq nano ];

  boot.loader.systemd-boot.enable = true;
  boot.loader.systemd-boot.configurationLimit = lib.mkDefault 8;
  boot.loader.efi.canTouchEfiVariables = true;
  boot.loader.timeout = 1;
}
