# The base store: what every machine's /nix starts from. Built by nix in a chroot of the live system.

# The releases that the machines claim to be (the flake machine's has systemd stage 1 as default).
RELEASES=(25.11:.5210.3c8a1d0e9b47 26.05:.1873.b5f09e2d6a14)

# base   prints the folder of nix.tar and one file RELEASE.env per release, with the paths of its parts
base() {
  local r m
  r=$(rootfs) || exit 1; m=$(modules) || exit 1
  product base "$(key_of "${r##*/}" "${m##*/}" "${RELEASES[@]}" -- base nixpkgs lib/base.sh)" build_base "$r/root" "$m"
}

# build_base ROOT MODULES DIR
build_base() {
  unshare --mount --propagation private bash -euc '
    . "$LAB/lib/common.sh"; . "$LAB/lib/base.sh"; build_base_inside "$@"' - "$@"
}

build_base_inside() {
  local root=$1 modules=$2 dir=$3 top release
  top=$dir/chroot
  mkdir -p "$dir"/{upper,work,chroot}
  mount -t overlay -o "lowerdir=$root,upperdir=$dir/upper,workdir=$dir/work" overlay "$top"
  mount --rbind /dev "$top/dev"; mount -t proc proc "$top/proc"; mount -t tmpfs tmpfs "$top/tmp"
  rm -rf "$top/nix"; mkdir -p "$top/nix" "$top/root/lab"
  cp -r "$LAB/base" "$LAB/nixpkgs" "$top/root/lab/"
  cp -r "$modules" "$top/root/lab/modules"
  for release in "${RELEASES[@]}"; do
    chroot "$top" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root bash -euc '
      release=${1%%:*}; suffix=${1#*:}
      cd /root
      nix-build /root/lab/base/base.nix --no-out-link \
        --option substitute false --option sandbox false --option build-users-group "" \
        --argstr kernel "$(ls /lib/modules)" --argstr release "$release" --argstr suffix "$suffix" \
        --argstr lab /root/lab >/root/paths
      { for path in $(cat /root/paths); do
          case $path in *-user-environment) echo "channel=$path" ;; *-nixos-*) echo "nixpkgs=$path" ;;
            *-debian-tools-*) echo "tools=$path" ;; esac
        done; } >"/root/$release.env"
    ' - "$release"
    cp "$top/root/${release%%:*}.env" "$dir/"
  done
  tar -C "$top" --exclude=nix/var/nix/db/big-lock --exclude=nix/var/nix/gc.lock -cf "$dir/nix.tar" nix
  umount -R "$top/dev" "$top/proc" "$top/tmp"; umount "$top"
  rm -rf --one-file-system "$dir"/{upper,work,chroot}
}
