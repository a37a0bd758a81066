# What both kinds of stage 1 do: the hostid, LUKS, ZFS, and the list of file systems.
{ lib, pkgs, config, fs }:
let
  inherit (lib) unique concatMapStrings optionalString;
  hostId = config.networking.hostId;
  bytes = concatMapStrings (i: "\\x" + builtins.substring i 2 hostId) [ 6 4 2 0 ];
  luks = config.boot.initrd.luks.devices;
  open = name: "cryptsetup luksOpen ${luks.${name}.device} ${name}${optionalString (luks.${name}.allowDiscards or false) " --allow-discards"}";
in
rec {
  hostIdBytes = bytes;
  setHostId = optionalString (hostId != null) "printf '${bytes}' > /etc/hostid";

  openLuks = concatMapStrings
    (name: ''
      wait_target "device" ${luks.${name}.device} || die "${luks.${name}.device} is unavailable"
      while :; do
        echo -n "Passphrase for ${luks.${name}.device}: "
        read -rs passphrase
        echo
        echo -n "Verifying passphrase for ${luks.${name}.device}..."
        if echo -n "$passphrase" | ${open name} --key-file=-; then
          echo " - success"
          break
        fi
        echo " - failure"
      done
      udevadm settle -t 10
    '')
    (builtins.attrNames luks);

  crypttab = concatMapStrings (name: "${name} ${luks.${name}.device} - luks\n") (builtins.attrNames luks);

  pools = unique (map (f: builtins.head (builtins.split "/" f.device)) (builtins.filter (f: f.fsType == "zfs") fs));
  force = optionalString config.boot.zfs.forceImportRoot "-f";

  # The case is always there, whatever the option says: what decides is the value that comes before it.
  # NixOS tries for a minute, these machines for ten seconds.
  importLib = ''
    for o in $(cat /proc/cmdline); do
      case $o in
        zfs_force|zfs_force=1|zfs_force=y)
          ZFS_FORCE="-f"
          ;;
      esac
    done
    poolReady() {
      pool="$1"
      state="$("zpool" import -d "${config.boot.zfs.devNodes}" 2>/dev/null | "awk" "/pool: $pool/ { found = 1 }; /state:/ { if (found == 1) { print \$2; exit } }; END { if (found == 0) { print \"MISSING\" } }")"
      if [ "$state" = "ONLINE" ]; then
        return 0
      else
        echo "Pool $pool in state $state, waiting"
        return 1
      fi
    }
    poolImported() {
      pool="$1"
      "zpool" list "$pool" >/dev/null 2>/dev/null
    }
    poolImport() {
      pool="$1"
      "zpool" import -d "${config.boot.zfs.devNodes}" -N $ZFS_FORCE "$pool"
    }
  '';

  importPools = optionalString (pools != [ ]) ''
    ZFS_FORCE="${force}"
    ${importLib}
  '' + concatMapStrings
    (pool: ''
      echo -n "importing root ZFS pool \"${pool}\"..."
      msg=
      if ! poolImported "${pool}"; then
        for _ in $(seq 1 10); do
          poolReady "${pool}" > /dev/null && msg="$(poolImport "${pool}" 2>&1)" && break
          sleep 1
          echo -n .
        done
        echo
        if [ -n "$msg" ]; then
          echo "$msg";
        fi
        poolImported "${pool}" || poolImport "${pool}"  # Try one last time, e.g. to import a degraded pool.
      fi
      ${optionalString config.boot.zfs.requestEncryptionCredentials "zfs load-key -a"}
    '')
    pools;

  fsInfo = pkgs.writeText "initrd-fsinfo" (concatMapStrings
    (f: "${f.path}\n${f.device}\n${f.fsType}\n${builtins.concatStringsSep "," f.options}\n") fs);
}
