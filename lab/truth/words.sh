# Words of the steps that bring a machine into a state, on the live medium. The machine is mounted at /mnt, and
# left properly after the steps, unless they say `stay`. MACHINE is its name.
set -euo pipefail
system=/nix/var/nix/profiles/system
esp=$(blkid -t LABEL=BOOT -o device || true)
case $MACHINE in
  article | older) pool=nvmepool datasets='root nix home var' etc=/mnt/etc/nixos file=configuration.nix ;;
  flake) pool=rpool datasets='root nix home var' etc=/mnt/etc/nixos/hosts/meadow file=default.nix ;;
  *) pool='' datasets='' etc=/mnt/etc/nixos file=configuration.nix ;;
esac

# open_machine   imports or opens it, mounts what is there, and prepares it to be entered
open_machine() {
  local d
  case $MACHINE in
    article | older | flake)
      zpool import -f -N -R /mnt "$pool"
      for d in $datasets; do
        zfs list "$pool/$d" >/dev/null 2>&1 || continue
        if [[ $MACHINE == flake ]]; then zfs mount "$pool/$d"
        else mkdir -p "/mnt/${d#root}"; mount -t zfs "$pool/$d" "/mnt/${d#root}"; fi
      done ;;
    luks)
      printf 'thaw lab' | cryptsetup open --key-file - "$(blkid -t TYPE=crypto_LUKS -o device)" cellar
      for d in root home nix; do mount -o "subvol=@$d,compress=zstd" /dev/mapper/cellar "/mnt/${d#root}"; done
      mount -o subvol=@log,compress=zstd /dev/mapper/cellar /mnt/var/log ;;
    bios) vgchange -q -ay mill; mount /dev/mill/root /mnt ;;
    memory)
      mount -t tmpfs -o size=25%,mode=755 none /mnt
      mkdir -p /mnt/persist; mount LABEL=nixos /mnt/persist
      for d in nix var/log var/lib etc/nixos home; do
        mkdir -p "/mnt/$d"; [[ ! -d /mnt/persist/$d ]] || mount --bind "/mnt/persist/$d" "/mnt/$d"
      done
      mkdir -p /mnt/{dev,proc,sys,run,tmp} ;;
    stack)
      for d in 1 2; do
        printf 'thaw lab' | cryptsetup open --key-file - "/dev/disk/by-uuid/5d8e02b7-63a4-4f1c-8e70-c2f49b16d3a$d" "crypt$d"
      done
      vgchange -q -ay tower
      for d in root home nix; do mount -o "subvol=@$d" /dev/tower/left "/mnt/${d#root}"; done
      mount LABEL=ESP /mnt/efi ;;
    *) mount "$(blkid -t LABEL=nixos -o device)" /mnt ;;
  esac
  if [[ -n $esp ]]; then mkdir -p /mnt/boot; mount "$esp" /mnt/boot; fi
  mount --rbind --make-rslave /dev /mnt/dev
  mount -t sysfs sysfs /mnt/sys
  mount -t proc proc /mnt/proc
  chroot /mnt "$system/sw/bin/env" -i IN_NIXOS_ENTER=1 "$system/activate" 2>/dev/null
}

# close_machine   leaves it as one should
close_machine() {
  local d
  ! mountpoint -q /mnt || umount -R /mnt
  [[ -z $pool ]] || ! zpool list "$pool" >/dev/null 2>&1 || zpool export "$pool"
  for d in mill tower; do [[ ! -d /dev/$d ]] || vgchange -q -an "$d"; done
  for d in $(dmsetup ls --target crypt | awk '/\(/ { print $1 }'); do cryptsetup close "$d"; done
  [[ $MACHINE != bios ]] || mdadm --stop --scan
  sync
}

# stay   the plug is pulled while the live medium has it mounted
stay() { : >/tmp/stay; sync; [[ -z $pool ]] || zpool sync; }

# inside COMMAND   in the installed system, as nixos-enter runs it
inside() { chroot /mnt "$system/sw/bin/env" -i HOME=/root USER=root TERM=dumb "$system/sw/bin/bash" --login -c "$1"; }

# config LINES…   what the configuration says besides from now on
config() {
  if [[ ! -e $etc/besides.nix ]]; then
    printf '{ lib, ... }: {\n}\n' >"$etc/besides.nix"
    sed -i '0,/\.\/hardware[a-z-]*\.nix/s//& .\/besides.nix/' "$etc/$file"
  fi
  local line
  for line in "$@"; do sed -i "\$i $line" "$etc/besides.nix"; done
}

# rebuild   the next generation, built and by default
rebuild() {
  [[ $MACHINE != flake ]] || git -C /mnt/etc/nixos add -A
  case $MACHINE in
    flake) inside 'nixos-rebuild boot --flake /etc/nixos#meadow --option substitute false' ;;
    *) inside 'nixos-rebuild boot --option substitute false' ;;
  esac
}

# mend   takes out what the machine fails at, and rebuilds
mend() {
  sed -i 's/boot.swraid.enable = false/boot.swraid.enable = true/' "$etc/$file"
  sed -i '/boot.initrd.kernelModules = \[ "vfio_pci"/d; /"vfio/d; /vfio-pci ids/d' "$etc/$file"
  rebuild
}

# toplevel   the system that starts by default
toplevel() { readlink -f "/mnt$system"; }
