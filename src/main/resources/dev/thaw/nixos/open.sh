# Opens the systems of a machine for looking only. Every mount is read-only and replays no journal,
# and all of them are in a mount namespace of this script's own, where nobody else sees them.

# The script starts itself again in that namespace. Its own text is the third argument it runs with.
if [ "${1-}" != --private ]; then
  script=$(sed -z -n 3p "/proc/$$/cmdline" | tr -d '\0')
  # apart [ARG…]
  #   runs this script with these arguments in the namespace.
  apart() { unshare -m --propagation private sh -c "$script" "$0" --private "$@"; }
  # With remember.sh before it, an answer may be there already. What is in plain folders of the live
  # system leaves no trace, so an installation must not be looked for in one.
  if ! command -v recall >/dev/null || [ -e "${1%/}/nix" ] || [ -L "${1%/}/nix" ]; then
    apart "$@"
    exit
  fi
  recall "${0#thaw-}" && exit
  export THAW_WHOLE="$T/whole"
  apart "$@" >"$T/answer"
  status=$?
  cat "$T/answer"
  [ "$status" -ne 0 ] || [ ! -e "$THAW_WHOLE" ] || keep "$T/answer"
  exit "$status"
fi
shift

# uptime
#   sets $uptime to the seconds since the machine started.
uptime() { read -r uptime _ </proc/uptime && uptime=${uptime%.*}; }
uptime
deadline=$((uptime + 90))
tab=$(printf '\t')
# As the kernel names it: a folder for temporary files may be behind a link.
M=$(cd "$T" && pwd -P)/m || exit 1
mkdir "$M" "$T/altroot"
: >"$T/notes" >"$T/opened" >"$T/imported" >"$T/vfat"

# cleanup
#   unmounts everything and exports the pools that were imported here. What could not be unmounted
#   is read-only and on another filesystem, where rm does not go.
cleanup() {
  umount -R "$M" 2>/dev/null || { sleep 1 && umount -R -l "$M" 2>/dev/null; }
  while IFS= read -r pool <&3; do
    if [ "$(zpool get -H -o value altroot "$pool" 2>/dev/null)" = "$T/altroot" ]; then
      zpool export "$pool" 2>/dev/null || { sleep 2 && zpool export "$pool"; }
    fi
  done 3<"$T/imported"
  [ ! -s "$T/opened" ] && [ ! -s "$T/imported" ] || ! command -v udevadm >/dev/null || udevadm settle --timeout=5
  rm -rf --one-file-system "$T"
}
mount -t tmpfs -o mode=700,size=16m tmpfs "$M" || exit 1

# note SENTENCE
#   says something that a person should know beside what was found.
note() { printf '%s\0' "$1" >>"$T/notes"; }

# limited SECONDS PROGRAM [ARG…]
#   runs the program for so long at most; says so when it took longer. In the foreground: a timeout of
#   its own group would leave it running, with what it opens, when this script is told to end.
limited() {
  timeout --foreground -k 2 "$@"
  limited_status=$?
  case $limited_status in
    124 | 137) note "$2 was ended after $1 seconds: what it would have found is missing." ;;
  esac
  return "$limited_status"
}

# in_time
#   whether there is time to look further.
in_time() { uptime && [ "$uptime" -lt "$deadline" ]; }

# folder DIR
#   makes the folder unless it is there.
folder() { [ -d "$1" ] || mkdir -p "$1" 2>/dev/null; }

# attempt TYPE OPTIONS SOURCE DIR
#   mounts; when that fails, $T/why says why.
attempt() { limited 20 mount -t "$1" -o "$2" "$3" "$4" >"$T/why" 2>&1; }

# why
#   prints the end of what the last failed attempt said, on one line.
why() { tail -n 2 "$T/why" | tr '\n' ' '; }

# bind FROM DIR
#   shows the filesystem that FROM is on at DIR too, read-only, without what is mounted below it.
bind() { mount -o bind,ro "$1" "$2" >"$T/why" 2>&1; }

