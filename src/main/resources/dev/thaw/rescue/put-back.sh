# put-back HOW ROOT FOLDER KEEP OWN COUNT NAME… PATH…
#   Puts back what make-room took away. First the files go that came since then, whose names are not
#   among the COUNT NAMEs. HOW is
#     mild   those in OWN, a folder below FOLDER, that no menu there names
#     whole  all in OWN, and systemd-boot's entries of NixOS; what came under an old
#            name gives way to what was kept
#   A PATH that was not kept is passed over, and so is one that is there already, unless whole.
how=$1 root=${2%/}
follow "$root" "$3" && folder=$followed && [ -d "$folder" ] || exit
follow "$root" "$4" && keep=$followed || exit
own=$5
count=$6
shift 6
newline='
'
known=$newline
while [ "$count" -gt 0 ]; do
  known=$known$1$newline
  count=$((count - 1))
  shift
done

# named NAME
#   whether some menu names the file.
named() {
  find "$folder" -xdev -maxdepth 6 -type f \( -iname '*.conf' -o -iname '*.cfg' -o -ipath '*/EFI/Linux/*.efi' \) \
    -exec grep -qiF -e "$1" {} \; -print | grep -q .
}

# newer FILE…
#   removes those that came since then.
newer() {
  for file in "$@"; do
    name=${file##*/}
    [ -f "$file" ] || continue
    case $known in *"$newline$name$newline"*) continue ;; esac
    [ "$how" = mild ] && named "$name" && continue
    rm -f -- "$file"
  done
}
[ "$how" = mild ] || newer "$folder"/loader/entries/nixos*
newer "$folder$own"/*

status=0
for path in "$@"; do
  [ -f "$keep$path" ] || continue
  if [ -e "$folder$path" ]; then
    # Nix gives the number of one that is gone again: the entry of that name is the new one's.
    [ "$how" = whole ] && ! cmp -s -- "$keep$path" "$folder$path" || continue
  fi
  if mkdir -p "$folder${path%/*}" && cp -- "$keep$path" "$folder$path.part" && sync "$folder$path.part" \
    && cmp -- "$keep$path" "$folder$path.part" && mv -fT -- "$folder$path.part" "$folder$path"; then
    rm -f -- "$keep$path"
  else
    rm -f -- "$folder$path.part"
    echo "$folder$path could not be put back; it is kept as $keep$path." >&2
    status=1
  fi
done
sync -f "$folder"
exit "$status"
