# A mirror of natively encrypted ZFS, two ESPs, counted entries, systemd's stage 1 that does not import by force.
state broken - 'as it was handed out: vfio_pci in stage 1, its entry used up' <<'END'
END
state mended broken 'mended, rebuilt, exported' <<'END'
mend
END
state used-up mended 'the new entry is used up, too' <<'END'
for boot in /mnt/boot /mnt/boot2; do entry=$(ls "$boot"/loader/entries/nixos-*+3.conf); mv "$entry" "${entry%+3.conf}+0-3.conf"; done
END
state foreign mended 'mended, the plug pulled while the live medium had the pool' <<'END'
stay
END
state degraded mended 'the mirror lacks its second disk' <<'END'
umount -R /mnt; zpool offline vault nvme-QEMU_NVMe_Ctrl_thaw-vault-2-part2; zpool export vault
zpool labelclear -f /dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-vault-2-part2
END
state first-esp-empty mended 'the first ESP was made anew, empty; the second has all' <<'END'
umount /mnt/boot; mkfs.vfat -F 32 -n BOOT -i 3D1FA6C2 "$esp" >/dev/null
END
state second-esp-gone mended 'the second ESP was wiped' <<'END'
umount /mnt/boot2; wipefs -qa "$(blkid -t LABEL=BOOT2 -o device)"
END
state var-renamed mended 'a dataset that stage 1 mounts was renamed' <<'END'
umount /mnt/var; zfs rename vault/safe/var vault/safe/variable
END
state system-gone mended 'the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
