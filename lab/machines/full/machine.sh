# A boot partition with 4 MB left: one generation's files, and another system's, which is not NixOS's to remove.
HOST=attic
HOSTID=2e6b90f8
ESP=C7A1-35B9
RELEASE=25.11
MACHINE_ID=60d7b2c84fe14b3c9c25d91fae387a14
ROOT=5e90d2b3-7c61-4f0a-a8c4-b3d17f2e6c80

home() { note fay note.txt "the ladder creaks"; }

# The other system's kernel lies where that system puts it, without an entry here: its own boot loader knows it.
away() {
  local left
  cp /mnt/boot/EFI/nixos/*bzImage* /mnt/boot/vmlinuz-linux
  left=$(($(df -B1 --output=avail /mnt/boot | tail -n 1) - 4 * 1024 * 1024))
  head -c $((left / 4)) /dev/zero >/mnt/boot/initramfs-linux.img
  head -c $((left - left / 4)) /dev/zero >/mnt/boot/initramfs-linux-fallback.img
  df /mnt/boot
  umount -R /mnt; sync
}
