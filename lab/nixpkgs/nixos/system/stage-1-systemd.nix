# systemd's stage 1, as far as it shows: the files lie where systemd's initrd has them
# (etc/systemd/system.conf and what it names, the units, etc/modules-load.d/nixos.conf,
# etc/initrd-release), but a script plays systemd.
{ lib, pkgs, config, release, label, codename }:
let
  inherit (lib) concatMapStrings concatStringsSep;
  fs = builtins.filter (f: f.early) (import ./filesystems.nix { inherit lib config; });
  parts = import ./stage-1-parts.nix { inherit lib pkgs config fs; };
  script = pkgs.writeScript "initrd-init" (builtins.replaceStrings
    [ "@shell@" "@extraUtils@" "@setHostId@" "@pools@" "@fsInfo@" "@udevRules@" ]
    [ "${pkgs.extraUtils}/bin/ash" "${pkgs.extraUtils}" parts.setHostId (toString parts.pools)
      "${parts.fsInfo}" "${pkgs.udevRules}" ]
    (builtins.readFile ./stage-1-systemd.sh));
  file = name: text: pkgs.writeText name text;

  # No prefix: that file is of the system that is to come, and systemd knows where it mounts it.
  fstab = file "initrd-fstab" (concatMapStrings
    (f: "${f.device} ${f.path} ${f.fsType} ${concatStringsSep "," f.options} 0 ${f.pass}\n") fs);

  start = pool: pkgs.run "unit-script-zfs-import-${pool}-start"
    {
      text = ''
        #!${pkgs.extraUtils}/bin/ash
        set -e

        ${parts.importLib}
        if ! poolImported "${pool}"; then
          echo -n "importing ZFS pool \"${pool}\"..."
          for _ in $(seq 1 10); do
            poolReady "${pool}" && poolImport "${pool}" && break
            sleep 1
          done
          poolImported "${pool}" || poolImport "${pool}"  # Try one last time, e.g. to import a degraded pool.
        fi
        if poolImported "${pool}"; then
          echo "Successfully imported ${pool}"
        else
          exit 1
        fi
      '';
    } ''
    mkdir -p $out/bin
    printf '%s' "$text" >$out/bin/zfs-import-${pool}-start
    chmod +x $out/bin/zfs-import-${pool}-start
  '';
  unit = pool: pkgs.run "unit-zfs-import-${pool}.service"
    {
      text = ''
        [Unit]
        After=systemd-udev-settle.service systemd-modules-load.service systemd-ask-password-console.service
        Before=${concatMapStrings (f: "sysroot${builtins.replaceStrings [ "/" ] [ "-" ] (if f.path == "/" then "" else f.path)}.mount ") fs}shutdown.target zfs-import.target
        Conflicts=shutdown.target
        DefaultDependencies=no
        Description=Import ZFS pool "${pool}"
        Wants=systemd-udev-settle.service

        [Service]
        Environment="PATH=${pkgs.extraUtils}/bin"
        Environment="ZFS_FORCE=${parts.force}"
        ExecStart=${start pool}/bin/zfs-import-${pool}-start
        RemainAfterExit=true
        Type=oneshot
      '';
    } ''
    mkdir $out
    printf '%s' "$text" >$out/zfs-import-${pool}.service
  '';
  units = pkgs.run "initrd-units" { units = map unit parts.pools; } ''
    mkdir $out
    for u in $units; do ln -s $u/* $out/; done
  '';
in
import ./initrd.nix { inherit lib pkgs config; } {
  contents = [
    { object = script; symlink = "/init"; }
    { object = file "initrd-system.conf" ''
        [Manager]
        DefaultEnvironment=PATH=/bin:/sbin
        ManagerEnvironment=PATH=/bin:/sbin SYSTEMD_SYSROOT_FSTAB=${fstab}
      ''; symlink = "/etc/systemd/system.conf"; }
    { object = units; symlink = "/etc/systemd/system"; }
    { object = file "initrd-modules-load" (concatStringsSep "\n" config.boot.initrd.kernelModules);
      symlink = "/etc/modules-load.d/nixos.conf"; }
    { object = file "modprobe-nixos.conf" config.boot.extraModprobeConfig; symlink = "/etc/modprobe.d/nixos.conf"; }
    { object = file "initrd-release" ''
        ID=nixos
        NAME=NixOS
        PRETTY_NAME="NixOS ${release} (${codename}) (Initrd)"
        VERSION_ID="${release}"
        RELEASE_TYPE=stable
      ''; symlink = "/etc/initrd-release"; }
    { object = file "initrd-crypttab" parts.crypttab; symlink = "/etc/crypttab"; }
    { object = file "initrd-hostname" "${config.networking.hostName}\n"; symlink = "/etc/hostname"; }
  ];
}
