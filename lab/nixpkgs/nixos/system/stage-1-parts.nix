# What both kinds of stage 1 do: the hostid, LUKS, ZFS, and the list of file systems.
{ lib, pkgs, config, fs }:
let
  inherit (lib) unique concatMapStrings optionalString;
  hostId = config.networking.hostId;
  bytes = concatMapStrings (i: "\\x" + builtins.substring i 2 hostId) [ 6 4 2 0 ];
  pools = unique (map (f: builtins.head (builtins.split "/" f.device)) (builtins.filter (f: f.fsType == "zfs") fs));
  luks = config.boot.initrd.luks.devices;
in
{
  setHostId = optionalString (hostId != null) "printf '${bytes}' > /etc/hostid";

  openLuks = concatMapStrings
    (name: ''
      waitDevice ${luks.${name}.device}
      while :; do
        echo -n "Passphrase for ${luks.${name}.device}: "
        read -rs passphrase
        echo
        echo -n "Verifying passphrase for ${luks.${name}.device}..."
        if echo -n "$passphrase" | cryptsetup luksOpen ${luks.${name}.device} ${name} ${optionalString (luks.${name}.allowDiscards or false) "--allow-discards"} --key-file=-; then
          echo " - success"
          break
        fi
        echo " - failure"
      done
      udevadm settle -t 10
    '')
    (builtins.attrNames luks);

  importPools = concatMapStrings
    (pool: ''
      echo -n "importing root ZFS pool \"${pool}\"..."
      ZFS_FORCE=${optionalString config.boot.zfs.forceImportRoot "-f"}
      for o in $(cat /proc/cmdline); do
        case $o in zfs_force|zfs_force=1) ZFS_FORCE=-f ;; esac
      done
      msg=
      for try in 1 2 3 4 5 6 7 8 9 10; do
        msg=$(zpool import -d ${config.boot.zfs.devNodes} -N $ZFS_FORCE ${pool} 2>&1) && { msg=; break; }
        sleep 1
        echo -n .
      done
      echo
      if [ -n "$msg" ]; then echo "$msg"; fail; fi
    '')
    pools;

  fsInfo = pkgs.writeText "initrd-fsinfo" (concatMapStrings
    (f: "${f.path}\n${f.device}\n${f.fsType}\n${builtins.concatStringsSep "," f.options}\n") fs);
}
