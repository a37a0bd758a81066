# leftovers (FILE BACKUP)…
#   what a write of FILE, a path on the live system, has left beside it when it was cut off. Section left: paths,
#   each ended by NUL: files under the name that a write gives to what it has not finished, unless a process
#   still has one open; and each BACKUP (may be empty) that is FILE byte for byte, so that nothing is lost with it.

left() {
  while [ "$#" -ge 2 ]; do
    for unfinished in "${1%/*}"/.thaw.??????; do
      [ -f "$unfinished" ] && [ ! -L "$unfinished" ] || continue
      find /proc/[0-9]*/fd -maxdepth 1 -type l -printf '%l\n' 2>/dev/null | grep -qxF -e "$unfinished" \
        || printf '%s\0' "$unfinished"
    done
    [ -n "$2" ] && [ -f "$2" ] && [ ! -L "$2" ] && cmp -s -- "$2" "$1" && printf '%s\0' "$2"
    shift 2
  done
  :
}
section left left "$@"
