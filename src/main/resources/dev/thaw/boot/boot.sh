# boot ROOT SOURCE TYPE SUBVOLUME SECONDS BOOTS EFIVARS SYSTEM COUNT [TOPLEVEL…] [INITRD…]
#   what the boot depends on beside what the survey reads. The store is the one of the installation
#   at ROOT, or, when ROOT is empty, the one on SOURCE, a device or dataset that is opened
#   read-only: of TYPE, in its SUBVOLUME. Sections:
#     drivers       a line "KERNEL-NAME<tab>MODULE MODULE…" for each disk: what drives it now
#     start NAME    of each disk its first sector, which a BIOS starts, and where that is GRUB's the
#                   sectors of its core image, as many as that says, at most 2048
#     btrfs         what btrfs's tool tells of filesystems and their devices, where it is there
#     keys          a line "DATASET<tab>DATASET" for each dataset of the pools that are imported: its
#                   encryption root, or a dash; where ZFS's tool is there
#     room, journal, journal ID …, variables, variable NAME, crashes PLACE,
#     empty files
#                   what the machine remembers, see remembered.sh; of the last BOOTS boots, and of its
#                   firmware what is in the folder EFIVARS, of the SYSTEM its empty files. None where BOOTS is 0
#     errors …      what is said of the disks' health, see health.sh; none where BOOTS is 0
#     toplevels     those of the COUNT systems TOPLEVEL whose init is there, each ended by a NUL
#     initrd PATH   each INITRD's bytes, links followed inside; with a status when it can't be read.
#                   The first one always; no further one is begun after SECONDS, which are soon over
#                   where the line is slow

# can_be_module NAME
#   whether a kernel can have it as a module: it is loaded as one, or listed among those built in that
#   could be. Of a bridge's driver, pcieportdrv, there is no such file in any kernel.
can_be_module() {
  [ -e "/sys/module/$1/initstate" ] && return
  for modules_dir in /lib/modules /run/booted-system/kernel-modules/lib/modules; do
    tr - _ <"$modules_dir/$(uname -r)/modules.builtin" 2>/dev/null | grep -q "/$1\.ko$" && return
  done
  return 1
}

# climb DIR
#   adds to $modules what drives the device that DIR describes, and what it is attached to.
climb() {
  at=$1
  while [ "${at#/sys/devices/}" != "$at" ]; do
    for module in "$at/driver/module" "$at/device/driver/module"; do
      [ -L "$module" ] && module=$(readlink "$module") && can_be_module "${module##*/}" &&
        modules="$modules ${module##*/}"
    done
    at=${at%/*}
  done
}

drivers() {
  for disk in /sys/class/block/*; do
    [ -e "$disk/partition" ] && continue
    where=$(readlink -f "$disk")
    modules=''
    climb "$where"
    # An NVMe disk hangs on a subsystem that is attached to nothing; its controllers are.
    for controller in "${where%/*}"/nvme[0-9]*; do
      [ -L "$controller" ] && climb "$(readlink -f "$controller")"
    done
    [ -n "$modules" ] && printf '%s\t%s\n' "${disk##*/}" "${modules# }"
  done
}

# What a disk that fails never answers is not waited for.
soon='timeout --foreground -k 2 5'

# number FILE SECTOR BYTE SIZE
#   prints the number, the lowest byte first, that a device has in that sector.
number() { $soon dd if="$1" bs=512 skip="$2" count=1 2>/dev/null | od -An -v -t"u$4" -j "$3" -N "$4" | tr -d ' \n'; }

# first_sectors DEVICE
#   what a BIOS starts of it. GRUB's code says in 0x5c where its core image begins; that sector's list
#   in its end, where the others are and how many.
first_sectors() {
  $soon head -c 512 "$1"
  core=$(number "$1" 0 92 8)
  $soon dd if="$1" bs=440 count=1 2>/dev/null | tr -d '\0' | grep -aq 'GRUB ' || return 0
  case $core in '' | 0 | ????????????????*) return 0 ;; esac
  count=0
  [ "$(number "$1" "$core" 500 8)" != "$((core + 1))" ] || count=$(number "$1" "$core" 508 2)
  [ "${count:-0}" -lt 2048 ] || count=0
  $soon dd if="$1" bs=512 skip="$core" count="$((count + 1))" 2>/dev/null
}

# has_first_sector DISK
#   whether DISK, a folder of /sys, is one that a BIOS could start: no partition, nothing that is made of
#   others, nothing without a medium.
has_first_sector() {
  case ${1##*/} in dm-* | md* | sr* | fd* | ram* | zram* | nbd*) return 1 ;; esac
  [ ! -e "$1/partition" ] && [ -b "/dev/${1##*/}" ] && read -r size 2>/dev/null <"$1/size" && [ "$size" -gt 0 ]
}

# open_store ROOT SOURCE TYPE SUBVOLUME
#   sets $R to where the store is seen, and $strip to what of its path is not there.
open_store() {
  if [ -n "$1" ]; then
    R=${1%/}
  else
    R=$M/store
    mkdir "$R"
    case $3 in
      zfs) import_pools && open_dataset "$2" "$R" ;;
      btrfs) open_device "$2" btrfs "$R" subvolid=5 && R=$R${4:+/$4} ;;
      *) open_device "$2" "$3" "$R" ;;
    esac || return
  fi
  store=$(inside "$R" /nix/store)
  if [ -d "$store" ]; then strip=''; else strip=/nix; fi
}

# below PATH
#   prints where a path of the store is seen; what it is links to is followed, inside.
below() { inside "$R" "${1#"$strip"}"; }

toplevels() {
  for toplevel in "$@"; do
    # systemd's init is a link into the store: that it is there is enough.
    init=$(below "$toplevel") && { [ -e "$init/init" ] || [ -L "$init/init" ]; } && printf '%s\0' "$toplevel"
  done
}

initrd() {
  file=$(below "$1") && [ -f "$file" ] && head -c 268435456 -- "$file"
}

section drivers drivers
for disk in /sys/class/block/*; do
  ! has_first_sector "$disk" || section "start ${disk##*/}" first_sectors "/dev/${disk##*/}"
done
! command -v btrfs >/dev/null || section btrfs timeout --foreground -k 2 20 btrfs filesystem show --raw
open_store "$1" "$2" "$3" "$4" 2>"$T/why"
opened=$?
[ "$6" -eq 0 ] || health
[ "$opened" -eq 0 ] || { section opened cat "$T/why"; exit 0; }
! command -v zfs >/dev/null || section keys timeout --foreground -k 2 20 zfs list -H -t filesystem -o name,encryptionroot
if [ "$6" -gt 0 ]; then
  whole "$1" "$2" "$3" "$4"
  remembered "$6" "$7" "$8"
fi
seconds=$5
count=$9
shift 9
i=0
# The systems are the first of the arguments that are left.
while [ "$i" -lt "$count" ]; do
  toplevels "$1" >>"$T/toplevels"
  shift
  i=$((i + 1))
done
[ -f "$T/toplevels" ] && section toplevels cat "$T/toplevels"
began=$(date +%s)
for path in "$@"; do
  section "initrd $path" initrd "$path"
  print_sections
  [ "$(($(date +%s) - began))" -lt "$seconds" ] || break
done
exit 0
