# containers.sh
#   Prints what lies in containers (LUKS, LVM, md, btrfs) and which of them are open.
#   Sections:
#     settle       udevadm's wait for udev, at most 10 s
#     mapped       what device-mapper has open, a line each, tab between: kernel name, its uuid, its
#                  name; the uuid tells what made it: CRYPT-LUKS2-…, LVM-…
#     members      the LUKS containers, a line each, as blkid knows them
#     luks:DEVICE  a LUKS container's header, and with LUKS2 the JSON behind it: the first one, or
#                  where that is damaged, the second
#     pv, vg, lv   LVM's reports, in JSON; --readonly takes no lock and repairs nothing
#     md-examine   md arrays by what their members say
#     md-detail    md arrays that are assembled
#     btrfs        btrfs filesystems and their devices
#   Changes nothing: nothing is opened, activated or assembled. cryptsetup is not asked, because it
#   mends a damaged header when it reads one. A tool that is missing is a section with status 127.
mapped() {
  for directory in /sys/block/dm-*/dm; do
    [ -e "$directory/name" ] || continue
    kernel_name=${directory#/sys/block/}
    printf '%s\t%s\t%s\n' "${kernel_name%/dm}" "$(cat "$directory/uuid")" "$(cat "$directory/name")"
  done
}

# Behind a LUKS1 header come the keys, encrypted: they are left where they are.
luks_header() {
  at=$(header_at "$1")
  case $at:$(od -An -tx1 -j6 -N2 "$1") in
    [1-9]* | *'00 02'*) dd if="$1" bs=4096 skip="$at" count=4 2>/dev/null ;;
    *) dd if="$1" bs=592 count=1 2>/dev/null ;;
  esac
}

# header_at DEVICE
#   prints where the header to read is, in blocks of 4 KiB: 0, or that of the second header of LUKS2,
#   which lies at one of a few places. Blkid knows a container by that, too.
header_at() {
  case $(od -An -tx1 -N4 "$1") in *'4c 55 4b 53'*) echo 0 && return ;; esac
  for block in 4 8 16 32 64 128 256 512 1024; do
    case $(od -An -tx1 -j $((block * 4096)) -N4 "$1" 2>/dev/null) in *'53 4b 55 4c'*) echo $block && return ;; esac
  done
  echo 0
}

report() { "$@" --readonly --reportformat json --units b --nosuffix; }

section settle udevadm settle --timeout=10
section mapped mapped
members() {
  timeout 20 blkid -c /dev/null -t TYPE=crypto_LUKS -o device
  status=$?
  [ "$status" -eq 2 ] || return "$status"
}
section members members
members=$section_out
while IFS= read -r device; do
  section "luks:$device" luks_header "$device"
done <"$members"
section pv report pvs -o pv_name,vg_name,vg_uuid,pv_size,pv_missing
section vg report vgs -o vg_name,vg_uuid,vg_size,vg_free
section lv report lvs -o lv_name,vg_name,lv_uuid,vg_uuid,lv_size,lv_path,lv_layout,lv_skip_activation
section md-examine mdadm --examine --scan --verbose
section md-detail mdadm --detail --scan --verbose
section btrfs btrfs filesystem show --raw
exit 0
