# disks.sh
#   Prints what the kernel, udev and the disks themselves say about every block device.
#   Sections:
#     settle  udevadm's wait for udev, at most 10 s: right after boot the types are not known yet
#     lsblk   lsblk's JSON, every column, sizes in bytes (with --fs it refuses -O)
#     blkid   read from the disks, for where udev's database is empty: its own cache is not used
#     links   the names under /dev/disk that outlast a boot, one a line: link, tab, target
#   Changes nothing. A tool that is missing is a section with status 127.
section settle udevadm settle --timeout=10
section lsblk lsblk -J -b -O
section blkid timeout 20 blkid -c /dev/null -o export
section links find /dev/disk -mindepth 2 -maxdepth 2 -type l ! -path '*/by-diskseq/*' -printf '%p\t%l\n'
exit 0
