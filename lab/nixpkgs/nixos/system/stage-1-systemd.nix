# systemd's stage 1: Debian's systemd, with the files, the units and their order as NixOS has them
# (etc/systemd/system.conf and what it names, etc/modules-load.d/nixos.conf, etc/crypttab, etc/initrd-release).
{ lib, pkgs, config, release, label, codename }:
let
  inherit (lib) concatMapStrings concatStringsSep;
  fs = builtins.filter (f: f.early) (import ./filesystems.nix { inherit lib config; });
  parts = import ./stage-1-parts.nix { inherit lib pkgs config fs; };
  units = import ./stage-1-units.nix { inherit lib pkgs config fs parts fstab; };

  # No prefix: that file is of the system that is to come, and systemd knows where it mounts it.
  fstab = pkgs.writeText "initrd-fstab" (concatMapStrings
    (f: "${f.device} ${f.path} ${f.fsType} ${concatStringsSep "," f.options} 0 ${f.pass}\n") fs);

  osRelease = pkgs.writeText "initrd-release" ''
    ANSI_COLOR="0;38;2;126;186;228"
    ID=nixos
    NAME=NixOS
    PRETTY_NAME="NixOS ${release} (${codename}) (Initrd)"
    VERSION="${release} (${codename})"
    VERSION_ID="${release}"
    RELEASE_TYPE=stable
  '';
  hostId = config.networking.hostId;
  place = symlink: object: { inherit object symlink; };
  file = symlink: text: place symlink
    (pkgs.writeText (builtins.replaceStrings [ "/" ] [ "-" ] (builtins.substring 1 (builtins.stringLength symlink) symlink)) text);
in
import ./initrd.nix { inherit lib pkgs config; } {
  contents = [
    (place "/init" "${pkgs.systemd}/usr/lib/systemd/systemd")
    (place "/usr" "${pkgs.systemd}/usr")
    (place "/lib64" "${pkgs.systemd}/lib64")
    (place "/bin" "usr/bin")
    (place "/sbin" "usr/sbin")
    (file "/tmp/.keep" "systemd requires the /tmp mount point in the initrd cpio archive")
    (place "/etc/systemd/system" units)
    (file "/etc/systemd/system.conf" ''
      [Manager]
      DefaultEnvironment=PATH=/bin:/sbin

      ManagerEnvironment=PATH=/bin:/sbin SYSTEMD_SYSROOT_FSTAB=${fstab}
    '')
    # as NixOS's is compiled to do
    (file "/etc/systemd/system.conf.d/nixos.conf" "[Manager]\nStatusUnitFormat=description\n")
    (file "/etc/modules-load.d/nixos.conf" (concatStringsSep "\n" config.boot.initrd.kernelModules))
    (file "/etc/modprobe.d/nixos.conf" config.boot.extraModprobeConfig)
    (file "/etc/sysctl.d/nixos.conf" "kernel.modprobe = /sbin/modprobe")
    (file "/etc/passwd" "root:x:0:0:System administrator:/root:/bin/bash\n")
    (file "/etc/group" "root:x:0:\ntty:x:3:\ndisk:x:6:\n")
    (file "/etc/shadow" "root:*:::::::")
    (place "/etc/os-release" osRelease)
    (place "/etc/initrd-release" osRelease)
    (file "/etc/crypttab" parts.crypttab)
    (file "/etc/hostname" "${config.networking.hostName}\n")
  ] ++ lib.optional config.boot.initrd.services.lvm.enable (place "/etc/udev/rules.d" "${pkgs.lvm}/rules")
    ++ lib.optional (hostId != null)
    (place "/etc/hostid" (pkgs.run "hostid" { } "printf '${parts.hostIdBytes}' >$out"));
}
