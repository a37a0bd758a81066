# state ROOT
#   what holds on the machine now, by the kernel's own word: mounts, imported pools, opened
#   containers, active volumes and arrays. Sections: mountinfo, pools, mapped, bases, arrays,
#   holders (only when something is mounted at ROOT): a line "PID<tab>COMMAND" for each process
#   that stands in, runs from or has open something below ROOT.
section mountinfo cat /proc/self/mountinfo
if command -v zpool >/dev/null; then
  section pools zpool list -Hp -o name,altroot,readonly,health
fi
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
if command -v mdadm >/dev/null; then
  section arrays mdadm --detail --scan
fi

# The processes that keep something below ROOT busy, without fuser or lsof: not every medium has them.
holders() {
  for process in /proc/[0-9]*; do
    pid=${process#/proc/}
    [ "$pid" = "$$" ] && continue
    for link in "$process/cwd" "$process/root" "$process/exe" "$process"/fd/*; do
      case $(readlink "$link" 2>/dev/null) in
        "$1" | "$1"/*)
          printf '%s\t' "$pid"
          tr '\0\n' '  ' <"$process/cmdline" | cut -c 1-200
          printf '\n'
          break
          ;;
      esac
    done
  done
}
if awk -v root="$1" '$5 == root { found = 1 } END { exit !found }' /proc/self/mountinfo; then
  section holders holders "$1"
fi
