# Runs on the live medium: NixOS-shaped systems below several layers, all shut, in RAM.
#   shelf   LVM on an array                 chest   LVM in LUKS on an array
#   drawer  LUKS in LVM                     vault   an encrypted pool that is not imported
#   safe    an encrypted dataset in LUKS
# And `lost`, a LUKS container with another passphrase.
set -eu
for module in loop md_mod raid1 dm_mod dm_crypt zfs; do modprobe "$module"; done
passphrase=/tmp/passphrase
printf 'thaw lab' >"$passphrase"

# disk N SIZE   makes /dev/loopN
disk() {
  truncate -s "$2" "/tmp/disk$1"
  losetup "/dev/loop$1" "/tmp/disk$1"
}

# array NAME N M
array() {
  mdadm --create "/dev/md/$1" --run --metadata=1.2 --level=1 --raid-devices=2 --assume-clean "/dev/loop$2" "/dev/loop$3"
}

# luks DEVICE NAME   makes the container and opens it; argon2 would take a minute here
luks() {
  cryptsetup luksFormat -q --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --key-file "$passphrase" "$1"
  cryptsetup open --key-file "$passphrase" "$1" "$2"
}

# volume VG DEVICE   one logical volume `root` on it
volume() {
  pvcreate -q "$2"
  vgcreate -q "$1" "$2"
  lvcreate -q -y -n root -l 100%FREE "$1"
}

# system NAME DEVICE TYPE   what a NixOS leaves on its root, mounted at /tmp/tree
system() {
  system=/nix/store/00000000000000000000000000000000-nixos-system-$1-25.11
  mkdir -p "/tmp/tree$system/etc" /tmp/tree/nix/var/nix/profiles /tmp/tree/etc
  touch /tmp/tree/etc/NIXOS
  echo "$1" >"/tmp/tree$system/etc/hostname"
  echo "$2 / $3 x-initrd.mount 0 1" >"/tmp/tree$system/etc/fstab"
  ln -s "$system" /tmp/tree/nix/var/nix/profiles/system-1-link
  ln -s system-1-link /tmp/tree/nix/var/nix/profiles/system
  umount /tmp/tree
}

# ext4 NAME DEVICE
ext4() {
  mkfs.ext4 -q "$2"
  udevadm settle
  mount "$2" /tmp/tree
  system "$1" "/dev/disk/by-uuid/$(blkid -s UUID -o value "$2")" ext4
}

# pool NAME DEVICE   a pool whose dataset `root` is encrypted
pool() {
  zpool create -O mountpoint=none "$1" "$2"
  zfs create -o mountpoint=legacy -o encryption=on -o keyformat=passphrase -o pbkdf2iters=100000 \
    -o keylocation="file://$passphrase" "$1/root"
  zfs set keylocation=prompt "$1/root"
  mount -t zfs "$1/root" /tmp/tree
  system "$1" "$1/root" zfs
  zpool export "$1"
}

mkdir -p /tmp/tree
disk 1 64M; disk 2 64M; array pair 1 2
volume vg-0 /dev/md/pair
ext4 shelf /dev/vg-0/root
vgchange -q -an vg-0

disk 3 96M; disk 4 96M; array twins 3 4
luks /dev/md/twins outer
volume vg-1 /dev/mapper/outer
ext4 chest /dev/vg-1/root
vgchange -q -an vg-1; cryptsetup close outer

disk 5 96M
volume vg-2 /dev/loop5
luks /dev/vg-2/root inner
ext4 drawer /dev/mapper/inner
cryptsetup close inner; vgchange -q -an vg-2

disk 6 128M; pool vault /dev/loop6

disk 7 128M; luks /dev/loop7 below; pool safe /dev/mapper/below; cryptsetup close below

disk 8 32M; printf 'another' >"$passphrase"; luks /dev/loop8 lost; cryptsetup close lost
rm "$passphrase"
mdadm -q --stop /dev/md/pair; mdadm -q --stop /dev/md/twins
udevadm settle
