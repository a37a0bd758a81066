# record DIRECTORY ID LINE PROGRAM [ARG…]
#   Appends LINE to DIRECTORY/record.jsonl, runs PROGRAM, appends {"id":ID,"status":N} and exits
#   with its status. If LINE can't be written, PROGRAM is not run: prints "thaw-record: …" on
#   standard error and exits with 125. Signals are PROGRAM's; what they did to it is recorded.
directory=$1
id=$2
line=$3
shift 3

append() { printf '%s\n' "$1" >>"$directory/record.jsonl"; }

begin() {
  umask 077
  [ -d "$directory" ] || mkdir -p "$directory" || return
  # After a crash the last line may be cut; the next one must not be glued to it.
  if [ -s "$directory/record.jsonl" ] && [ -n "$(tail -c 1 "$directory/record.jsonl")" ]; then
    printf '\n' >>"$directory/record.jsonl" || return
  fi
  append "$line"
}

printed=$(begin 2>&1) || {
  printf 'thaw-record: %s\n' "$printed" >&2
  exit 125
}
trap : HUP INT QUIT TERM
"$@"
status=$?
append "{\"id\":\"$id\",\"status\":$status}"
exit "$status"
