# Runs on the live medium: a NixOS-shaped system on LVM on an md array that is not running, in RAM.
set -eu
for module in loop md_mod raid1 dm_mod; do modprobe "$module"; done
for n in 1 2; do
  truncate -s 64M "/tmp/disk$n"
  losetup "/dev/loop$n" "/tmp/disk$n"
done
mdadm --create /dev/md/pair --run --metadata=1.2 --level=1 --raid-devices=2 --assume-clean \
  /dev/loop1 /dev/loop2
pvcreate -q /dev/md/pair
vgcreate -q vg-0 /dev/md/pair
lvcreate -q -y -n root -l 100%FREE vg-0
mkfs.ext4 -q -U 5a1c0c5e-0000-4000-8000-00000000beef /dev/vg-0/root
mkdir -p /tmp/tree
mount /dev/vg-0/root /tmp/tree
system=/nix/store/00000000000000000000000000000000-nixos-system-shelf-25.11
mkdir -p "/tmp/tree$system/etc" /tmp/tree/nix/var/nix/profiles /tmp/tree/etc
touch /tmp/tree/etc/NIXOS
echo shelf >"/tmp/tree$system/etc/hostname"
echo '/dev/disk/by-uuid/5a1c0c5e-0000-4000-8000-00000000beef / ext4 x-initrd.mount 0 1' \
  >"/tmp/tree$system/etc/fstab"
ln -s "$system" /tmp/tree/nix/var/nix/profiles/system-1-link
ln -s system-1-link /tmp/tree/nix/var/nix/profiles/system
umount /tmp/tree
vgchange -q -an vg-0
mdadm -q --stop /dev/md/pair
