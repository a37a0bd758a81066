# write-file FILE MODE LENGTH SHA256 [OLD]
#   Writes standard input to FILE, an absolute path, in one step: to a temporary name in the same
#   directory first, then renamed, so that FILE is the old one or the new one and never a part.
#   It keeps the mode and owner of the file it replaces; MODE (octal) is for a new one. Input that
#   is not LENGTH bytes with that SHA256 was cut off or is not what was approved: nothing changes.
#   With OLD, FILE has to hold what has that checksum: what was approved replaces what was shown.
#   Links are not followed: on a broken system they may lead out of it.
file=$1
mode=$2
length=$3
sum=$4
old=${5-}
directory=${file%/*}/

no() {
  printf '%s\n' "$1" >&2
  exit 1
}
[ -d "$directory" ] || no "The directory $directory is not there."
[ ! -L "$file" ] || no "$file is a symbolic link; name the file that it points to."
[ ! -e "$file" ] || [ -f "$file" ] || no "$file is there and is not a file."

temporary=$(mktemp "$directory.thaw.XXXXXX") || exit
trap 'rm -f "$temporary"' EXIT
trap 'exit 143' HUP INT TERM
cat >"$temporary" || exit
[ "$(wc -c <"$temporary")" -eq "$length" ] || no "Only a part of the file arrived."
[ "$(sha256sum <"$temporary")" = "$sum  -" ] || no "What arrived is not what was sent."
if [ -n "$old" ] && [ "$(sha256sum <"$file")" != "$old  -" ]; then
  no "$file was changed meanwhile, and is left as it is. Look at it, and repeat the change."
fi
case $(stat -f -c %T "$directory") in
  msdos | exfat) ;; # An EFI system partition has neither modes nor owners.
  *)
    if [ -e "$file" ]; then
      chown --reference="$file" "$temporary" && chmod --reference="$file" "$temporary" || exit
    else
      chmod "$mode" "$temporary" || exit
    fi
    ;;
esac
sync "$temporary" && mv -fT "$temporary" "$file" && sync "$directory"
