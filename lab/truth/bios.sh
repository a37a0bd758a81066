# SeaBIOS, GRUB in the gap after the MBR, ext4 on LVM on md RAID1 over two disks, the script's stage 1.
state broken - 'as it was handed out: the initrd has no mdadm' <<'END'
END
state mended broken 'boot.swraid.enable = true, rebuilt' <<'END'
mend
END
state degraded mended 'the array lacks its second disk' <<'END'
second=$(readlink -f /dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-bios-2-part1)
mdadm /dev/md/mill --fail "$second"; mdadm /dev/md/mill --remove "$second"; mdadm --zero-superblock "$second"
END
state no-menu mended 'no grub.cfg' <<'END'
rm /mnt/boot/grub/grub.cfg
END
state no-core mended 'the core image of GRUB was overwritten on both disks' <<'END'
for disk in /dev/nvme?n1; do dd if=/dev/zero of="$disk" bs=512 seek=1 count=200 conv=notrunc status=none; done
END
state no-mbr mended 'no boot code in the MBR of either disk' <<'END'
for disk in /dev/nvme?n1; do dd if=/dev/zero of="$disk" bs=440 count=1 conv=notrunc status=none; done
END
state initrd-gone mended 'the initrd that GRUB reads from the store is gone' <<'END'
rm -f "$(readlink -f "$(toplevel)/initrd" | sed 's|^/nix|/mnt/nix|')"
END
state root-uuid mended 'the root got another UUID' <<'END'
umount -R /mnt; e2fsck -fp /dev/mill/root || [[ $? == 1 ]]
tune2fs -U e27a95d1-6f48-49c2-b1a0-5d3c8f7e6b19 /dev/mill/root
END
state group-renamed mended 'the volume group got another name' <<'END'
umount -R /mnt; vgchange -q -an mill; vgrename mill water; vgchange -q -an water
END
state system-gone mended 'the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
