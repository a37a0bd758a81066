# A mirror of natively encrypted ZFS over two disks, an ESP on each, entries that count their starts, of which the
# one that hangs is used up; systemd's stage 1, which does not import by force.
HOST=strongroom
HOSTID=b40e77d1
DISKS=2
ESP=3D1F-A6C2
RELEASE=26.05
MACHINE_ID=e7a90c4d5b624c0fa1d8b3f2709c6e14
PASSPHRASE='thaw lab'
GOOD='s/^\( *\)boot.initrd.kernelModules = .*/\1boot.initrd.kernelModules = [ ];/; /extraModprobeConfig/d'

layout() {
  printf 'label: gpt\nsize=256M, type=U, name=ESP\ntype=L, name=nixos\n' | sfdisk -q "$second"
  udevadm settle
  mkfs.vfat -F 32 -n BOOT2 -i 3D1FA6C3 "${second}p1" >/dev/null
  zpool create -f -o ashift=12 -O mountpoint=none -O canmount=off -O compression=lz4 -O acltype=posixacl \
    -O xattr=sa -O relatime=on -R /mnt vault mirror "$part2" "$(ls /dev/disk/by-id/nvme-QEMU_*-2-part2)"
  printf '%s' "$PASSPHRASE" | zfs create -o encryption=aes-256-gcm -o keyformat=passphrase -o pbkdf2iters=100000 \
    -o mountpoint=none vault/safe
  local d
  zfs create -o mountpoint=legacy vault/safe/root
  mount -t zfs vault/safe/root /mnt
  for d in nix home var; do
    zfs create -o mountpoint=legacy "vault/safe/$d"
    mkdir -p "/mnt/$d"; mount -t zfs "vault/safe/$d" "/mnt/$d"
  done
  mkdir -p /mnt/boot /mnt/boot2
  mount -o umask=0077 "${disk}p1" /mnt/boot; mount -o umask=0077 "${second}p1" /mnt/boot2
}

home() { note fred codes.txt "the second key lies with Ada"; }

# Three starts that hung have used its entry up, on both ESPs.
away() {
  local boot entry
  for boot in /mnt/boot /mnt/boot2; do
    entry=$(ls "$boot"/loader/entries/nixos-*+3.conf)
    mv "$entry" "${entry%+3.conf}+0-3.conf"
  done
  umount -R /mnt; zpool export vault
}
