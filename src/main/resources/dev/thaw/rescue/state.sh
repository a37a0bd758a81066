# state ROOT [busy]
#   what holds on the machine now, by the kernel's own word: mounts, imported pools, opened
#   containers, active volumes and arrays. Sections: mountinfo, pools, mapped, bases, arrays,
#   ended (the processes of looks that left a mount or a pool behind, a line each),
#   holders (only with "busy", when something is mounted at ROOT): a line "PID<tab>COMMAND" for each process
#   that stands in, runs from or has open something below ROOT.
section mountinfo cat /proc/self/mountinfo
pools=/dev/null
if command -v zpool >/dev/null; then
  # What another look has imported for the moment is gone in a moment.
  alone 20
  section pools zpool list -Hp -o name,altroot,readonly,health
  pools=$section_out
  together
fi

# A probe imports and mounts only in its own folder, thaw.PID.N, and takes all of it back when it ends.
# What is there when no such process is, it left behind because it was killed.
ended() {
  awk '
    FILENAME ~ /mountinfo$/ { $0 = $5 }
    match($0, /\/thaw\.[0-9]+\.[0-9]+(\/|\t|$)/) {
      pid = substr($0, RSTART + 6)
      sub(/\..*/, "", pid)
      print pid
    }' /proc/self/mountinfo "$1" | sort -u | while read -r pid; do
      case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) in *thaw-*) ;; *) echo "$pid" ;; esac
    done
}
section ended ended "$pools"
# By the kernel's own list: asking LVM would let it mend what it finds.
mapped() {
  for mapped in /sys/block/dm-*/dm; do
    [ -e "$mapped/uuid" ] && printf '%s\t%s\n' "$(cat "$mapped/uuid")" "$(cat "$mapped/name")"
  done
}
section mapped mapped

# What each volume lies on: a line "MAPPED-NAME<tab>CONTAINER-OR-ARRAY", as those are called to close.
bases() {
  for volume in /sys/block/dm-*; do
    [ -e "$volume" ] || continue
    case $(cat "$volume/dm/uuid" 2>/dev/null) in LVM-*) ;; *) continue ;; esac
    for base in "$volume"/slaves/*; do
      kernel_name=${base##*/}
      if [ -e "/sys/block/$kernel_name/dm/name" ]; then
        printf '%s\t%s\n' "$(cat "$volume/dm/name")" "$(cat "/sys/block/$kernel_name/dm/name")"
      fi
      for link in /dev/md/*; do
        [ "$(readlink -f "$link")" = "/dev/$kernel_name" ] &&
          printf '%s\t%s\n' "$(cat "$volume/dm/name")" "$link"
      done
    done
  done
}
section bases bases
if grep -q ^md /proc/mdstat 2>/dev/null && command -v mdadm >/dev/null; then
  section arrays mdadm --detail --scan
fi

# The processes that keep something below ROOT busy, without fuser or lsof: not every medium has them.
holders() {
  find /proc/[0-9]*/cwd /proc/[0-9]*/root /proc/[0-9]*/exe /proc/[0-9]*/fd -maxdepth 1 -type l \
    -printf '%p\t%l\n' 2>/dev/null |
    root=$1 awk -F '\t' '
      $2 == ENVIRON["root"] || index($2, ENVIRON["root"] "/") == 1 { split($1, p, "/"); print p[3] }' |
    sort -un | while read -r pid; do
      [ "$pid" = "$$" ] && continue
      printf '%s\t' "$pid"
      tr '\0\n' '  ' <"/proc/$pid/cmdline" | cut -c 1-200
      printf '\n'
    done
}
if [ "${2-}" = busy ] && awk -v root="$1" '$5 == root { found = 1 } END { exit !found }' /proc/self/mountinfo; then
  section holders holders "$1"
fi
