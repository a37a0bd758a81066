# ext4, systemd-boot, the script's stage 1; 4 MB left on the ESP.
state broken - 'as it was handed out: vfio_pci in stage 1' <<'END'
END
state no-room broken 'mended and rebuilt without making room first' <<'END'
mend || true
END
state room-made no-room 'the older generation deleted, and the menu written again' <<'END'
inside 'nix-env -p /nix/var/nix/profiles/system --delete-generations old; /nix/var/nix/profiles/system/bin/switch-to-configuration boot'
END
state room-only broken 'the initrd that hangs made room, not rebuilt' <<'END'
mv /mnt/boot/EFI/nixos/*initrd* /mnt/root/
END
