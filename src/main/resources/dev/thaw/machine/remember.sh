# Keeps a probe's answer in the machine's RAM, and gives it again as long as nothing can have changed
# what was looked at. For probes that take seconds, and may be asked several times while the disks are
# untouched. Goes between the prelude and the probe.

# standing PROC SYS
#   prints what a look at disks that nobody writes to depends on: the devices, how much was written
#   to each, what is mounted from them, and the tools. Returns 1 when something could change without a
#   trace in that, in memory first: a filesystem that is mounted writable, an imported pool.
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
  # A disk that takes another's place can have its name and size; the kernel numbers them as they come.
  cat "$1/mdstat" "$2"/block/dm-*/dm/name "$2"/block/dm-*/dm/uuid "$2"/block/dm-*/dm/suspended \
    "$2"/block/[!l]*/diskseq "$2"/block/loop*/loop/../diskseq \
    "$2/module/zfs/version" "$2/module/spl/parameters/spl_hostid" /etc/hostid 2>/dev/null
  # Without its tool, nothing is found of ZFS; it may be installed after that was seen.
  for tool in zpool zfs zdb btrfs; do command -v "$tool"; done
  # The question itself: this script with its arguments.
  cksum <"/proc/$$/cmdline"
}

# recall NAME
#   prints the answer of the probe NAME, if it was given not long ago and is still true; returns 1 if
#   there is none.
recall() {
  kept=''
  standing /proc /sys >"$T/standing" || return
  kept=/run/thaw/answer-$1-$(sha256sum <"$T/standing" | cut -c 1-64)
  [ -f "$kept" ] && [ -n "$(find "$kept" -mmin -10)" ] && cat "$kept"
}

# keep ANSWER
#   keeps the file ANSWER for recall, if what holds now is still what held then.
keep() {
  [ -n "$kept" ] && standing /proc /sys >"$T/standing.now" && cmp -s "$T/standing" "$T/standing.now" || return
  # Two may do this at the same time.
  (umask 077 && mkdir -p "${kept%/*}" && rm -f "${kept%-*}"-* && cp "$1" "${kept%-*}-new.$$") \
    && mv "${kept%-*}-new.$$" "$kept"
}