# mounted WHAT
#   prints where the device (its path, or MAJOR:MINOR) or dataset is mounted already, all of it.
mounted() {
  WHAT=$1 awk '
    function plain(s,   i, r) {
      r = ""
      while ((i = index(s, "\\")) > 0) {
        r = r substr(s, 1, i - 1) sprintf("%c", substr(s, i + 1, 1) * 64 + substr(s, i + 2, 1) * 8 + substr(s, i + 3, 1))
        s = substr(s, i + 4)
      }
      return r s
    }
    {
      for (i = 7; $i != "-"; i++);
      if ($4 == "/" && ($3 == ENVIRON["WHAT"] || plain($(i + 2)) == ENVIRON["WHAT"])) { print plain($5); found = 1; exit }
    }
    END { exit !found }' /proc/self/mountinfo
}

# sealed DEVICE
#   prints the option ",loop" for an ext filesystem that would be written to even so: one with a list
#   of orphans, which the kernel clears in spite of ro and noload. Through a loop device it can't.
#   Not always, because udev's links (by-uuid) follow that device while it is there.
sealed() {
  dumpe2fs -h "$1" >"$T/super" 2>/dev/null && ! grep -qE '^First orphan inode|orphan_present' "$T/super" || printf ',loop'
}

# open_device DEVICE TYPE DIR [OPTION]
#   mounts the filesystem at DIR without writing to it, or shows it there when it is mounted already.
#   OPTION is one more: subvolid=5. Returns 1 and leaves $T/why.
open_device() {
  folder "$3"
  if [ "$2" = btrfs ]; then
    attempt btrfs "ro,rescue=nologreplay${4:+,$4}" "$1" "$3" && return
    attempt btrfs "ro,nologreplay${4:+,$4}" "$1" "$3" && return
    # Mounted already: the log was replayed then.
    grep -qF " btrfs $1 " /proc/self/mountinfo && attempt btrfs "ro${4:+,$4}" "$1" "$3"
    return
  fi
  if { [ -s "$T/opened" ] && already=$(awk -F '\t' -v d="$1" '$1 == d { print $2; found = 1; exit } END { exit !found }' "$T/opened"); } \
    || already=$(mounted "$1") || already=$(mounted "$(mountpoint -x "$1" 2>/dev/null)"); then
    bind "$already" "$3"
    return
  fi
  case $2 in
    ext3 | ext4) attempt "$2" "ro$(sealed "$1"),noload" "$1" "$3" ;;
    ext2) attempt "$2" "ro$(sealed "$1")" "$1" "$3" ;;
    xfs) attempt "$2" ro,norecovery "$1" "$3" ;;
    f2fs) attempt "$2" ro,loop,norecovery "$1" "$3" || attempt "$2" ro,loop "$1" "$3" ;;
    bcachefs) attempt "$2" ro,nochanges "$1" "$3" ;;
    vfat) attempt "$2" ro "$1" "$3" ;;
    *) echo "a filesystem of type $2 is not opened for looking" >"$T/why" && return 1 ;;
  esac && printf '%s\t%s\n' "$1" "$3" >>"$T/opened"
}

# datasets
#   keeps what filesystems the imported pools have: "NAME<tab>KEY STATUS<tab>MOUNT POINT" a line.
datasets() {
  limited 20 zfs list -H -t filesystem -o name,keystatus,mountpoint >"$T/datasets" 2>"$T/why" \
    || note "The datasets of imported pools can't be listed: zfs list ended with status $limited_status: $(why)"
}

# dataset NAME
#   whether there is a dataset of that name; then $mountpoint is its property, and $key tells whether
#   its key is loaded. Asks the kept list.
dataset() {
  [ -e "$T/datasets" ] || datasets
  while IFS=$tab read -r name key mountpoint; do
    [ "$name" = "$1" ] && return
  done <"$T/datasets"
  return 1
}

