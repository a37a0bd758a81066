#! @tools@/bin/bash
# Stage 2: activation, the rest of fstab, and then, where systemd would start, the end.

systemConfig=@out@
export HOME=/root PATH=@tools@/bin

echo
echo "<<< NixOS Stage 2 >>>"
echo
mount -t devpts devpts /dev/pts 2>/dev/null || { mkdir -p /dev/pts; mount -t devpts devpts /dev/pts; }
ln -sf /proc/self/fd /dev/fd
mount -n -o remount,rw / 2>/dev/null
echo "running activation script..."
$systemConfig/activate
ln -sfn "$systemConfig" /run/booted-system

echo "starting systemd..."
modprobe -d /run/booted-system/kernel-modules -a vfat nls_cp437 nls_iso8859_1 nls_ascii 2>/dev/null
status=0
while read -r device path type options _; do
  [[ $device == "#"* || -z $path || $path == none ]] && continue
  mountpoint -q "$path" && continue
  mkdir -p "$path"
  if [[ $type == zfs ]]; then
    mount.zfs -o "$options" "$device" "$path"
  else
    mount -t "$type" -o "$options" "$device" "$path"
  fi || { echo "[FAILED] Failed to mount $path."; echo "[DEPEND] Dependency failed for Local File Systems."; status=1; }
done </etc/fstab

profile=$(readlink /nix/var/nix/profiles/system)
date -u +%FT%TZ >>/var/log/lab-boots
[[ $status == 0 ]] && echo "[  OK  ] Reached target Multi-User System."
echo "lab: stage 2 reached: $(cat /etc/hostname), profile $profile, $systemConfig"
cd /
umount -a -t vfat 2>/dev/null
sync
echo o >/proc/sysrq-trigger
while :; do sleep 60; done
