# ext4, GRUB for UEFI with its folder and the kernels on the ESP, the script's stage 1.
state broken - 'as it was handed out: vfio_pci in stage 1' <<'END'
END
state mended broken 'mended and rebuilt' <<'END'
mend
END
state saved-entry mended 'GRUB is told once to start generation 57, which hangs' <<'END'
grub-editenv /mnt/boot/grub/grubenv set 'next_entry=1>1'
END
state kernel-gone broken 'the kernels that GRUB starts are gone' <<'END'
rm /mnt/boot/kernels/*bzImage*
END
state initrd-cut broken 'the initrds that GRUB loads are cut off' <<'END'
truncate -s 4M /mnt/boot/kernels/*initrd*
END
state no-menu broken 'no grub.cfg' <<'END'
rm /mnt/boot/grub/grub.cfg
END
state no-loader broken 'no boot loader on the ESP' <<'END'
rm -r /mnt/boot/EFI
END
state root-uuid mended 'the root got another UUID' <<'END'
root=$(blkid -t LABEL=nixos -o device)
umount -R /mnt; e2fsck -fp "$root" || [[ $? == 1 ]]
tune2fs -U e27a95d1-6f48-49c2-b1a0-5d3c8f7e6b19 "$root"
END
state system-gone mended 'the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
