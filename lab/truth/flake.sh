# A ZFS pool with its own mount points, systemd-boot, systemd's stage 1.
state broken - 'as it was handed out: vfio_pci takes the whole computer with it' <<'END'
END
state module-gives-up broken 'vfio_pci only never comes back' <<'END'
sed -i '/vfio-pci ids/d' "$etc/$file"; rebuild
END
state mended broken 'mended, rebuilt, exported' <<'END'
mend
END
state not-exported mended 'mended, the plug pulled while the live medium had the pool' <<'END'
stay
END
state unforced mended 'boot.zfs.forceImportRoot = false, exported' <<'END'
config 'boot.zfs.forceImportRoot = lib.mkForce false;'; rebuild
END
state foreign unforced 'the same, not exported' <<'END'
stay
END
state system-gone mended 'the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
state var-renamed mended 'a dataset that stage 1 mounts was renamed' <<'END'
zfs unmount rpool/var; zfs rename rpool/var rpool/variable
END
state root-renamed mended 'the dataset of the root was renamed' <<'END'
umount -R /mnt; zfs rename rpool/root rpool/old
END
state pool-renamed mended 'the pool got another name' <<'END'
umount -R /mnt; zpool export rpool; zpool import -N rpool tank; zpool export tank
END
state home-renamed mended 'a dataset that stage 2 mounts was renamed' <<'END'
zfs unmount rpool/home; zfs rename rpool/home rpool/people
END
state early-device-gone mended 'a device that stage 1 waits for is not there' <<'END'
config 'fileSystems."/persist" = { device = "/dev/disk/by-uuid/0a5d1b1c-3d5e-4c52-9a43-6a1f3f0b2a11"; fsType = "ext4"; neededForBoot = true; };'; rebuild
END
state data-gone mended 'a data disk that is not there' <<'END'
config 'fileSystems."/data" = { device = "/dev/disk/by-uuid/0a5d1b1c-3d5e-4c52-9a43-6a1f3f0b2a11"; fsType = "ext4"; };'; rebuild
END
state swap-gone mended 'a swap device that is not there' <<'END'
config 'swapDevices = [ { device = "/dev/disk/by-uuid/7c1e1f0a-52d3-4f6e-8b1a-d0c2b9a4e511"; } ];'; rebuild
END
state initrd-cut mended 'the initrd on the ESP is cut off' <<'END'
truncate -s 4M /mnt/boot/EFI/nixos/*initrd*
END