# open_dataset DATASET DIR
#   mounts a dataset of an imported pool at DIR, or shows it there when it is mounted already.
open_dataset() {
  folder "$2"
  if already=$(mounted "$1"); then
    bind "$already" "$2"
  elif dataset "$1" && [ "$key" = unavailable ]; then
    echo "it is encrypted and locked: unlock() first" >"$T/why" && return 1
  elif dataset "$1" && [ "$mountpoint" != legacy ]; then
    attempt zfs ro,zfsutil "$1" "$2" || attempt zfs ro "$1" "$2"
  else
    attempt zfs ro "$1" "$2" || attempt zfs ro,zfsutil "$1" "$2"
  fi
}

# named DEVICE
#   prints the device's name, which for a device of the device mapper says more than dm-N.
named() {
  mapped=/sys/class/block/${1##*/}/dm/name
  if [ -r "$mapped" ] && IFS= read -r mapped <"$mapped" && [ -b "/dev/mapper/$mapped" ]; then
    printf '%s' "/dev/mapper/$mapped"
  else
    printf '%s' "$1"
  fi
}

# is_point DIR
#   whether something is mounted there; links in its path have been followed.
is_point() {
  case $1 in *[!A-Za-z0-9_/.,:+@%=-]*) mountpoint -q "$1" && return || return ;; esac
  while read -r _ _ _ _ point _; do
    [ "$point" = "$1" ] && return
  done </proc/self/mountinfo
  return 1
}

# is_dataset_at DATASET DIR
#   whether it is what was mounted there last.
is_dataset_at() {
  here=1
  while read -r _ _ _ root point rest; do
    [ "$point" = "$2" ] || continue
    case "$root $rest" in "/ "*" - zfs $1 "*) here=0 ;; *) here=1 ;; esac
  done </proc/self/mountinfo
  return "$here"
}

# device_of SPEC
#   prints the block device that an fstab's SPEC means now; returns 1 when there is none.
device_of() {
  case $1 in
    /dev/disk/by-uuid/*) tag=UUID=${1##*/} ;;
    /dev/disk/by-label/*) tag=LABEL=${1##*/} ;;
    /dev/disk/by-partuuid/*) tag=PARTUUID=${1##*/} ;;
    /dev/disk/by-partlabel/*) tag=PARTLABEL=${1##*/} ;;
    UUID=* | LABEL=* | PARTUUID=* | PARTLABEL=*) tag=$1 ;;
    *) tag= ;;
  esac
  if [ -b "$1" ]; then
    found=$(readlink -f "$1")
  elif [ -n "$tag" ]; then
    # Not findfs: its cache remembers devices that are gone.
    found=$(limited 20 blkid -c /dev/null -o device -t "$tag" | head -n 1)
  else
    return 1
  fi
  # A loop device of this script's own (see sealed) stands for the one below it.
  below=/sys/class/block/${found##*/}/loop/backing_file
  [ -r "$below" ] && IFS= read -r below <"$below" && [ -b "$below" ] && found=$below
  [ -n "$found" ] && named "$found"
}

# live_from
#   sets $live to what the live system itself runs from: " SOURCE MAJOR:MINOR …".
live_from() {
  live=$(awk '$5 ~ "^/(nix|iso|cdrom|run/initramfs|run/live|lib/live)?(/|$)" {
    for (i = 7; $i != "-"; i++); printf " %s %s", $3, $(i + 2) }' /proc/self/mountinfo)
}

# on_live_medium DEVICE
#   whether it is on the disk that the live system runs from: a stick has a boot partition, too.
on_live_medium() {
  for part in $live; do
    case $part in /dev/*) [ "$(disk_of "$part")" = "$(disk_of "$1")" ] && return ;; esac
  done
  return 1
}

# disk_of DEVICE
#   prints the name of the disk that a partition is on; of a disk, its own.
disk_of() {
  parent=$(lsblk -dnro PKNAME "$1" 2>/dev/null)
  printf '%s' "${parent:-${1##*/}}"
}

