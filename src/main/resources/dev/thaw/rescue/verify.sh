# verify SYSTEM SECONDS
#   compares each path of the store that SYSTEM needs with what nix's database says of it. For bash inside
#   the installed system, with layers in RAM over what nix writes to (see enter.sh). Prints lines:
#     failed WHY        what SYSTEM needs could not be asked for
#     paths N           that many are to be compared
#     checked N         that many are
#     missing PATH      it is not there
#     modified PATH     it is not what the database says
#     unread PATH WHY   it could not be compared
#     late N            after SECONDS, N were compared, and no more are
list=/run/thaw-verify
nix-store --query --requisites "$1" >"$list" 2>"$list.why" || {
  printf 'failed %s\n' "$(tail -n 1 "$list.why")"
  exit 0
}
mapfile -t paths <"$list"
printf 'paths %d\n' "${#paths[@]}"

# check PATH
#   says what is the matter with it.
check() {
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    printf 'missing %s\n' "$1"
  elif ! nix-store --verify-path "$1" >/dev/null 2>"$list.why"; then
    if grep -q 'was modified' "$list.why"; then
      printf 'modified %s\n' "$1"
    else
      printf 'unread %s %s\n' "$1" "$(tail -n 1 "$list.why")"
    fi
  fi
}

deadline=$((SECONDS + $2))
count=0
while [ "$count" -lt "${#paths[@]}" ]; do
  [ "$SECONDS" -lt "$deadline" ] || {
    printf 'late %d\n' "$count"
    exit 0
  }
  # Each start of nix takes its time; where one of several is damaged, it ends at that.
  some=("${paths[@]:count:16}")
  nix-store --verify-path "${some[@]}" >/dev/null 2>&1 || for path in "${some[@]}"; do check "$path"; done
  count=$((count + ${#some[@]}))
  printf 'checked %d\n' "$count"
done
exit 0
