# LUKS2 with btrfs subvolumes inside, the ESP at /boot, a classic configuration.
HOST=cellar
HOSTID=0c5e11a9
ESP=A4D2-19BE
RELEASE=25.11
MACHINE_ID=9e1d44c02b7f4a6d8f03b5a7c6e2d810
GOOD='/"vfio_pci"/,/"vfio_iommu_type1"/d'
PASSPHRASE='thaw lab'
LUKS=7d0a3c5e-4f0e-4a53-9a53-0d8f5f1b2c6e
BTRFS=c2b1f0f2-6a3d-4b0e-8d43-1e7b2a90f4d7

layout() {
  # a cheap key derivation: argon2's would take a minute here
  printf '%s' "$PASSPHRASE" | cryptsetup luksFormat -q --type luks2 --uuid "$LUKS" --pbkdf pbkdf2 \
    --pbkdf-force-iterations 1000 --key-file - "$part2"
  printf '%s' "$PASSPHRASE" | cryptsetup open --key-file - "$part2" cellar
  mkfs.btrfs -q -U "$BTRFS" -L cellar /dev/mapper/cellar
  local d options=noatime
  mount /dev/mapper/cellar /mnt
  for d in root home nix log; do btrfs -q subvolume create "/mnt/@$d"; done
  umount /mnt
  mount -o subvol=@root,compress=zstd /dev/mapper/cellar /mnt
  mkdir -p /mnt/{home,nix,var/log,boot}
  mount -o "subvol=@home,compress=zstd" /dev/mapper/cellar /mnt/home
  mount -o "subvol=@nix,compress=zstd,$options" /dev/mapper/cellar /mnt/nix
  mount -o "subvol=@log,compress=zstd,$options" /dev/mapper/cellar /mnt/var/log
  mount -o umask=0077 "${disk}p1" /mnt/boot
}

home() { note bea key.txt "the spare key hangs behind the shelf"; }

away() { umount -R /mnt; sync; cryptsetup close cellar; }
