# The store paths that every machine starts from, built natively in a chroot of the live system.
# Their builders read Debian's files from outside the store: that is why they are built once, here.
{ kernel, lab, release, suffix }:
let
  build = name: script: derivation {
    inherit name;
    system = "x86_64-linux";
    builder = "/bin/bash";
    args = [ "-euc" "export PATH=/usr/sbin:/usr/bin:/sbin:/bin; ${script}\n:" ];   # ":": see nixpkgs/default.nix
  };
  version = builtins.head (builtins.split "[+-]" kernel);
  words = file: builtins.replaceStrings [ "\n" ] [ " " ] (builtins.readFile (lab + "/base/${file}"));
in
rec {
  tools = build "debian-tools-13" "${lab}/base/collect $out ${words "tools"}";
  extraUtils = build "extra-utils" ''
    ${lab}/base/collect $out ${words "extra-utils"}
    for c in $($out/bin/busybox --list); do [ -e $out/bin/$c ] || ln -s busybox $out/bin/$c; done
  '';
  udevRules = build "udev-rules" ''
    mkdir $out
    cd /usr/lib/udev/rules.d
    cp 50-udev-default.rules 55-dm.rules 60-block.rules 60-persistent-storage.rules \
      60-persistent-storage-dm.rules 95-dm-notify.rules 64-btrfs.rules 80-drivers.rules $out/
    # without dmsetup at its place cryptsetup waits for udev for ever
    sed -i "s#/usr/sbin/dmsetup#${extraUtils}/bin/dmsetup#; s#/usr/bin/udevadm#${extraUtils}/bin/udevadm#" $out/*
  '';
  # What boot.swraid brings into stage 1.
  mdadm = build "mdadm-4.4" ''
    ${lab}/base/collect $out mdadm
    mkdir $out/rules
    cp /usr/lib/udev/rules.d/63-md-raid-arrays.rules /usr/lib/udev/rules.d/64-md-raid-assembly.rules $out/rules/
    sed -i "s#/usr/sbin/mdadm#$out/bin/mdadm#" $out/rules/*
  '';
  # What boot.initrd.services.lvm brings into systemd's stage 1.
  lvm = build "lvm2-2.03" ''
    ${lab}/base/collect $out lvm
    mkdir $out/rules
    cp /usr/lib/udev/rules.d/56-lvm.rules /usr/lib/udev/rules.d/69-lvm.rules $out/rules/
    sed -i "s#/usr/sbin/lvm#$out/bin/lvm#" $out/rules/*
  '';
  linux = build "linux-${version}" "mkdir $out; cp /boot/vmlinuz-${kernel} $out/bzImage";
  linuxModules = build "linux-${version}-modules" ''
    mkdir -p $out/lib/modules
    cp -r /lib/modules/${kernel} $out/lib/modules/
    cd $out/lib/modules/${kernel}
    chmod -R u+w .
    rm -rf build source updates
    mkdir -p extra
    cp ${lab}/modules/spl.ko ${lab}/modules/zfs.ko extra/
    rm kernel/drivers/vfio/pci/vfio-pci.ko.xz
    cp ${lab}/modules/vfio-pci.ko kernel/drivers/vfio/pci/vfio-pci.ko
    mkdir -p $out/tree/lib; ln -s $out/lib/modules $out/tree/lib/modules
    depmod -b $out/tree ${kernel}
    rm -r $out/tree
  '';
  systemdBoot = build "systemd-257" ''
    mkdir -p $out/lib/systemd/boot/efi
    cp /usr/lib/systemd/boot/efi/systemd-bootx64.efi $out/lib/systemd/boot/efi/
  '';
  # For an initrd: not patched, at the places that it was compiled for.
  systemd = build "systemd-initrd-257" "${lab}/base/systemd $out";
  grub = build "grub-2.12" ''
    ${lab}/base/collect $out grub-install grub-probe grub-editenv grub-mkimage
    mkdir -p $out/lib/grub
    cp -r /usr/lib/grub/x86_64-efi /usr/lib/grub/i386-pc $out/lib/grub/
  '';
  # The tree itself, as a channel holds it.
  nixpkgs = build "nixos-${release}${suffix}" ''
    cp -r ${lab}/nixpkgs $out
    chmod -R u+w $out
    printf '%s' ${release} >$out/.version
    printf '%s' ${suffix} >$out/.version-suffix
    printf '%s' '{
      tools = "${tools}"; extraUtils = "${extraUtils}"; udevRules = "${udevRules}";
      linux = "${linux}"; linuxModules = "${linuxModules}"; systemdBoot = "${systemdBoot}"; systemd = "${systemd}"; grub = "${grub}"; mdadm = "${mdadm}"; lvm = "${lvm}";
      kernelVersion = "${version}"; modDirVersion = "${kernel}";
    }' >$out/base.nix
  '';
  channel = build "user-environment" "mkdir $out; ln -s ${nixpkgs} $out/nixos";
}
