# more ROOT PATH…
#   files and folders of the installed system at ROOT that a configuration leads to. Sections, for the
#   number of each PATH: "place N" (where it really lies, links followed inside ROOT), "size N" and
#   "content N" (at most 4 MiB) of a file, "list N" of a folder: the kind and the name of each.
root=${1%/}
shift
number=0
for path in "$@"; do
  number=$((number + 1))
  follow "$root" "$path" && [ -e "$followed" ] || continue
  place=$followed
  section "place $number" printf %s "$place"
  if [ -d "$place" ]; then
    section "list $number" find "$place" -mindepth 1 -maxdepth 1 -printf '%y\0%f\0'
  elif [ -f "$place" ]; then
    section "size $number" stat -c %s -- "$place"
    section "content $number" head -c 4194304 -- "$place"
  fi
done
