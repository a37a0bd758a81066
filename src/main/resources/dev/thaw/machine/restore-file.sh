# restore-file BACKUP FILE SHA256
#   Puts BACKUP in the place of FILE, in one step, if FILE still holds what was written with that
#   SHA256: what somebody else wrote since stays. Nothing to do when FILE is as BACKUP already.
backup=$1
file=$2
sum=$3

no() {
  printf '%s\n' "$1" >&2
  exit 1
}
[ -f "$backup" ] || no "The old text is gone: $backup is not there."
[ ! -L "$file" ] || no "$file is a symbolic link now."
if [ -e "$file" ]; then
  cmp -s -- "$backup" "$file" && exit 0
  [ "$(sha256sum <"$file")" = "$sum  -" ] \
    || no "$file was changed since, and taking the old text would lose that. The old text is in $backup."
fi
temporary=$(mktemp "${file%/*}/.thaw.XXXXXX") || exit
trap 'rm -f "$temporary"' EXIT
trap 'exit 143' HUP INT TERM
cp -a -- "$backup" "$temporary" && sync "$temporary" && mv -fT "$temporary" "$file" && sync "${file%/*}/"