# live DEVICE MAJOR:MINOR
#   whether the live system itself runs from it.
live() { case "$live " in *" $1 "* | *" $2 "*) ;; *) return 1 ;; esac; }

# unused DEVICE
#   whether nothing stands on it: no opened container, logical volume or array.
unused() { [ -z "$(ls "/sys/class/block/$(basename "$(readlink -f "$1")")/holders" 2>/dev/null)" ]; }

# list_devices
#   lists the block devices in $T/devices: name, number, kind, filesystem; sets $live.
list_devices() {
  command -v udevadm >/dev/null && udevadm settle --timeout=10
  limited 20 lsblk -rnpo KNAME,MAJ:MIN,TYPE,FSTYPE >"$T/lsblk" 2>"$T/why" \
    || note "The disks can't be listed: lsblk ended with status $limited_status: $(why)"
  sort -u "$T/lsblk" | while read -r dev mm kind type; do
    # Without udev, lsblk does not know.
    [ -n "$type" ] || type=$(limited 5 blkid -c /dev/null -o value -s TYPE "$dev")
    printf '%s %s %s %s\n' "$dev" "$mm" "$kind" "$type"
  done >"$T/devices"
  live_from
}

# each_device FUNCTION
#   calls FUNCTION DIR SOURCE TYPE SUBVOLUME for every filesystem on a block device.
each_device() {
  list_devices
  seen=' '
  i=0
  while read -r dev mm kind type <&3; do
    in_time || { note "There was no time left to look at $dev and what comes after it." && break; }
    i=$((i + 1))
    case $dev in /dev/dm-*) dev=$(named "$dev") ;; esac
    live "$dev" "$mm" && continue
    case $type in
      crypto_LUKS) unused "$dev" && note "$dev is a LUKS container and locked: unlock() first to see what is in it." ;;
      LVM2_member) unused "$dev" && note "$dev belongs to an LVM volume group that is not activated: unlock() first starts it." ;;
      linux_raid_member) unused "$dev" && note "$dev belongs to an md array that is not assembled: unlock() first starts it." ;;
      isw_raid_member | ddf_raid_member) unused "$dev" && note "$dev belongs to a RAID of the firmware ($type) that is not assembled: unlock() first starts it." ;;
      *_raid_member) unused "$dev" && note "$dev belongs to a RAID of the firmware ($type), of a kind that mdadm does not know: what is on it was not looked at." ;;
      vfat) on_live_medium "$dev" || printf '%s\n' "$dev" >>"$T/vfat" ;;
      btrfs)
        uuid=$(blkid -c /dev/null -o value -s UUID "$dev")
        case $seen in *" $uuid "*) continue ;; esac
        seen="$seen$uuid "
        each_subvolume "$1" "$dev" "$M/d$i"
        ;;
      ext2 | ext3 | ext4 | xfs | f2fs | bcachefs)
        if open_device "$dev" "$type" "$M/d$i"; then
          "$1" "$M/d$i" "$dev" "$type" ''
        else
          note "$dev ($type) could not be opened: $(why)"
        fi
        ;;
    esac
  done 3<"$T/devices"
}

# each_subvolume FUNCTION DEVICE DIR
#   the same for the subvolumes of a btrfs, and its top level last; read-only snapshots are left out.
each_subvolume() {
  if ! open_device "$2" btrfs "$3" subvolid=5; then
    note "$2 (btrfs) could not be opened: $(why)"
    return
  fi
  limited 10 btrfs subvolume list -r "$3" >"$T/snapshots" 2>/dev/null
  limited 10 btrfs subvolume list "$3" 2>/dev/null | grep -vxF -f "$T/snapshots" >"$T/subvolumes"
  while read -r _ id _ _ _ _ _ _ path <&4; do
    in_time || break
    open_device "$2" btrfs "$3.$id" "subvolid=$id" && "$1" "$3.$id" "$2" btrfs "$path"
  done 4<"$T/subvolumes"
  "$1" "$3" "$2" btrfs ''
}

