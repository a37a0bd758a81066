# lifeline N SECONDS MARK PROGRAM [ARG…]
#   Runs PROGRAM with the next N bytes of standard input as its input, in a session of its own, and
#   exits with its status. Standard input then stays open as a lifeline: when it ends before PROGRAM
#   does (an interrupt, a time limit, a closed laptop, a lost connection), PROGRAM's whole process
#   group gets TERM, and KILL so many SECONDS later. Nothing goes on running that nobody waits for.
#   255 becomes 254, because ssh says "connection lost" by 255. A status above 128 is also printed on
#   standard error, behind MARK if there is one: by such a status ssh says that it was killed itself.
n=$1
grace=$2
mark=$3
shift 3
# Ctrl-C in the terminal that Thaw runs in is Thaw's, and so is the end of that terminal: it lets go of
# the lifeline.
trap '' INT QUIT HUP
export LC_ALL=C.UTF-8
export PATH="$PATH:/run/current-system/sw/bin:/usr/local/sbin:/usr/sbin:/sbin"
exec 3<&0
if [ "$n" -gt 0 ]; then
  # A pipe with a name, gone from the file system before a byte is in it: secrets touch no file.
  dir=$(mktemp -d) && mkfifo -m 600 "$dir/in" || exit 125
  setsid "$@" <"$dir/in" 3<&- &
  child=$!
  exec 4>"$dir/in"
  rm -r "$dir"
else
  setsid "$@" </dev/null 3<&- &
  child=$!
  exec 4>/dev/null
fi
{
  [ "$n" -eq 0 ] || head -c "$n" <&3 >&4
  exec 4>&-
  while read -r _ <&3; do :; done
  kill -TERM -"$child" || kill -TERM "$child"
  sleep "$grace"
  kill -KILL -"$child"
} >/dev/null 2>&1 &
watcher=$!
exec 3<&- 4>&-
wait "$child"
status=$?
kill "$watcher" 2>/dev/null
[ "$status" -eq 255 ] && status=254
[ "$status" -le 128 ] || [ -z "$mark" ] || printf '\036%s%d' "$mark" "$status" >&2
exit "$status"
