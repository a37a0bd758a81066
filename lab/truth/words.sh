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
    *) mount "$(blkid -t LABEL=nixos -o device)" /mnt ;;
  esac
  mkdir -p /mnt/boot; mount "$esp" /mnt/boot
  mount --rbind --make-rslave /dev /mnt/dev
  mount -t sysfs sysfs /mnt/sys
  mount -t proc proc /mnt/proc
  chroot /mnt /usr/bin/env -i IN_NIXOS_ENTER=1 "$system/activate" 2>/dev/null
}

# close_machine   leaves it as one should
close_machine() {
  local d
  ! mountpoint -q /mnt || umount -R /mnt
  [[ -z $pool ]] || ! zpool list "$pool" >/dev/null 2>&1 || zpool export "$pool"
  [[ ! -e /dev/mapper/cellar ]] || cryptsetup close cellar
  sync
}

# stay   the plug is pulled while the live medium has it mounted
stay() { : >/tmp/stay; sync; [[ -z $pool ]] || zpool sync; }

# inside COMMAND   in the installed system, as nixos-enter runs it
inside() { chroot /mnt /usr/bin/env -i HOME=/root USER=root TERM=dumb "$system/sw/bin/bash" --login -c "$1"; }

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

# mend   takes out the module that hangs, and rebuilds
mend() {
  sed -i '/boot.initrd.kernelModules = \[ "vfio_pci"/d; /"vfio/d; /vfio-pci ids/d' "$etc/$file"
  rebuild
}

# toplevel   the system that starts by default
toplevel() { readlink -f "/mnt$system"; }
