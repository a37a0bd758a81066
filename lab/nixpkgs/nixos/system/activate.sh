#! @tools@/bin/bash
# Activation: special file systems, users, /etc as links into the store.

systemConfig=@out@
export PATH=@tools@/bin

specialMount() {
  local device=$1 mountPoint=$2 options=$3 fsType=$4
  if mountpoint -q "$mountPoint"; then
    options=remount,$options
  else
    mkdir -m 0755 -p "$mountPoint"
  fi
  mount -t "$fsType" -o "$options" "$device" "$mountPoint"
}

echo "setting up /etc..." >&2
[[ -e /proc/1 ]] || specialMount proc /proc nosuid,noexec,nodev proc
mountpoint -q /run || specialMount tmpfs /run nosuid,nodev,strictatime,mode=755,size=25% tmpfs
mountpoint -q /dev/pts || specialMount devpts /dev/pts nosuid,noexec,mode=620,ptmxmode=0666,gid=3 devpts
mountpoint -q /dev/shm || specialMount tmpfs /dev/shm nosuid,nodev,strictatime,mode=1777,size=50% tmpfs
mountpoint -q /run/wrappers || specialMount tmpfs /run/wrappers nodev,mode=755 tmpfs
mkdir -p /run/wrappers/bin

# static <- store, and every file of it in /etc a link through static
ln -sfn "$systemConfig/etc" /etc/static.tmp && mv -T /etc/static.tmp /etc/static
real=$(readlink -f "$systemConfig/etc")
(cd "$real" && find . -mindepth 1 -type d | while read -r d; do mkdir -p "/etc/${d#./}"; done
  find . -type f -o -type l) | while read -r f; do
  f=${f#./}
  case $f in hostid) cp -L "$real/hostid" /etc/hostid; continue ;; esac
  [[ -L /etc/$f && $(readlink "/etc/$f") == "/etc/static/$f" ]] || ln -sfn "/etc/static/$f" "/etc/$f"
done
[[ -e /etc/NIXOS ]] || : >/etc/NIXOS

# users
[[ -e /etc/passwd ]] || {
  { echo 'root:x:0:0:System administrator:/root:/run/current-system/sw/bin/bash'
    echo 'nobody:x:65534:65534:Unprivileged account (don'"'"'t use!):/var/empty:/run/current-system/sw/bin/nologin'
    for i in {1..32}; do echo "nixbld$i:x:$((30000 + i)):30000:Nix build user $i:/var/empty:/run/current-system/sw/bin/nologin"; done
  } >/etc/passwd
  { echo 'root:x:0:'; echo 'wheel:x:1:'; echo 'tty:x:3:'; echo 'disk:x:6:'; echo 'nogroup:x:65534:'
    printf 'nixbld:x:30000:nixbld1'; for i in {2..32}; do printf ',nixbld%d' "$i"; done; echo
  } >/etc/group
  echo 'root:!:1::::::' >/etc/shadow; chmod 640 /etc/shadow
}
mkdir -p /bin /usr/bin /root /tmp /var/empty /var/log /var/tmp /home
chmod 700 /root; chmod 1777 /tmp /var/tmp
ln -sfn "$systemConfig/sw/bin/sh" /bin/sh
ln -sfn "$systemConfig/sw/bin/env" /usr/bin/env
mkdir -p /nix/var/nix/gcroots
ln -sfn /run/current-system /nix/var/nix/gcroots/current-system
ln -sfn /run/booted-system /nix/var/nix/gcroots/booted-system
ln -sfn "$systemConfig" /run/current-system
