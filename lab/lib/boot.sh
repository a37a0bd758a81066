# `lab boot`: the machine from its own disk, through its own firmware and boot loader.

PASSPHRASE='thaw lab'             # of what is encrypted; published, protects nothing
# Seconds without a word after which the loading of modules is a hang: as many as the machine took to get
# there, for a slow computer is slow in both, but no fewer than these.
PATIENCE=${THAW_LAB_PATIENCE:-15}
BOOT_LIMIT=${THAW_LAB_BOOT_LIMIT:-360}

# cmd_boot MACHINE [NAME]   prints the console as it grows and a verdict; exit 0, 10, 11
cmd_boot() {
  local machine=${1:-} kept=${2:-} disk dir medium pid
  need_machine "$machine"
  host_tools
  need_idle "$machine"
  disk=$(disk "$machine")
  [[ -z $kept ]] || put_back "$kept" "$disk" ||
    fail "nothing of $machine is kept under the name $kept; lab keep does that"
  dir=$(run_dir "$machine")
  guest_args "$machine" 2048
  firmware "$machine" "$dir"
  attach_disks "$disk" "thaw-$machine"
  # By way of the boot loader, which adds it to what its entry says: the disk knows nothing of it.
  ARGS+=(-smbios "type=11,value=io.systemd.boot.kernel-cmdline-extra=$KERNEL_EXTRA")
  : >"$dir/console"
  ARGS+=(-chardev "stdio,id=serial,signal=off,logfile=$dir/console" -serial chardev:serial -nic none)
  rm -f "$dir/keys"; mkfifo "$dir/keys"
  exec 5<>"$dir/keys"
  qemu-system-x86_64 "${ARGS[@]}" <&5 >/dev/null 2>"$dir/qemu.log" &
  pid=$!
  echo "$pid" >"$dir/pid"
  # shellcheck disable=SC2064
  trap "kill $pid 2>/dev/null || true; rm -f '$dir/pid'" EXIT
  trap 'exit 1' INT TERM HUP
  SECONDS=0
  follow "$dir/console" "$pid"
}

# firmware MACHINE DIR   UEFI with the machine's own variables; SeaBIOS, which writes to the serial console, too,
#   where there is no other
firmware() {
  if [[ $(machine_word "$1" FIRMWARE) == bios ]]; then ARGS+=(-machine graphics=off); return; fi
  ARGS+=(-drive "if=pflash,format=raw,unit=0,readonly=on,file=$(ovmf CODE)"
    -drive "if=pflash,format=raw,unit=1,file=$2/vars.fd")
}

# clean FILE   the console as text: what redraws a line becomes lines of its own, no escape sequences;
#   of the lines in which systemd counts, one after the other, the last
clean() {
  sed 's/\x1b\[[0-9;:=?!]*[A-Za-z]//g; s/\x1b\][^\x07]*\x07//g; s/\x1b[()][A-Z0-9]//g; s/\x1b[A-Z]//g' "$1" |
    tr '\r' '\n' | tr -d '\000-\010\013-\037' | awk '
      /^ *$/ { next }
      /^\[[ *]*\] (\([0-9]+ of [0-9]+\) )?(A|Job) .* running/ { count = $0; next }
      { if (count != "") print count; count = ""; print }
      END { if (count != "") print count }'
}

# last_line FILE   what the console says last, the kernel's own messages aside
last_line() { clean "$1" | { grep -av '^\[ *[0-9.]*\] ' || true; } | tail -n 1; }

verdict() { echo "verdict: $1"; exit "$2"; }

# follow CONSOLE PID   prints the console until it can be judged
follow() {
  local console=$1 pid=$2 size old=0 shown=0 quiet=0 typed='' text last stands came=0
  while :; do
    size=$(stat -c %s "$console")
    text=$(clean "$console"); last=$(last_line "$console")
    mapfile -t lines <<<"$text"
    if ((${#lines[@]} > shown + 1)); then   # the last one may still grow
      printf '%s\n' "${lines[@]:shown:${#lines[@]}-shown-1}"; shown=$((${#lines[@]} - 1))
    fi
    # (each round takes a second and more on a busy computer: the clock counts, not the rounds)
    if [[ $size != "$old" ]]; then came=$SECONDS; old=$size; fi
    quiet=$((SECONDS - came))
    rest() { printf '%s\n' "${lines[@]:shown}"; }

    if [[ $text == *"lab: stage 2 reached"* ]]; then
      timeout 30 tail --pid="$pid" -f /dev/null || true
      text=$(clean "$console"); mapfile -t lines <<<"$text"; rest
      verdict "stage 2 reached" 0
    fi
    case $text in
      *"An error occurred in stage 1"* | *"You are in emergency mode"* | *"Kernel panic"* | \
        *"UEFI Interactive Shell"* | *"No bootable option"* | *"Error loading "* | *"Failed to execute"* | *"grub> "* | *"grub rescue> "*)
        if [[ $quiet -ge 2 ]]; then rest; verdict "failed ($(cause <<<"$text"))" 11; fi ;;
    esac
    if [[ $text == *"error: you need to load the kernel first."* && $quiet -ge 5 ]]; then rest; verdict "failed ($(cause <<<"$text"))" 11; fi
    if ! kill -0 "$pid" 2>/dev/null; then
      rest
      [[ $text != *"Reboot Into Firmware Interface"* || $text == *"EFI stub:"* ]] ||
        verdict "failed (nothing to start in the boot menu: Reboot Into Firmware Interface)" 11
      [[ -s $console ]] || fail "QEMU did not start: $(tail -n 1 "${console%/*}/qemu.log")"
      verdict "failed (the machine went off; it said last: $last)" 11
    fi
    if [[ -z $typed && ($last == "Passphrase for "* || $last == *"Please enter passphrase for disk "* || $last == "Enter passphrase for "* || $last == *"Enter key for "*) ]]; then sleep 1; printf '%s\r' "$PASSPHRASE" >&5; typed=1; fi
    # systemd counts while it waits: where it has stopped counting, the whole machine stands still
    stands=
    case $last in "loading module "*...) stands=$last ;; esac
    case $text in
      *"ed Load Kernel Modules."* | *"Failed to start Load Kernel Modules"*) ;;
      *"Starting Load Kernel Modules..."*) stands="Starting Load Kernel Modules..." ;;
    esac
    if [[ -n $stands && $quiet -ge $PATIENCE && $quiet -ge $came ]]; then rest; verdict "hang ($stands)" 10; fi
    if [[ $SECONDS -gt $BOOT_LIMIT || $quiet -gt 120 ]]; then rest; verdict "hang ($last)" 10; fi
    sleep 1
  done
}

# cause   of the console on standard input: the line that tells why it failed
cause() {
  grep -aE -m 1 '^error: file|cannot import|not found\.?$|Timed out|Failed to (start|mount|canonicalize|execute)|Error loading|Kernel panic|mounting .* failed|mount: |No bootable|Interactive Shell' |
    sed 's/^\[ *[0-9.]*\] //' || echo "no cause seen"
}
