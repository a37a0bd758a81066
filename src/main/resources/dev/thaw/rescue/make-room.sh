# make-room HOW ROOT FOLDER KEEP PATH…
#   Takes files away from FOLDER, a folder of the system at ROOT that its boot loader reads. HOW is
#     drop  they are worth nothing
#     try   each is kept below KEEP, a folder of that system, where there is room for it
#     keep  the same, and one that can't be kept stays where it is
#   What is kept is compared before the original goes. A file that is gone already is passed over.
how=$1 root=${2%/}
follow "$root" "$3" && folder=$followed && [ -d "$folder" ] || exit
follow "$root" "$4" && keep=$followed || exit
shift 4
umask 077

# copy FROM TO
#   TO is whole or not there.
copy() {
  mkdir -p "${2%/*}" && cp -- "$1" "$2.part" && sync "$2.part" && cmp -- "$1" "$2.part" \
    && mv -fT -- "$2.part" "$2" && return
  rm -f -- "$2.part"
  return 1
}

for path in "$@"; do
  file=$folder$path
  [ -f "$file" ] && [ ! -L "$file" ] || continue
  if [ "$how" != drop ] && ! copy "$file" "$keep$path"; then
    if [ "$how" = keep ]; then
      echo "$file could not be kept in $keep, so it stays." >&2
      exit 1
    fi
    echo "There is no room in $keep for $file: it is not kept." >&2
  fi
  rm -f -- "$file" || exit
done
sync -f "$folder"
