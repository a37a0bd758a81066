# The units of systemd's stage 1: Debian's own, as far as NixOS takes them into its initrd, and NixOS's.
{ lib, pkgs, config, fs, parts, fstab }:
let
  inherit (lib) concatMapStrings;

  # script NAME TEXT: what a unit runs, in a path of its own
  script = name: text: "${pkgs.run "unit-script-${name}" { text = "#!/bin/bash -e\n${text}"; } ''
    mkdir -p $out/bin
    printf '%s' "$text" >$out/bin/${name}
    chmod +x $out/bin/${name}
  ''}/bin/${name}";

  # unit NAME TEXT: one unit, in a path of its own
  unit = name: text: pkgs.run "unit-${name}" { inherit text; } ''
    mkdir $out
    printf '%s' "$text" >$out/${name}
  '';

  sysroot = f: "sysroot${builtins.replaceStrings [ "/" ] [ "-" ] (if f.path == "/" then "" else f.path)}.mount";
  mountsOf = pool: map sysroot (builtins.filter (f: f.fsType == "zfs" && builtins.head (builtins.split "/" f.device) == pool) fs);

  # What is encrypted is asked for, once for each encryption root.
  askForKeys = ''
    zfs list -rHo name,keylocation,keystatus -t volume,filesystem "$pool" | while IFS=$'\t' read -r ds kl ks; do
      {
      if [[ "$ks" != unavailable ]]; then
        continue
      fi
      case "$kl" in
        none )
          ;;
        prompt )
          tries=3
          success=false
          while [[ $success != true ]] && [[ $tries -gt 0 ]]; do
            systemd-ask-password --timeout=0 "Enter key for $ds:" | zfs load-key "$ds" && success=true || tries=$((tries - 1))
          done
          [[ $success = true ]]
          ;;
        * )
          zfs load-key "$ds"
          ;;
      esac
      } < /dev/null # To protect while read ds kl in case anything reads stdin
    done
  '';

  importPool = pool: unit "zfs-import-${pool}.service" ''
    [Unit]
    After=systemd-udev-settle.service systemd-modules-load.service systemd-ask-password-console.service
    Before=${concatMapStrings (m: "${m} ") (mountsOf pool)}shutdown.target zfs-import.target
    Conflicts=shutdown.target
    DefaultDependencies=no
    Description=Import ZFS pool "${pool}"
    Wants=systemd-udev-settle.service

    [Service]
    Environment="PATH=/bin:/sbin"
    Environment="ZFS_FORCE=${parts.force}"
    ExecStart=${script "zfs-import-${pool}-start" ''
      ${parts.importLib}
      if ! poolImported "${pool}"; then
        echo -n "importing ZFS pool \"${pool}\"..."
        # Loop across the import until it succeeds, because the devices needed may not be discovered yet.
        for _ in $(seq 1 10); do
          poolReady "${pool}" && poolImport "${pool}" && break
          sleep 1
        done
        poolImported "${pool}" || poolImport "${pool}"  # Try one last time, e.g. to import a degraded pool.
      fi
      if poolImported "${pool}"; then
        ${lib.optionalString config.boot.zfs.requestEncryptionCredentials askForKeys}
        echo "Successfully imported ${pool}"
      else
        exit 1
      fi
    ''}
    RemainAfterExit=true
    Type=oneshot
  '';

  # What systemd is in a real one is a script here: stage 2 is named, where NixOS leaves NEW_INIT empty.
  findClosure = unit "initrd-find-nixos-closure.service" ''
    [Unit]
    Before=initrd.target shutdown.target
    Conflicts=shutdown.target
    DefaultDependencies=false
    Description=Find NixOS closure
    RequiresMountsFor=/sysroot/nix/store

    [Service]
    ExecStart=${script "initrd-find-nixos-closure-start" ''
      set -uo pipefail
      export PATH=/bin:/sbin
      closure=
      for o in $(</proc/cmdline); do
        case $o in init=*) closure=''${o#init=} ;; esac
      done
      if [ -z "$closure" ]; then
        echo 'No init= parameter on the kernel command line' >&2
        exit 1
      fi
      while link=$(readlink "/sysroot$closure"); do
        case $link in /*) closure=$link ;; *) closure=''${closure%/*}/$link ;; esac
      done
      if [ ! -e "/sysroot$closure" ]; then
        echo "Failed to canonicalize $closure: No such file or directory" >&2
        exit 1
      fi
      closure="$(dirname "$closure")"
      ln --symbolic "$closure" /nixos-closure
      if ! [ -x "/sysroot$closure/prepare-root" ]; then
        echo "$closure does not look like a NixOS installation - not activating"
      fi
      echo "NEW_INIT=$closure/init" > /etc/switch-root.conf
    ''}
    RemainAfterExit=true
    Type=oneshot
  '';

  activation = unit "initrd-nixos-activation.service" ''
    [Unit]
    After=initrd-switch-root.target
    AssertPathExists=/etc/initrd-release
    Before=initrd-switch-root.service
    DefaultDependencies=false
    Description=NixOS Activation
    RequiresMountsFor=/sysroot/run

    [Service]
    ExecStart=${script "initrd-nixos-activation-start" ''
      set -uo pipefail
      export PATH=/bin:/sbin
      closure="$(realpath /nixos-closure)"
      export IN_NIXOS_SYSTEMD_STAGE1=true
      exec chroot /sysroot "$closure/prepare-root"
    ''}
    Type=oneshot
  '';

  runMount = unit "sysroot-run.mount" ''
    [Unit]
    Before=initrd-fs.target
    DefaultDependencies=false

    [Mount]
    Options=bind
    What=/run
    Where=/sysroot/run
  '';

  zfsTargets = [
    (unit "zfs-import.target" "[Unit]\nDescription=ZFS pool import target\n")
    (unit "zfs.target" "[Unit]\nDescription=ZFS startup target\n")
  ];
  zfs = parts.pools != [ ];
in
pkgs.run "initrd-units"
{
  units = [ findClosure activation runMount ] ++ map importPool parts.pools ++ lib.optionals zfs zfsTargets;
  mounts = lib.concatMap (pool: map (m: "${m}:${pool}") (mountsOf pool)) parts.pools;
  switchRoot = ''
    [Service]
    EnvironmentFile=-/etc/switch-root.conf
    ExecStart=
    ExecStart=systemctl --no-block switch-root /sysroot "''${NEW_INIT}"
  '';
  parseEtc = ''
    [Service]
    Environment="SYSTEMD_SYSROOT_FSTAB=${fstab}"
  '';
} ''
  cp -r ${pkgs.systemd}/units $out
  chmod -R u+w $out
  cd $out
  rm -f systemd-remount-fs.service
  for u in $units; do ln -s $u/* .; done
  ln -s initrd.target default.target
  # needs UNIT HOW OTHER: what requiredBy and wantedBy make of it
  needs() { mkdir -p $1.$2; ln -s ../$3 $1.$2/; }
  needs initrd.target requires initrd-find-nixos-closure.service
  needs initrd-switch-root.service requires initrd-nixos-activation.service
  needs initrd-fs.target requires sysroot-run.mount
  for m in $mounts; do needs ''${m%%:*} requires zfs-import-''${m#*:}.service; done
  ${lib.optionalString zfs ''
    for m in zfs-import-*.service; do needs zfs-import.target requires $m; done
    needs zfs.target wants zfs-import.target
    needs initrd.target wants zfs.target
  ''}
  mkdir initrd-switch-root.service.d initrd-parse-etc.service.d
  printf '%s' "$switchRoot" >initrd-switch-root.service.d/overrides.conf
  printf '%s' "$parseEtc" >initrd-parse-etc.service.d/overrides.conf
''
