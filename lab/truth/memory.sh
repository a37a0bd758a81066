# The root in memory, the rest bound from ext4 at /persist by the script's stage 1.
state broken - 'as it was handed out: a folder to be bound is not there' <<'END'
END
state made broken 'the folder was made, nothing rebuilt' <<'END'
mkdir -p /mnt/persist/var/lib
END
state log-gone made 'another folder to be bound is gone' <<'END'
umount /mnt/var/log; rm -r /mnt/persist/var/log
END
state nix-elsewhere made 'the folder with the store was renamed' <<'END'
umount -R /mnt; mount LABEL=nixos /mnt; mv /mnt/nix /mnt/nix-old; mkdir /mnt/nix; umount /mnt
END
state etc-gone made 'a folder that stage 2 binds is gone' <<'END'
umount /mnt/etc/nixos; mv /mnt/persist/etc/nixos /mnt/persist/etc/old
END
state persist-uuid made 'the filesystem got another UUID' <<'END'
umount -R /mnt; root=$(blkid -t LABEL=nixos -o device)
e2fsck -fp "$root" || [[ $? == 1 ]]
tune2fs -U e27a95d1-6f48-49c2-b1a0-5d3c8f7e6b19 "$root"
END
