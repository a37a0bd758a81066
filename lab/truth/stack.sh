# LUKS, LVM, btrfs with raid1 over two disks, an XBOOTLDR partition, systemd's stage 1, a specialisation.
state broken - 'as it was handed out: vfio_pci in stage 1' <<'END'
END
state plain broken 'the specialisation without it is the default' <<'END'
sed -i 's/^default .*/default nixos-generation-57-specialisation-plain.conf/' /mnt/efi/loader/loader.conf
END
state mended broken 'mended and rebuilt' <<'END'
mend
END
state no-lvm mended 'boot.initrd.services.lvm.enable = false' <<'END'
config 'boot.initrd.services.lvm.enable = lib.mkForce false;'; rebuild
END
state kernel-gone mended 'the kernel on the XBOOTLDR partition is gone' <<'END'
rm /mnt/boot/EFI/nixos/*bzImage*
END
state loader-gone mended 'no boot loader on the ESP' <<'END'
rm -r /mnt/efi/EFI
END
state luks-gone mended 'the second LUKS container is gone' <<'END'
umount -R /mnt; vgchange -q -an tower; cryptsetup close crypt2; cryptsetup close crypt1
wipefs -qa /dev/disk/by-uuid/5d8e02b7-63a4-4f1c-8e70-c2f49b16d3a2
END
state subvolume-renamed mended 'the subvolume of the root was renamed' <<'END'
umount -R /mnt; mount -o subvol=/ /dev/tower/left /mnt; mv /mnt/@root /mnt/@old; umount /mnt
END
state system-gone mended 'the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
