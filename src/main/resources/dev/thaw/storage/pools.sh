# pools.sh
#   Prints what ZFS says about the pools that are imported and those that could be.
#   Sections:
#     module          loading the kernel module, when it is not loaded yet
#     hostid          the live system's hostid as ZFS sees it: 8 hex digits, 00000000 when not set
#     list            imported pools, a line each, tab between: name, guid, health, size, allocated,
#                     free, readonly, multihost, feature@encryption, altroot
#     status          `zpool status`, devices by their full paths
#     import          `zpool import`, devices by their full paths
#     import-by-scan  the same from every device, only when the first found none: zpool trusts blkid,
#                     which keeps silent about a device with the marks of two filesystems
#     label:DEVICE    `zdb -lu`, of the uberblocks only txg, timestamp and mmp_delay
#     hibernated      swap devices with a hibernated system in them, a line each
#   Changes nothing on a disk: `zpool import` without a pool's name only reads. The answer is kept
#   while the disks are untouched, if it is whole, and unless another computer may be using one of them.
recall pools && exit 0
module() { [ -d /sys/module/zfs ] || modprobe zfs; }

hostid_of_zfs() {
  set_by_module=$(cat /sys/module/spl/parameters/spl_hostid 2>/dev/null || echo 0)
  if [ "$set_by_module" != 0 ]; then
    printf '%08x\n' "$set_by_module"
  elif [ -s /etc/hostid ]; then
    od -An -tx4 -N4 /etc/hostid | tr -d ' '
  else
    echo 00000000
  fi
}

label() {
  zdb -lu "$1" | awk '
    /^ *Uberblock\[/ { inside = 1 }
    /^(-|LABEL)/ { inside = 0 }
    !inside || $1 == "txg" || $1 == "timestamp" || $1 == "mmp_delay"'
}

export ZPOOL_VDEV_NAME_PATH=YES
section module module
section hostid hostid_of_zfs
# What another look has imported for the moment would be taken for imported.
alone 20
section list zpool list -Hp \
  -o name,guid,health,size,allocated,free,readonly,multihost,feature@encryption,altroot
section status zpool status
# scan NAME [ARG…]
#   a section of what could be imported. Sets $partial when that failed; zpool fails on none at all, too.
partial=''
scan() {
  name=$1
  shift
  section "$name" timeout --foreground -k 2 60 zpool import "$@" || grep -q 'no pools available' "${section_out%.out}.err" || partial=yes
}
scan import
grep -q '^ *pool: ' "$section_out" || scan import-by-scan -d /dev
together
blkid -c /dev/null -t TYPE=zfs_member -o device >"$T/members" 2>/dev/null
while IFS= read -r device; do
  section "label:$device" label "$device"
done <"$T/members"
section hibernated blkid -c /dev/null -t TYPE=swsuspend -o device
print_sections >"$T/answer"
cat "$T/answer"
[ -n "$partial" ] || grep -q 'multihost property\|imported by\|imported on' "$T/answer" || keep "$T/answer"
exit 0
