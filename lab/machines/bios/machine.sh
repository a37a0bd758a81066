# SeaBIOS, GRUB in the gap after the MBR of two disks, ext4 on LVM on md RAID1 over both; kernels read from the store.
HOST=mill
HOSTID=71c04be2
FIRMWARE=bios
DISKS=2
RELEASE=25.11
MACHINE_ID=0a6d2c7b91e84f53b2d9c0e7f4a1835b
ROOT=d4f6a1c8-2e7b-4b95-9c30-85e1a7f2b640
GOOD='s/boot.swraid.enable = .*/boot.swraid.enable = true;/'

layout() {
  local d
  for d in "$disk" "$second"; do
    wipefs -qa "$d"
    printf 'label: dos\nstart=2048, type=fd, bootable\n' | sfdisk -q "$d"
  done
  udevadm settle
  mdadm --create /dev/md/mill --run --level=1 --raid-devices=2 --metadata=1.2 --bitmap=none --assume-clean \
    --homehost=mill "${disk}p1" "${second}p1"
  pvcreate -q /dev/md/mill; vgcreate -q mill /dev/md/mill
  lvcreate -q -y -n root -l 80%FREE mill
  mkfs.ext4 -q -U "$ROOT" -L nixos /dev/mill/root
  mount /dev/mill/root /mnt
}

home() { note eli ledger.txt "the mill stone is paid for"; }

away() { umount -R /mnt; sync; vgchange -q -an mill; mdadm --stop /dev/md/mill; }