# each_dataset FUNCTION
#   the same for every dataset of every pool. Pools that are not imported are imported read-only,
#   until cleanup; never one that another system uses.
each_dataset() {
  command -v zpool >/dev/null || return
  import_pools
  note_left_pools
  datasets
  i=0
  locked=''
  while IFS=$tab read -r dataset key _ <&3; do
    in_time || { note "There was no time left to look at $dataset and what comes after it." && break; }
    i=$((i + 1))
    if [ "$key" = unavailable ]; then
      # What is below it is locked with it.
      case $dataset in "${locked:-/}"/*) continue ;; esac
      locked=$dataset
      note "The dataset $dataset is encrypted and locked: unlock() first to see what is in it."
    elif open_dataset "$dataset" "$M/z$i"; then
      "$1" "$M/z$i" "$dataset" zfs ''
    else
      note "The dataset $dataset could not be opened: $(why)"
    fi
  done 3<"$T/datasets"
}

# note_left_pools
#   says which pools are imported in a folder of another look: it was cut off, for the others waited.
note_left_pools() {
  zpool list -H -o name,altroot >"$T/left" 2>/dev/null
  while IFS=$tab read -r name altroot <&3; do
    case $altroot in
      "$T/altroot") ;;
      */thaw.[0-9]*.[0-9]*/*) note "The pool $name is still imported, read-only, for a look that was cut off: leave() exports it." ;;
    esac
  done 3<"$T/left"
}

# list_pools [-d DIR]
#   prints id, state, whether another system uses it, and name of each pool that could be imported,
#   once; a pool that this ZFS can only read has the state READABLE. Says so when zpool fails.
list_pools() {
  limited 60 zpool import "$@" >"$T/import" 2>"$T/why" || grep -q 'no pools available' "$T/why" \
    || note "The pools that could be imported can't be listed: zpool import ended with status $limited_status: $(why)"
  awk '
    function done() { if (id != "" && !seen[id]++) print id "\t" state "\t" busy "\t" name; id = "" }
    /^ *pool: / { done(); name = substr($0, index($0, ": ") + 2); state = ""; busy = "no"; text = "" }
    /^ *id: / { id = $2 }
    /^ *state: / { state = $2 }
    /^ *(status|action): |^\t/ { text = text " " $0; gsub(/[ \t]+/, " ", text) }
    text ~ /currently imported by another system|multihost property on/ { busy = "yes" }
    text ~ /can only be accessed in read-only mode/ { state = "READABLE" }
    END { done() }' "$T/import"
}

# import_pools
#   imports what `zpool import` lists, read-only and without mounting. If that is nothing, and no
#   installation was found so far, has it look at every device: blkid, which it trusts, keeps silent
#   about a device with the marks of two filesystems.
import_pools() {
  search=''
  # Two looks would take each other's pools for imported.
  alone 30
  list_pools >"$T/pools"
  if [ ! -s "$T/pools" ] && [ "${n:-1}" = 0 ]; then
    search=/dev
    list_pools -d /dev >"$T/pools"
  fi
  while IFS=$tab read -r id state busy name <&3; do
    if [ "$busy" = yes ]; then
      note "The pool $name is in use by another system, or protected against that (multihost): it was left alone."
    elif zpool list -H -o name "$name" >/dev/null 2>&1; then
      note "A second pool named $name (id $id) was left alone; its disks may carry an old label."
    elif [ "$state" != ONLINE ] && [ "$state" != DEGRADED ] && [ "$state" != READABLE ]; then
      note "The pool $name can't be imported: its state is $state. pools() says more."
    else
      printf '%s\n' "$name" >>"$T/imported"
      limited 60 zpool import ${search:+-d "$search"} -N -f -o readonly=on -R "$T/altroot" "$id" >"$T/why" 2>&1 \
        || note "The pool $name could not be imported for looking: $(why)"
    fi
  done 3<"$T/pools"
}
