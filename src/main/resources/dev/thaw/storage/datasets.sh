# datasets.sh
#   Prints the datasets of every pool: of imported ones as they are, of the others after importing
#   them read-only for the moment. Whatever ends the script, they are exported again.
#   Sections:
#     module           loading the kernel module, when it is not loaded yet
#     imported         imported pools, a line each, tab between: guid, name, altroot
#     get:GUID         the datasets of that pool, a line for each property, tab between:
#                      dataset, property, value, where the value is from
#     altroot:GUID     where that pool's mount points are below, when it is open for the moment
#     tried:GUID NAME  importing a pool read-only for the moment; its error says why it can't be
#     import           what could be imported; zpool fails when there is nothing, too
#     import-by-scan   the same from every device, only when the first found none
#     twin:GUID NAME   a pool that was left alone because one of its name is imported
#     left:GUID NAME   exporting it again
#   Changes nothing on a disk: `readonly=on` writes no label and replays no log, and neither does the
#   export after it. -f is given only together with it, and only where ZFS says that the pool "was
#   previously in use from another system": never to one that guards itself and is in use now.
module() { [ -d /sys/module/zfs ] || modprobe zfs; }

# The pool that is open for the moment; it is this script's only while its altroot is.
opened=''
close_pool() {
  [ "$(zpool list -H -o altroot "$1" 2>/dev/null)" = "$T/pool" ] || return 0
  zpool export "$1" 2>/dev/null || zpool export -f "$1"
}
cleanup() {
  [ -z "$opened" ] || close_pool "$opened" 2>/dev/null
  rm -rf "$T"
}

datasets() {
  zfs get -Hp -r -t filesystem,volume -o name,property,value,source \
    type,used,available,referenced,volsize,mounted,canmount,encryption,keystatus,keyformat,encryptionroot,keylocation,mountpoint \
    "$1"
}

import_read_only() {
  zpool import -N -o readonly=on -o cachefile=none -R "$T/pool" "$@"
}

peek() {
  import_read_only "$1" 2>"$T/why" && return
  if grep -q 'previously in use from another system\|may be in use from other system' "$T/why" &&
    ! grep -q 'is imported on\|multihost' "$T/why"; then
    import_read_only -f "$1" 2>"$T/why" && return
  fi
  cat "$T/why" >&2
  return 1
}

section module module
# Two looks would take each other's pools for imported.
alone 30
section imported zpool list -H -o guid,name,altroot
imported=$section_out
while IFS='	' read -r guid name altroot; do
  section "get:$guid" datasets "$name"
done <"$imported"

section import timeout --foreground 60 zpool import
grep -q '^ *pool: ' "$section_out" || section import-by-scan timeout --foreground 60 zpool import -d /dev
sed -n 's/^ *pool: \(.*\)/p\1/p; s/^ *id: \([0-9]*\)$/i\1/p' "$section_out" >"$T/found"
# A pool that zpool finds on two ways is printed twice.
seen=' '
while IFS= read -r line; do
  case $line in
    p*) name=${line#p} ;;
    i*)
      guid=${line#i}
      case $seen in *" $guid "*) continue ;; esac
      seen="$seen$guid "
      if cut -f 2 "$imported" | grep -qxF -e "$name"; then
        section "twin:$guid $name" true
        continue
      fi
      # Named before it is there, so that an interrupt during the import exports it, too.
      opened=$name
      if section "tried:$guid $name" peek "$guid"; then
        section "altroot:$guid" printf %s "$T/pool"
        section "get:$guid" datasets "$name"
        section "left:$guid $name" close_pool "$name"
      fi
      opened=''
      ;;
  esac
done <"$T/found"
exit 0
