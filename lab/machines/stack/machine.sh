# LUKS, LVM in it, btrfs with raid1 over both disks; an ESP beside an XBOOTLDR partition; systemd's stage 1; the
# generation hangs, its specialisation boots.
HOST=tower
HOSTID=2a7d90e5
DISKS=2
RELEASE=26.05
MACHINE_ID=c4d19a06e2f74b8d95a0b73e1f6c820d
PASSPHRASE='thaw lab'
BTRFS=6e41c7a9-5b02-4d8f-a3c6-90d17f2e84b5
GOOD='/"vfio_pci"/d; /extraModprobeConfig/d'

layout() {
  local d n=0 uuid
  printf 'label: gpt\nsize=64M, type=U, name=ESP\nsize=256M, type=BC13C2FF-59E6-4262-A352-B275FD6F7172, name=XBOOTLDR\ntype=L\n' |
    sfdisk -q "$disk"
  printf 'label: gpt\nsize=320M, type=L\ntype=L\n' | sfdisk -q "$second"
  udevadm settle
  mkfs.vfat -F 32 -n ESP -i 0A1B2C3D "${disk}p1" >/dev/null
  mkfs.vfat -F 32 -n BOOT -i 4E5F6A7B "${disk}p2" >/dev/null
  for d in "${disk}p3" "${second}p2"; do
    n=$((n + 1)); uuid=5d8e02b7-63a4-4f1c-8e70-c2f49b16d3a$n
    printf '%s' "$PASSPHRASE" | cryptsetup luksFormat -q --type luks2 --uuid "$uuid" --pbkdf pbkdf2 \
      --pbkdf-force-iterations 1000 --key-file - "$d"
    printf '%s' "$PASSPHRASE" | cryptsetup open --key-file - "$d" "crypt$n"
    pvcreate -q "/dev/mapper/crypt$n"
  done
  vgcreate -q tower /dev/mapper/crypt1 /dev/mapper/crypt2
  lvcreate -q -y -n left -l 90%PVS tower /dev/mapper/crypt1
  lvcreate -q -y -n right -l 90%PVS tower /dev/mapper/crypt2
  mkfs.btrfs -q -U "$BTRFS" -L nixos -m raid1 -d raid1 /dev/tower/left /dev/tower/right
  mount /dev/tower/left /mnt
  for d in root home nix; do btrfs -q subvolume create "/mnt/@$d"; done
  umount /mnt
  mount -o subvol=@root /dev/tower/left /mnt
  mkdir -p /mnt/{home,nix,efi,boot}
  mount -o subvol=@home /dev/tower/left /mnt/home
  mount -o subvol=@nix /dev/tower/left /mnt/nix
  mount -o umask=0077 "${disk}p1" /mnt/efi; mount -o umask=0077 "${disk}p2" /mnt/boot
}

home() { note hana plan.txt "one storey at a time"; }

away() { umount -R /mnt; sync; vgchange -q -an tower; cryptsetup close crypt1; cryptsetup close crypt2; }
