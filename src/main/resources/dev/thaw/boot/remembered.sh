# What the machine remembers: the installed system's own journal, the room on its disks, what the firmware
# keeps, the kernel's last words, and which files of the system are empty.

# A journal's entries by what they say, as systemd numbers its messages: the start is finished; a unit was
# started, or failed to start; it failed later; the machine is shut down; the journal is closed.
FINISHED=MESSAGE_ID=b07a249cd024414a82dd00cd181378ff
STARTED=MESSAGE_ID=39f53479d3a045ac8e11786248231fbf
NOT_STARTED=MESSAGE_ID=be02cf6855d2428ba40df7e9d022f03d
FAILED=MESSAGE_ID=d9b373ed55a64feb8242e02dbe79a49c
SHUT_DOWN=MESSAGE_ID=98268866d1d54a499c4e98921d93bc40
CLOSED=MESSAGE_ID=d93fb3c9c24d451a97cea615ce59c00b

# whole ROOT SOURCE TYPE SUBVOLUME
#   sets $W to where the files of the whole installation are seen, as it would be when running, and keeps
#   its fstab in $T/fstab. $R is where its store was opened; see open_store.
whole() {
  if [ -n "$1" ]; then
    W=$R
    : >"$T/fstab"
    toplevel=$(current_toplevel "$W")
    built_fstab "$W" && tidy_fstab <"$followed" >"$T/fstab"
    return 0
  fi
  opened=$R
  R=$M/whole n=1 roots=1 source=$2 source_type=$3 subvolume=$4 known=' '
  case $strip in '') follow "$opened" /nix ;; *) followed=$opened ;; esac
  assemble "$followed" >/dev/null
  W=$R
  R=$opened
}

# is_unseen PATH
#   whether what PATH lies on by the fstab is not mounted now; then sets $unseen to its place.
is_unseen() {
  unseen='' kind=''
  # Longer places come later.
  while IFS=$tab read -r _ _ place type _ <&4; do
    case $place in /*) case $1/ in "${place%/}/"*) unseen=$place kind=$type ;; esac ;; esac
  done 4<"$T/fstab"
  case $unseen:$kind in
    : | *:tmpfs | *:ramfs) return 1 ;;
    /:*) ! is_point "$W" ;;
    *) ! follow "$W" "$unseen" || ! is_point "$followed" ;;
  esac
}

# room
#   for each of the places that must have room: its path, then blocks, free ones, those that are not kept
#   for root, a block's size, inodes, free ones, the filesystem's type, and its number, a line each.
room() {
  for path in / /nix /var /var/log; do
    ! is_unseen "$path" && follow "$W" "$path" && [ -d "$followed" ] || continue
    printf '%s %s %s\n' "$path" "$(stat -f -c '%b %f %a %S %c %d %T' "$followed")" "$(stat -c %d "$followed")"
  done
}

# state_files
#   for each file of the system's state that is there: its path, a tab, and what it is, a line each.
state_files() {
  state_file /etc/machine-id '[0-9a-fu]'
  for name in uid-map gid-map auto-subuid-map; do state_file "/var/lib/nixos/$name" '{'; done
}

# state_file PATH PATTERN
#   the same of one file, which begins with what is like the PATTERN.
state_file() {
  ! is_unseen "$1" && follow "$W" "${1%/*}" && folder=$followed || return 0
  [ -e "$folder/${1##*/}" ] || [ -L "$folder/${1##*/}" ] || return 0
  if ! follow "$W" "$1" || ! [ -e "$followed" ]; then
    state=DANGLING
  elif [ ! -f "$followed" ]; then
    # What is no file may never end when it is read.
    state=BROKEN
  else
    case $(head -c 1 "$followed" | tr -d '\0') in $2) state=WHOLE ;; *) state=BROKEN ;; esac
  fi
  printf '%s\t%s\n' "$1" "$state"
}

# journal_folder
#   sets $journal to where the installed system's journal is; says why it can't be read, and returns 2
#   where it keeps none.
journal_folder() {
  command -v journalctl >/dev/null || { echo "the live system has no journalctl" >&2 && return 1; }
  is_unseen /var/log/journal && { echo "$unseen is not mounted" >&2 && return 1; }
  follow "$W" /var/log/journal && [ -d "$followed" ] || return 2
  journal=$followed
}

# past_boots
#   prints the ids of the boots that the journal knows, the oldest first, a line each. journalctl is told the
#   folder, so it opens the files there for reading only, and nothing of the live system's own.
past_boots() {
  journal_folder || return
  limited 20 journalctl -D "$journal" -q --no-pager --list-boots >"$T/boots" 2>"$T/why" || { why >&2 && return 1; }
  sed -nE 's/^ *-?[0-9]+ ([0-9a-f]{32}) .*/\1/p' "$T/boots" | tail -n 1000
}

