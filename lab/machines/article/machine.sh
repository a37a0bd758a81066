# The machine of the article: a ZFS pool with legacy mount points, a classic configuration.
HOST=atlas
HOSTID=a8c0f3d1
ESP=3C1A-7F02
RELEASE=25.11
MACHINE_ID=5b0f8c7de2a94d1f9a3e6c21b4807f55

layout() {
  zpool create -f -o ashift=12 -O mountpoint=none -O compression=lz4 -O acltype=posixacl -O xattr=sa \
    -O atime=off -R /mnt nvmepool "$part2"
  local d
  for d in root home nix var; do zfs create -o mountpoint=legacy "nvmepool/$d"; done
  mount -t zfs nvmepool/root /mnt
  for d in home nix var; do mkdir "/mnt/$d"; mount -t zfs "nvmepool/$d" "/mnt/$d"; done
  mkdir /mnt/boot; mount -o umask=0077 "${disk}p1" /mnt/boot
}

home() { note alice notes/atlas.txt "backup runs at 02:30; disks are in the drawer"; }

# The pool is not exported: the machine itself was the last to use it.
away() { umount -R /mnt; zpool sync; }
