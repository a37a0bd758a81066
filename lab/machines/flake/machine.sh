# A flake with two hosts in a git repository, ZFS with its own mount points, systemd's kind of stage 1.
HOST=meadow
HOSTID=4e98f1b6
ESP=51E7-C83D
RELEASE=26.05
MACHINE_ID=c81f2b9a70de4a35b6f4189d3e5a7c02

layout() {
  zpool create -f -o ashift=12 -O mountpoint=none -O canmount=off -O compression=lz4 -O acltype=posixacl \
    -O xattr=sa -O relatime=on -R /mnt rpool "$part2"
  local d
  zfs create -o mountpoint=/ -o canmount=noauto rpool/root
  zfs mount rpool/root
  for d in home nix var; do
    zfs create -o mountpoint="/$d" -o canmount=noauto "rpool/$d"
    zfs mount "rpool/$d"
  done
  mkdir -p /mnt/boot; mount -o umask=0077 "${disk}p1" /mnt/boot
}

# commit DATE MESSAGE   everything in /etc/nixos, by the machine's owner
commit() {
  git -C /mnt/etc/nixos add -A
  GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git -C /mnt/etc/nixos -c user.name=Cora \
    -c user.email=cora@meadow.example commit -q -m "$2"
}

good() {
  local etc=/mnt/etc/nixos
  git init -q -b main "$etc"
  cp -r machine/tree/. "$etc/"
  sed -i "s|@nixpkgs@|$nixpkgs|" "$etc/flake.nix"
  sed -i '/vfio/d' "$etc/hosts/meadow/default.nix"
  git -C "$etc" add -A
  chroot /mnt "$tools/bin/env" -i HOME=/root PATH="$tools/bin" NIX_CONFIG=$'build-users-group =\nsandbox = false' \
    nix --extra-experimental-features 'nix-command flakes' flake lock /etc/nixos
  commit '2026-09-02T21:10:00+0200' 'meadow and orchard: one flake for both'
  echo '*.qcow2' >"$etc/.gitignore"
  commit '2026-10-11T09:32:00+0200' 'keep disk images out'
  first_rebuild --flake '/etc/nixos#meadow'
}

bad() {
  cp machine/tree/hosts/meadow/default.nix /mnt/etc/nixos/hosts/meadow/default.nix
  commit '2026-11-20T23:48:00+0100' 'meadow: hand the graphics card to the guest'
  in_target 'nixos-rebuild boot --flake /etc/nixos#meadow --option substitute false'
}

home() { note cora todo.txt "water the seedlings on Friday"; }

# Not exported: the machine itself was the last to use the pool.
away() { umount -R /mnt; zpool sync; }