# entries ID [ARG…]
#   prints what the journal has of this boot, an object of JSON a line, at most 256 KiB.
entries() {
  id=$1
  shift
  limited 10 journalctl -D "$journal" -q --no-pager -a -o json \
    --output-fields=MESSAGE,MESSAGE_ID,UNIT,SYSLOG_IDENTIFIER --boot="$id" "$@" | head -c 262144
}
first_words() { entries "$1" SYSLOG_IDENTIFIER=kernel | head -n 8; }
last_words() { entries "$1" -n 30; }
marks() {
  entries "$1" -n 200 "$FINISHED" + "$STARTED" UNIT=multi-user.target UNIT=emergency.target UNIT=rescue.target \
    UNIT=shutdown.target + "$NOT_STARTED" + "$FAILED" + "$SHUT_DOWN" + "$CLOSED"
}

# list_variables FOLDER
#   prints the name and the size of each of the firmware's variables.
list_variables() {
  [ -d "$1" ] || { echo "the live system was not started by UEFI" >&2 && return 1; }
  find "$1" -maxdepth 1 -type f -printf '%f\0%s\0' | head -c 262144
}

# firmware FOLDER
#   the list of what the firmware starts, and the room for its variables, which are files in FOLDER.
firmware() {
  section variables list_variables "$1" || return 0
  [ -s "$section_out" ] || return 0
  section 'variables room' stat -f -c '%b %a %S' "$1"
  entries=0
  for file in "$1"/BootOrder-"$GLOBAL" "$1"/BootCurrent-"$GLOBAL" "$1"/BootNext-"$GLOBAL" \
    "$1"/Boot[0-9A-F][0-9A-F][0-9A-F][0-9A-F]-"$GLOBAL"; do
    [ -f "$file" ] && [ "$entries" -lt 64 ] || continue
    section "variable ${file##*/}" head -c 4096 "$file"
    entries=$((entries + 1))
  done
}
GLOBAL=8be4df61-93ca-11d2-aa0d-00e098032b8c

# crashes FOLDER PATTERN
#   prints of the newest files below FOLDER that have such a name their path, their time, their size, each
#   ended by a NUL, and their first 64 KiB: the kernel's last words, in parts.
crashes() {
  [ -d "$1" ] && limited 10 find "$1" -maxdepth 4 -type f -name "$2" -printf '%T@ %p\n' | sort -rn | head -n 64 \
    | while IFS=' ' read -r _ file; do
      find "$file" -maxdepth 0 -type f -printf '%p\0%T@\0%s\0' -exec head -c 65536 {} \;
    done | head -c 2097152
}

# links_of SYSTEM
#   prints where the links of a system lead, a line each: to its parts, its programs, its units.
links_of() {
  printf '%s\n' "$1"
  for at in "$1:1" "$1/sw/bin:1" "$1/etc/systemd/system:2"; do
    follow "$W" "${at%:*}" && [ -d "$followed" ] && find "$followed" -maxdepth "${at##*:}" -type l -printf '%l\n'
  done
}

# empty_files SYSTEM
#   prints how many paths of the store the links of the system lead to, and what of its programs, libraries
#   and modules there is an empty file, each ended by a NUL. Other files may be meant to be empty.
empty_files() {
  follow "$W" "$1" && [ -d "$followed" ] && follow "$W" /nix/store && store=$followed || return
  links_of "$1" | sed -n 's|^\(/nix/store/[^/]\{1,\}\).*|\1|p' | sort -u | head -n 1500 >"$T/paths"
  set --
  while IFS= read -r path <&8; do
    path=$store/${path#/nix/store/}
    [ -e "$path" ] && [ ! -L "$path" ] && set -- "$@" "$path"
  done 8<"$T/paths"
  [ "$#" -gt 0 ] || return
  printf '%s\0' "$#"
  limited 20 find "$@" -xdev -type f -size 0 \( -perm -100 -o -name '*.so' -o -name '*.so.*' -o -name '*.ko' \
    -o -name '*.ko.*' -o -name bzImage -o -name initrd \) -printf '%p\0' >"$T/empty" || return
  # As the installed system calls them.
  head -c 65536 "$T/empty" | sed -z "s|^$(printf %s "$store" | sed 's/[]\\.*^$|[]/\\&/g')/|/nix/store/|"
}

# remembered COUNT EFIVARS SYSTEM
#   makes the sections: of the boots that the journal knows, the last COUNT; of the firmware, what Linux
#   shows of it in the folder EFIVARS; of the files of the SYSTEM, those that are empty.
remembered() {
  section 'empty files' empty_files "$3"
  firmware "$2"
  section 'crashes efivars' crashes "$2" 'dump-type0-*'
  section 'crashes pstore' crashes /sys/fs/pstore 'dmesg-*'
  section 'crashes live' crashes /var/lib/systemd/pstore 'dmesg-*'
  follow "$W" /var/lib/systemd/pstore && section 'crashes installed' crashes "$followed" 'dmesg-*'
  section room room
  section 'state files' state_files
  section journal past_boots || return 0
  tail -n "$1" "$section_out" >"$T/ids"
  uptime
  until=$((uptime + 25))
  while read -r boot <&8; do
    section "journal $boot begins" first_words "$boot"
    section "journal $boot marks" marks "$boot"
    section "journal $boot ends" last_words "$boot"
    uptime
    [ "$uptime" -lt "$until" ] || break
  done 8<"$T/ids"
}
