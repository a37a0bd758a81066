# Kernel modules that Debian does not ship built: ZFS, and the one that hangs.

MODULE_PACKAGES=(build-essential ca-certificates linux-headers-cloud-amd64 zfs-dkms)
MODULE_VERSIONS=(linux-headers-cloud-amd64 linux-image-cloud-amd64 zfs-dkms)

# modules   prints the folder of spl.ko, zfs.ko, vfio-pci.ko and `kernel` (the version they are for)
#   (ZFS takes minutes, and is not built anew because the other one changes)
modules() {
  local t z
  t=$(toolchain) || exit 1; z=$(zfs_modules "$t") || exit 1
  product modules "$(key_of "${t##*/}" "${z##*/}" -- lib/modules.sh kernel)" build_modules "$t/root" "$z"
}

# toolchain   prints the folder with a tree (folder `root`) that has the guests' kernel headers and a compiler
toolchain() {
  product toolchain "$(key_of "$(guest_versions "${MODULE_VERSIONS[@]}")" "${MODULE_PACKAGES[@]}")" build_toolchain
}

# zfs_modules TOOLCHAIN   prints the folder of spl.ko and zfs.ko
zfs_modules() { product zfs "$(key_of "${1##*/}" "$(declare -f build_zfs in_toolchain)")" build_zfs "$1/root"; }

build_toolchain() {
  guest_sources | mmdebstrap --variant=minbase --mode=root \
    --aptopt='Acquire::Retries "3"' \
    --include="$(IFS=,; echo "${MODULE_PACKAGES[*]}")" \
    --setup-hook='mkdir -p "$1/etc/dkms"; touch "$1/etc/dkms/no-autoinstall"' \
    "$GUEST_SUITE" "$1/root" -
}

# in_toolchain ROOT DIR   runs the script on standard input in the tree, whose folder /build is DIR;
#   what it writes elsewhere is not kept
in_toolchain() {
  unshare --mount --propagation private bash -euc '
    mkdir -p "$2"/.{upper,below,tree}
    mount -t overlay -o "lowerdir=$1,upperdir=$2/.upper,workdir=$2/.below" overlay "$2/.tree"
    mkdir -p "$2/.tree/build"
    mount --bind "$2" "$2/.tree/build"
    mount -t proc proc "$2/.tree/proc"
    chroot "$2/.tree" bash -eu' - "$@"
  rm -rf --one-file-system "$2"/.{upper,below,tree}
}

# build_zfs ROOT DIR
build_zfs() {
  in_toolchain "$@" <<'END_OF_SCRIPT'
kernel=$(ls /lib/modules)
cd /usr/src/zfs-[0-9]*
./configure --with-config=kernel --with-linux="$(readlink -f "/lib/modules/$kernel/source" || true)" \
  --with-linux-obj="/lib/modules/$kernel/build" </dev/null
make -j"$(nproc)" </dev/null
find . -name zfs.ko -o -name spl.ko | xargs cp -t /build
strip --strip-debug /build/*.ko
END_OF_SCRIPT
}

# build_modules ROOT ZFS DIR
build_modules() {
  mkdir "$3/hang"
  cp "$LAB/kernel/hang.c" "$3/hang/vfio-pci.c"
  in_toolchain "$1" "$3" <<'END_OF_SCRIPT'
kernel=$(ls /lib/modules)
cd /build/hang
echo 'obj-m := vfio-pci.o' >Makefile
make -C "/lib/modules/$kernel/build" M=$PWD modules </dev/null
strip --strip-debug vfio-pci.ko
mv vfio-pci.ko ..
echo "$kernel" >/build/kernel
END_OF_SCRIPT
  rm -r "$3/hang"
  cp "$2"/*.ko "$3"
}
