# The live medium: a Debian system in a squashfs, dressed as NixOS's installer image.

# live   prints the folder of vmlinuz, initrd, live.squashfs, key, key.pub
live() {
  local r m
  r=$(rootfs) || exit 1; m=$(modules) || exit 1
  product live "$(key_of "${r##*/}" "${m##*/}" -- live nixpkgs/nixos/system/login lib/medium.sh)" build_medium "$r/root" "$m"
}

# build_medium ROOT MODULES DIR
build_medium() {
  local root=$1 modules=$2 dir=$3 tree=$3/tree kernel
  kernel=$(cat "$modules/kernel")
  [[ -d $root/lib/modules/$kernel ]] ||
    { echo "the modules are for Linux $kernel, the live system has $(ls "$root/lib/modules")"; return 1; }
  ssh-keygen -q -t ed25519 -N '' -C 'thaw lab, throw-away' -f "$dir/key"
  cp -a "$root" "$tree"
  dress "$tree" "$dir/key.pub"
  mkdir -p "$tree/lib/modules/$kernel/updates"
  cp "$modules"/{spl,zfs}.ko "$tree/lib/modules/$kernel/updates/"
  chroot "$tree" depmod "$kernel"
  cp "$tree/boot/vmlinuz-$kernel" "$dir/vmlinuz"
  pack_initrd "$tree" "$kernel" "$dir/initrd"
  rm -rf "$tree"/boot/* "$tree"/var/cache/* "$tree"/var/lib/apt/lists/*
  squash "$tree" "$dir/live.squashfs"
  rm -rf --one-file-system "$tree"
}

# dress TREE PUBKEY   names, users and start-up of the installer image
dress() {
  local tree=$1 home
  echo nixos >"$tree/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 nixos\n' >"$tree/etc/hosts"
  printf '\x49\xe3\x25\x84' >"$tree/etc/hostid"          # 8425e349, the official image's
  chroot "$tree" groupadd -r wheel
  chroot "$tree" useradd -m -u 1000 -g users -G wheel -s /run/current-system/sw/bin/bash nixos
  chroot "$tree" usermod -s /run/current-system/sw/bin/bash root
  for home in root home/nixos; do
    install -d -m 700 "$tree/$home/.ssh"
    install -m 600 "$2" "$tree/$home/.ssh/authorized_keys"
  done
  chroot "$tree" chown -R nixos: /home/nixos
  sed -i 's/^root:[^:]*:/root::/; s/^nixos:[^:]*:/nixos::/' "$tree/etc/shadow"
  rm -f "$tree"/etc/ssh/ssh_host_* "$tree/etc/zfs/zpool.cache"
  : >"$tree/etc/mdadm/mdadm.conf"
  install -m 755 "$LAB/live/init" "$tree/init"
  install -m 644 "$LAB/live/sshd_config" "$tree/etc/ssh/sshd_config"
  install -m 755 "$LAB/live/nixos-enter" "$tree/usr/local/bin/nixos-enter"
  install -m 755 "$LAB/live/power" "$tree/usr/local/sbin/reboot"
  ln -s reboot "$tree/usr/local/sbin/poweroff"
  ln -s reboot "$tree/usr/local/sbin/systemctl"
  "$LAB/live/dress-login" "$tree"
  mkdir -p "$tree/media/thaw" "$tree/mnt" "$tree/etc/nix"
  echo 'experimental-features = nix-command flakes' >"$tree/etc/nix/nix.conf"
}

# pack_initrd TREE KERNEL FILE   busybox and the modules between the kernel and the squashfs
pack_initrd() {
  local tree=$1 kernel=$2 out=$3 dir module
  dir=$(mktemp -d)
  mkdir -p "$dir"/{bin,dev,proc,sys,run,lib/modules}
  cp "$tree/bin/busybox" "$dir/bin/"
  for module in virtio_blk squashfs overlay; do
    chroot "$tree" modprobe -S "$kernel" --show-depends "$module"
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$dir/lib/modules/order.full"
  while read -r module; do
    cp "$tree/$module" "$dir/lib/modules/"
    case $module in *.xz) xz -d "$dir/lib/modules/${module##*/}" ;; esac
  done <"$dir/lib/modules/order.full"
  sed 's|.*/||; s/\.xz$//' "$dir/lib/modules/order.full" >"$dir/lib/modules/order"
  install -m 755 "$LAB/live/initrd-init" "$dir/init"
  (cd "$dir" && find . | cpio -o -H newc --quiet) | gzip -1 >"$out"
  rm -rf "$dir"
}
