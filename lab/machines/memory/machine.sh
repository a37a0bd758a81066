# The root is in memory; what lasts is on ext4 at /persist and bound from there by the script's stage 1. The folder of
# the last of these was never made.
HOST=mayfly
HOSTID=93d2f60a
ESP=88E1-04BD
RELEASE=25.11
MACHINE_ID=5b1fd6e7c0a34289b6c4d0f8e92a7a31
ROOT=0f9d2c64-7a51-4d38-8e0b-c3a96b57e1d2

layout() {
  mkfs.ext4 -q -U "$ROOT" -L nixos "$part2"
  mount -t tmpfs -o size=25%,mode=755 none /mnt
  mkdir -p /mnt/persist /mnt/boot; mount "$part2" /mnt/persist; mount -o umask=0077 "${disk}p1" /mnt/boot
  local d
  for d in nix var/log etc/nixos home; do
    mkdir -p "/mnt/persist/$d" "/mnt/$d"; mount --bind "/mnt/persist/$d" "/mnt/$d"
  done
}

good() {
  sed '/var\/lib/,/^$/d' machine/hardware-configuration.nix >/mnt/etc/nixos/hardware-configuration.nix
  cp machine/configuration.nix /mnt/etc/nixos/
  first_rebuild
}

bad() {
  cp machine/hardware-configuration.nix /mnt/etc/nixos/
  in_target 'nixos-rebuild boot --option substitute false'
}

home() { note gil day.txt "gone by the evening"; }
