# Keeps a survey's answer in the machine's RAM, and gives it again as long as nothing can have changed
# what was looked at: taking it anew imports and mounts everything once more, which takes seconds.

# standing PROC SYS
#   prints what a look at disks that nobody writes to depends on: the devices, how much was written
#   to each, and what is mounted from them. Returns 1 when something could change without a trace in
#   that, in memory first: a filesystem that is mounted writable, an imported pool.
standing() {
  for pool in "$1"/spl/kstat/zfs/*/; do [ ! -d "$pool" ] || return; done
  awk '
    function bad() { failed = 1; exit }
    FILENAME ~ /mountinfo$/ {
      for (i = 7; $i != "-" && i < NF; i++);
      if ($(i + 1) == "zfs") bad()
      if ($5 == "/run" && $(i + 1) == "tmpfs") ram = 1
      if ($(i + 2) !~ /^\/dev\//) next
      if ($(i + 3) !~ /^ro(,|$)/) bad()
    }
    FILENAME ~ /diskstats$/ { $0 = $3 " " $8 " " $10 " " $15 " " $17 }
    { print }
    END { exit failed || !ram }' "$1/self/mountinfo" "$1/diskstats" "$1/partitions" || return
  set -- "$1/mdstat" "$2"/block/dm-*/dm/name "$2"/block/dm-*/dm/uuid "$2"/block/dm-*/dm/suspended
  cat "$@" 2>/dev/null
  # The question itself: this script with its arguments.
  cksum <"/proc/$$/cmdline"
}

# remembering ROOT
#   gives the kept answer, if it was given not long ago and is still true; else has the question
#   answered by `apart`, and keeps the answer if it was a whole one: then a file is made at
#   $THAW_WHOLE. What is in plain folders of the live system leaves no trace, so it must hold nothing.
remembering() {
  if [ -e "${1%/}/nix" ] || [ -L "${1%/}/nix" ] || ! standing /proc /sys >"$T/standing"; then
    apart "$@"
    return
  fi
  kept=/run/thaw/survey-$(sha256sum <"$T/standing" | cut -c 1-64)
  [ -f "$kept" ] && [ -n "$(find "$kept" -mmin -10)" ] && cat "$kept" && return
  export THAW_WHOLE="$T/whole"
  apart "$@" >"$T/answer"
  status=$?
  cat "$T/answer"
  [ "$status" -ne 0 ] || [ ! -e "$THAW_WHOLE" ] || keep
  return "$status"
}

# keep
#   keeps the answer, if what holds now is still what held when it was asked for.
keep() {
  standing /proc /sys >"$T/standing.now" && cmp -s "$T/standing" "$T/standing.now" || return
  (umask 077 && mkdir -p "${kept%/*}" && rm -f "${kept%-*}"-* && cp "$T/answer" "${kept%-*}.new") \
    && mv "${kept%-*}.new" "$kept"
}
