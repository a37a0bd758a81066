# A ZFS pool with legacy mount points, systemd-boot, the script's stage 1.
state broken - 'as it was handed out: vfio_pci in stage 1' <<'END'
END
state configured broken 'the module taken out of the configuration, not rebuilt' <<'END'
sed -i '/boot.initrd.kernelModules = \[ "vfio_pci"/d' "$etc/$file"
END
state without-esp broken 'mended and rebuilt while the ESP was not mounted' <<'END'
umount /mnt/boot; mend || true
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
state hostid-changed unforced 'the same with another networking.hostId, exported' <<'END'
config 'networking.hostId = lib.mkForce "deadbeef";'; rebuild
END
state system-gone mended 'the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
state initrd-cut broken 'the initrd on the ESP is cut off' <<'END'
truncate -s 4M /mnt/boot/EFI/nixos/*initrd*
END
state initrd-gone broken 'the initrd on the ESP is gone' <<'END'
rm /mnt/boot/EFI/nixos/*initrd*
END
state kernel-gone broken 'the kernel on the ESP is gone' <<'END'
rm /mnt/boot/EFI/nixos/*bzImage*
END
state entries-empty broken 'the entries of the boot menu have no text' <<'END'
for entry in /mnt/boot/loader/entries/*.conf; do : >"$entry"; done
END
state default-nowhere mended 'the menu names a default that is not there' <<'END'
sed -i 's/^default .*/default nixos-generation-99.conf/' /mnt/boot/loader/loader.conf
END
state loader-gone broken 'no boot loader on the ESP' <<'END'
rm /mnt/boot/EFI/BOOT/BOOTX64.EFI /mnt/boot/EFI/systemd/systemd-bootx64.efi
END
state default-old mended 'the menu starts generation 57 by default, which hangs' <<'END'
ls /mnt/boot/loader/entries
sed -i 's/^default .*/default nixos-generation-57.conf/' /mnt/boot/loader/loader.conf
END
state var-renamed mended 'a dataset that stage 1 mounts was renamed' <<'END'
umount /mnt/var; zfs rename nvmepool/var nvmepool/variable
END
state home-renamed mended 'a dataset that stage 2 mounts was renamed' <<'END'
umount /mnt/home; zfs rename nvmepool/home nvmepool/people
END
state home-nofail mended 'the same, with nofail' <<'END'
config 'fileSystems."/home".options = [ "nofail" ];'; rebuild; umount /mnt/home; zfs rename nvmepool/home nvmepool/people
END
state pool-renamed mended 'the pool got another name' <<'END'
umount -R /mnt; zpool export nvmepool; zpool import -N nvmepool tank; zpool export tank
END
state var-mountpoint mended 'a legacy dataset got a mount point of its own' <<'END'
umount /mnt/var; zfs set -u mountpoint=/var nvmepool/var
END
state data-gone mended 'a data disk that is not there' <<'END'
config 'fileSystems."/data" = { device = "/dev/disk/by-uuid/0a5d1b1c-3d5e-4c52-9a43-6a1f3f0b2a11"; fsType = "ext4"; };'; rebuild
END
state data-nofail mended 'the same, with nofail' <<'END'
config 'fileSystems."/data" = { device = "/dev/disk/by-uuid/0a5d1b1c-3d5e-4c52-9a43-6a1f3f0b2a11"; fsType = "ext4"; options = [ "nofail" ]; };'; rebuild
END
state esp-another-uuid mended 'the ESP was made anew, with all its files' <<'END'
cp -r /mnt/boot /tmp/esp; umount /mnt/boot; mkfs.vfat -F 32 -n BOOT -i 11112222 "$esp" >/dev/null
mount "$esp" /mnt/boot; cp -r /tmp/esp/. /mnt/boot/
END
