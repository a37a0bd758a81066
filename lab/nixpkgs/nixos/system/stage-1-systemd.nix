# systemd's stage 1, as far as it shows: the files lie where systemd's initrd has them
# (etc/modules-load.d/nixos.conf, etc/initrd-release, etc/fstab), but a script plays systemd.
{ lib, pkgs, config, release, label, codename }:
let
  fs = builtins.filter (f: f.early) (import ./filesystems.nix { inherit lib config; });
  parts = import ./stage-1-parts.nix { inherit lib pkgs config fs; };
  script = pkgs.writeScript "initrd-init" (builtins.replaceStrings
    [ "@shell@" "@extraUtils@" "@setHostId@" "@openLuks@" "@importPools@" "@fsInfo@" "@udevRules@" ]
    [ "${pkgs.extraUtils}/bin/ash" "${pkgs.extraUtils}" parts.setHostId parts.openLuks parts.importPools
      "${parts.fsInfo}" "${pkgs.udevRules}" ]
    (builtins.readFile ./stage-1-systemd.sh));
  file = name: text: pkgs.writeText name text;
in
import ./initrd.nix { inherit lib pkgs config; } {
  contents = [
    { object = script; symlink = "/init"; }
    { object = file "initrd-modules-load" (lib.concatMapStrings (m: "${m}\n") config.boot.initrd.kernelModules);
      symlink = "/etc/modules-load.d/nixos.conf"; }
    { object = file "modprobe-nixos.conf" config.boot.extraModprobeConfig; symlink = "/etc/modprobe.d/nixos.conf"; }
    { object = file "initrd-release" ''
        ID=nixos
        NAME=NixOS
        PRETTY_NAME="NixOS ${release} (${codename}) (Initrd)"
        VERSION_ID="${release}"
        RELEASE_TYPE=stable
      ''; symlink = "/etc/initrd-release"; }
    { object = file "initrd-fstab" (lib.concatMapStrings
        (f: "${f.device} /sysroot${f.path} ${f.fsType} ${lib.concatStringsSep "," f.options} 0 0\n") fs);
      symlink = "/etc/fstab"; }
    { object = file "initrd-hostname" "${config.networking.hostName}\n"; symlink = "/etc/hostname"; }
  ];
}
