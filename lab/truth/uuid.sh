# ext4, systemd-boot, the script's stage 1; the root has another UUID than the configuration.
state broken - 'as it was handed out: the root has another UUID' <<'END'
END
state configured broken 'the UUID put right in the configuration, not rebuilt' <<'END'
sed -i "s/8c1d4b7a-0b3f-4a63-8d55-2f6e91c0a7d4/e27a95d1-6f48-49c2-b1a0-5d3c8f7e6b19/" "$etc/hardware-configuration.nix"
END
state mended configured 'rebuilt' <<'END'
rebuild
END
state old-uuid broken 'the filesystem got its old UUID back' <<'END'
umount -R /mnt; e2fsck -fp "$(blkid -t LABEL=nixos -o device)" || [[ $? == 1 ]]
tune2fs -U 8c1d4b7a-0b3f-4a63-8d55-2f6e91c0a7d4 "$(blkid -t LABEL=nixos -o device)"
END
state profile-gone mended 'the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
state other-kind mended 'a data partition holds another kind of filesystem than the fstab says' <<'END'
config 'fileSystems."/data" = { device = "/dev/disk/by-label/BOOT"; fsType = "ext4"; };'; rebuild
END
state swap-gone mended 'a swap device that is not there' <<'END'
config 'swapDevices = [ { device = "/dev/disk/by-uuid/7c1e1f0a-52d3-4f6e-8b1a-d0c2b9a4e511"; } ];'; rebuild
END
state entry-edited mended 'the entry starts a system that never was' <<'END'
sed -i 's#init=/nix/store/[^ ]*#init=/nix/store/00000000000000000000000000000000-nixos-system-harbor-25.11/init#' /mnt/boot/loader/entries/*.conf
END
state systemd mended "systemd's stage 1 from now on" <<'END'
config 'boot.initrd.systemd.enable = lib.mkForce true;'; rebuild
END
state systemd-root-uuid systemd 'the same, and the root gets another UUID' <<'END'
root=$(blkid -t LABEL=nixos -o device)
umount -R /mnt; e2fsck -fp "$root" || [[ $? == 1 ]]
tune2fs -U 4b1f4c0e-8d0f-4a6a-9e59-2f6f1b0c7d33 "$root"
END
state systemd-fsck systemd 'the same, and the root has errors that fsck does not mend by itself' <<'END'
root=$(blkid -t LABEL=nixos -o device)
umount -R /mnt
debugfs -w -R 'set_inode_field /home/eve/tides.txt mode 0' "$root"
debugfs -w -R 'set_super_value state 2' "$root"
END
state systemd-gone systemd 'the same, and the system that starts is not in the store' <<'END'
mv "/mnt$(inside "readlink -f $system")" /mnt/nix/gone
END
