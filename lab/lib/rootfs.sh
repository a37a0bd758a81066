# The live system's tree, as Debian makes it: the live medium's, and where the lab runs nix.

LIVE_PACKAGES=(linux-image-cloud-amd64 zfsutils-linux cryptsetup-bin lvm2 mdadm btrfs-progs xfsprogs
  e2fsprogs dosfstools util-linux nix-bin efibootmgr parted gdisk jq git sudo bash openssh-server
  openssh-client psmisc lsof xz-utils zstd cpio kmod udev procps iproute2 iputils-ping nano vim-tiny
  busybox-static grub2-common grub-common grub-efi-amd64-bin grub-pc-bin systemd-boot-efi systemd-boot systemd-cryptsetup patchelf fdisk pciutils less file ca-certificates)

# rootfs   prints the folder with the live system's tree (folder `root`): also where the lab runs nix
rootfs() {
  product rootfs "$(key_of "$(guest_versions "${LIVE_PACKAGES[@]}")" -- lib/rootfs.sh)" build_rootfs
}

build_rootfs() {
  guest_sources | mmdebstrap --variant=minbase --mode=root --aptopt='Acquire::Retries "3"' \
    --include="$(IFS=,; echo "${LIVE_PACKAGES[*]}")" \
    --setup-hook='mkdir -p "$1/etc/initramfs-tools/conf.d"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    "$GUEST_SUITE" "$1/root" -
}
