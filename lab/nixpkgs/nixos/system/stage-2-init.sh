#! @tools@/bin/bash
# Stage 2: activation, and then Debian's systemd, which mounts the rest of fstab and reaches the end.

systemConfig=@out@
export HOME=/root PATH=@tools@/bin

# The script's stage 1 starts this; systemd's has it prepare the root (as prepare-root), and then starts it.
if [[ ! -e /run/booted-system ]]; then
  if [[ -z ${IN_NIXOS_SYSTEMD_STAGE1:-} ]]; then
    echo
    echo "<<< NixOS Stage 2 >>>"
    echo
  fi
  [[ -e /proc/1 ]] || mount -t proc proc /proc
  [[ -c /dev/null ]] || mount -t devtmpfs devtmpfs /dev
  mountpoint -q /dev/pts || { mkdir -p /dev/pts; mount -t devpts devpts /dev/pts; }
  ln -sf /proc/self/fd /dev/fd
  mount -n -o remount,rw / 2>/dev/null
  echo "running activation script..."
  $systemConfig/activate
  ln -sfn "$systemConfig" /run/booted-system
  [[ -z ${IN_NIXOS_SYSTEMD_STAGE1:-} ]] || exit 0
  echo "starting systemd..."
fi
modprobe -d /run/booted-system/kernel-modules -a vfat nls_cp437 nls_iso8859_1 nls_ascii autofs4 efivarfs 2>/dev/null
# Debian's systemd finds its files where it was compiled for.
mkdir -p /usr /lib64 /sbin /run/systemd/system.conf.d
mount --bind @systemd@/usr /usr
mount --bind @systemd@/lib64 /lib64
mount --bind @systemd@/usr/sbin /sbin
printf '[Manager]\nStatusUnitFormat=description\n' >/run/systemd/system.conf.d/nixos.conf
exec env -i PATH=/usr/bin:/usr/sbin SYSTEMD_UNIT_PATH=@units@: /usr/lib/systemd/systemd
