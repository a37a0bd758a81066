# Kernel modules that Debian does not ship built: ZFS, and the one that hangs.

MODULE_PACKAGES=(linux-headers-cloud-amd64 zfs-dkms)
MODULE_VERSIONS=(linux-headers-cloud-amd64 linux-image-cloud-amd64 zfs-dkms)

# modules   prints the folder of spl.ko, zfs.ko, vfio-pci.ko and `kernel` (the version they are for)
modules() {
  product modules "$(key_of "$(guest_versions "${MODULE_VERSIONS[@]}")" -- lib/modules.sh kernel)" build_modules
}

# build_modules DIR   in a throw-away chroot with the guests' headers
build_modules() {
  local root=$1/root
  guest_sources | mmdebstrap --variant=minbase --mode=root \
    --aptopt='Acquire::Retries "3"' \
    --include="$(IFS=,; echo "build-essential,ca-certificates,${MODULE_PACKAGES[*]}")" \
    --setup-hook='mkdir -p "$1/etc/dkms"; touch "$1/etc/dkms/no-autoinstall"' \
    "$GUEST_SUITE" "$root" - || return 1
  cp -r "$LAB/kernel" "$root/root/hang"
  cat >"$root/root/build" <<'END'
set -eu
kernel=$(ls /lib/modules)
cd /root/hang
mv hang.c vfio-pci.c
echo 'obj-m := vfio-pci.o' >Makefile
make -C "/lib/modules/$kernel/build" M=$PWD modules
cd /usr/src/zfs-[0-9]*
./configure --with-config=kernel --with-linux="$(readlink -f "/lib/modules/$kernel/source" || true)" \
  --with-linux-obj="/lib/modules/$kernel/build"
make -j"$(nproc)"
mkdir /root/out
find . -name zfs.ko -o -name spl.ko | xargs cp -t /root/out
cp /root/hang/vfio-pci.ko /root/out
strip --strip-debug /root/out/*.ko
echo "$kernel" >/root/out/kernel
END
  chroot "$root" mount -t proc proc /proc
  chroot "$root" bash /root/build || { umount "$root/proc"; return 1; }
  umount "$root/proc"
  cp "$root"/root/out/* "$1"
  rm -rf --one-file-system "$root"
}
