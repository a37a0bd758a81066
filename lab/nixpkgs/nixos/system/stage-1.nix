# Scripted stage 1: NixOS's own lines in NixOS's own order, shortened to what these machines need.
{ lib, pkgs, config, ... }:
let
  fs = builtins.filter (f: f.early) (import ./filesystems.nix { inherit lib config; });
  parts = import ./stage-1-parts.nix { inherit lib pkgs config fs; };
  swraid = config.boot.swraid.enable;
  extraUtils =
    if swraid then pkgs.run "extra-utils" { } ''
      mkdir -p $out/bin
      ln -s ${pkgs.extraUtils}/bin/* ${pkgs.mdadm}/bin/mdadm $out/bin/
      ln -s ${pkgs.extraUtils}/lib $out/lib
    ''
    else pkgs.extraUtils;
  udevRules =
    if swraid then pkgs.run "udev-rules" { } ''
      mkdir $out
      ln -s ${pkgs.udevRules}/* ${pkgs.mdadm}/rules/* $out/
    ''
    else pkgs.udevRules;
  script = pkgs.writeScript "stage-1-init.sh" (builtins.replaceStrings
    [ "@shell@" "@extraUtils@" "@kernelModules@" "@setHostId@" "@preLVMCommands@" "@postDeviceCommands@" "@fsInfo@" "@udevRules@" ]
    [ "${extraUtils}/bin/ash" "${extraUtils}" (toString config.boot.initrd.kernelModules) parts.setHostId
      parts.openLuks parts.importPools "${parts.fsInfo}" "${udevRules}" ]
    (builtins.readFile ./stage-1-init.sh));
in
import ./initrd.nix { inherit lib pkgs config; } {
  contents = [
    { object = script; symlink = "/init"; }
    { object = pkgs.writeText "modprobe-nixos.conf" config.boot.extraModprobeConfig; symlink = "/etc/modprobe.d/nixos.conf"; }
  ];
}
