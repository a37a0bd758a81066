# Words of the scripts that write a machine's disk, inside the live medium.

disk=$(readlink -f "/dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-$name")
second=$(readlink -f "/dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-$name-2")
step() { printf '%6.1f  %s\n' "$(cut -d' ' -f1 /proc/uptime)" "$*"; }

# be_the_machine HOST HOSTID   from now on pools are marked as this machine's, not the live medium's
be_the_machine() {
  hostname "$1"
  printf '%b' "\x${2:6:2}\x${2:4:2}\x${2:2:2}\x${2:0:2}" >/etc/hostid
  echo $((16#$2)) >/sys/module/spl/parameters/spl_hostid
}

# partition ESP-UUID   the ESP on p1, the rest on p2
partition() {
  printf 'label: gpt\nsize=256M, type=U, name=ESP\ntype=L, name=nixos\n' | sfdisk -q "$disk"
  udevadm settle
  mkfs.vfat -F 32 -n BOOT -i "${1/-/}" "${disk}p1" >/dev/null
  part2=$(find /dev/disk/by-id -name 'nvme-QEMU_*-part2' | sort | head -n 1)
  udevadm settle
}

# ext4_layout UUID   one root on p2, the ESP at /boot
ext4_layout() {
  mkfs.ext4 -q -U "$1" -L nixos "$part2"
  mount "$part2" /mnt
  mkdir -p /mnt/boot; mount -o umask=0077 "${disk}p1" /mnt/boot
}

# What most machines have in common; machine.sh says otherwise where one differs. The classic configuration
# is that of its folder; GOOD, a script for sed, makes of it the one before the bad change.
GOOD='s/^\( *\)boot.initrd.kernelModules = .*/\1boot.initrd.kernelModules = [ ];/'

layout() { ext4_layout "$ROOT"; }

good() {
  hardware >/mnt/etc/nixos/hardware-configuration.nix
  sed "$GOOD" machine/configuration.nix >/mnt/etc/nixos/configuration.nix
  first_rebuild
}

bad() {
  cp machine/configuration.nix /mnt/etc/nixos/configuration.nix
  in_target 'nixos-rebuild boot --option substitute false'
}

away() { umount -R /mnt; sync; }

# hardware   prints hardware-configuration.nix: the machine's own, or that of an ext4 root
hardware() {
  if [[ -e machine/hardware-configuration.nix ]]; then cat machine/hardware-configuration.nix
  else sed "s/@root@/$ROOT/; s/@esp@/$ESP/" guest/ext4-hardware.nix; fi
}

# note USER FILE TEXT   something of its owner's in /home
note() {
  mkdir -p "/mnt/home/$1" "$(dirname "/mnt/home/$1/$2")"
  echo "$3" >"/mnt/home/$1/$2"
  chown -R 1000:100 "/mnt/home/$1"
}

# root_password   what nixos-install asks for in its end; published, protects nothing
root_password() {
  sed -i "s|^root:!:|root:$(openssl passwd -6 -salt thaw 'thaw lab'):|" /mnt/etc/shadow
  grep -q '^root:.6' /mnt/etc/shadow
}

# unpack_base RELEASE   /nix from the base store, and root's channel
unpack_base() {
  tar -C /mnt -xf /media/thaw/nix.tar
  # shellcheck source=/dev/null
  . "/media/thaw/$1.env"
  local profiles=/mnt/nix/var/nix/profiles
  mkdir -p "$profiles/per-user/root" /mnt/root /mnt/nix/var/nix/gcroots
  chown root:30000 /mnt/nix/store; chmod 1775 /mnt/nix/store
  ln -s "$channel" "$profiles/per-user/root/channels-1-link"
  ln -s channels-1-link "$profiles/per-user/root/channels"
  ln -s "$tools" "$profiles/system-55-link"            # so that the next one is 56
  ln -s system-55-link "$profiles/system"
}

# bind_target   what a chroot needs to build
bind_target() {
  mkdir -p /mnt/{dev,proc,sys,run,tmp,etc}
  chmod 1777 /mnt/tmp
  mount --rbind --make-rslave /dev /mnt/dev
  mount -t proc proc /mnt/proc
  mount -t sysfs sysfs /mnt/sys
}

# first_rebuild ARGS…   when there is no system yet to take nixos-rebuild from
first_rebuild() {
  chroot /mnt "$tools/bin/env" -i HOME=/root PATH="$tools/bin" NIX_CONFIG=$'build-users-group =\nsandbox = false' \
    NIX_PATH=nixpkgs=/nix/var/nix/profiles/per-user/root/channels/nixos:nixos-config=/etc/nixos/configuration.nix \
    NIXOS_INSTALL_BOOTLOADER=1 "$tools/bin/bash" "$nixpkgs/nixos/system/nixos-rebuild.sh" boot --install-bootloader \
    --option substitute false "$@"
  rm -f /mnt/nix/var/nix/profiles/system-55-link
  activate
}

activate() {
  chroot /mnt "$tools/bin/env" -i IN_NIXOS_ENTER=1 HOME=/root /nix/var/nix/profiles/system/activate
}

# in_target COMMAND   as nixos-enter does it
in_target() {
  chroot /mnt "$tools/bin/env" -i HOME=/root USER=root TERM=dumb /nix/var/nix/profiles/system/sw/bin/bash --login -c "$1"
}

# forget_older   one generation left: the others are collected and gone from the menu
forget_older() {
  activate   # else /run/current-system keeps the older one alive
  in_target 'nix-env -p /nix/var/nix/profiles/system --delete-generations old && nix-collect-garbage 2>&1 | tail -n 1
    /nix/var/nix/profiles/system/bin/switch-to-configuration boot'
}

# unbind_target
unbind_target() {
  rm -rf /mnt/tmp/*
  umount -R /mnt/run /mnt/sys /mnt/proc 2>/dev/null || true
  umount -R /mnt/run 2>/dev/null || true
  umount -R /mnt/dev
}
