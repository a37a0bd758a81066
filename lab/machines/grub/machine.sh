# GRUB for UEFI, its folder and the kernels on the ESP at /boot; an ext4 root, no ZFS.
HOST=quarry
HOSTID=5f10c2d7
ESP=6B0E-D41A
RELEASE=25.11
MACHINE_ID=17c9e0b4d2f34b0c8a6fb1e3d59a7c20
ROOT=3b8f6f0c-52c4-4b1e-9b1c-6a0f7b1d9e42

home() { note dan list.txt "sharpen the chisels"; }
