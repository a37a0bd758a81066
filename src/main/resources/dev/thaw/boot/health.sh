# What the disks say of themselves, and what the live kernel and the filesystems say of them. Sections:
#     errors log         the kernel's lines about disks that fail, the last 200; with a status when its log
#                        can't be read
#     errors smart DISK  `smartctl -H` of each disk, which is not woken for it
#     errors smart       with a status, where there is no smartctl
#     errors btrfs       `btrfs device stats` of each btrfs that is mounted, for this look, too
#     errors zpool       `zpool status -v`
#     errors ext         a line "DISK STATE COUNT" for each filesystem of ext2's kind: the state that its
#                        superblock says, a sum of 1 clean, 2 with errors, 4 orphans; and how many
#                        errors the kernel has noted there

errors_logged() {
  dmesg >"$T/dmesg" || return
  grep -E '(I/O|critical [a-z]+) error,? (on )?dev |Buffer I/O error on device|ata[0-9.]+: (failed command|exception Emask)|nvme[0-9]+: (I/O .*[Tt]imeout|controller is down)|mmcblk[0-9]+: .*error|(EXT4-fs|XFS) error|XFS \(.*I/O error|BTRFS .*errs: wr ' \
    "$T/dmesg" | tail -n 200
  return 0
}

smart() {
  command -v smartctl >/dev/null || { section 'errors smart' false; return; }
  until=$(($(date +%s) + 20))
  for disk in /sys/class/block/*; do
    # A partition is not asked, nor what is no device of its own: a loop, an array.
    [ ! -e "$disk/partition" ] && [ -e "$disk/device" ] || continue
    case ${disk##*/} in sr* | fd*) continue ;; esac
    [ "$(date +%s)" -lt "$until" ] || break
    section "errors smart ${disk##*/}" timeout --foreground -k 2 8 smartctl -n standby -H "/dev/${disk##*/}"
  done
}

btrfs_stats() {
  awk '{ for (i = 7; $i != "-"; i++); if ($(i + 1) == "btrfs" && !seen[$(i + 2)]++ && $5 !~ /\\/) print $5 }' \
    /proc/self/mountinfo | while IFS= read -r point; do timeout --foreground -k 2 10 btrfs device stats "$point"; done
}

# The superblock begins at 1024 bytes; in it the magic number at 56, the state at 58, the count at 404.
ext_states() {
  for disk in /sys/class/block/*; do
    disk=${disk##*/}
    case $disk in sr* | fd* | ram* | zram*) continue ;; esac
    timeout --foreground -k 2 5 head -c 2048 -- "/dev/$disk" >"$T/superblock" 2>/dev/null || continue
    set -- $(od -A n -v -j 1080 -N 4 -t u2 "$T/superblock") $(od -A n -v -j 1428 -N 4 -t u4 "$T/superblock")
    [ "${1:-}" != 61267 ] || echo "$disk $2 $3"
  done
  return 0
}

health() {
  section 'errors log' errors_logged
  smart
  ! command -v btrfs >/dev/null || section 'errors btrfs' btrfs_stats
  ! command -v zpool >/dev/null || section 'errors zpool' timeout --foreground -k 2 20 zpool status -v
  section 'errors ext' ext_states
}
