# `lab keep` and `lab swap`: a machine's disk as it was at some moment, kept under a name and put back.

# cmd_keep MACHINE NAME   keeps the disk as it is at this moment, as if the plug were pulled now
cmd_keep() {
  local machine=${1:-} name=${2:-} disk dir i n
  need_machine "$machine"
  need_kept_name "$name"
  is_running "$machine" || fail "$machine does not run; start it first: lab live $machine"
  dir=$(run_dir "$machine")
  disk=$(disk "$machine")
  for n in $(numbers "$disk"); do
    monitor "$dir" "snapshot_blkdev_internal own$n $name"
    for ((i = 0; i < 100; i++)); do
      ! qemu-img snapshot -l -U "$(nth "$n" "$disk")" | awk 'NR > 2 { print $2 }' | grep -qx "$name" || continue 2
      sleep 0.1
    done
    fail "QEMU did not keep it: $(timeout 1 cat "$dir/monitor.out" | tr -d '\r' | tail -n 2 | head -n 1)"
  done
}

# cmd_swap MACHINE NAME   while the live medium runs, and nothing of the disk is in use: takes the disk out, puts it
#   back to how it was kept, and in again
cmd_swap() {
  local machine=${1:-} name=${2:-} disk dir i n done=''
  need_machine "$machine"
  need_kept_name "$name"
  is_running "$machine" || fail "$machine does not run; start it first: lab live $machine"
  disk=$(disk "$machine")
  dir=$(run_dir "$machine")
  for n in $(numbers "$disk"); do monitor "$dir" "device_del disk$n"; done
  live_ssh "$machine" 'for i in $(seq 100); do ls /dev/nvme?n1 >/dev/null 2>&1 || exit 0; sleep 0.2; done; exit 1' ||
    fail "the live medium does not let go of the disk of $machine; is something of it mounted?"
  for n in $(numbers "$disk"); do monitor "$dir" "drive_del own$n"; done
  for ((i = 0; i < 50; i++)); do
    if put_back "$name" "$disk" 2>"$dir/swap.log"; then done=1; break; fi
    sleep 0.2
  done
  [[ -n $done ]] || fail "the disk of $machine could not be put back to $name: $(tail -n 1 "$dir/swap.log")"
  for n in $(numbers "$disk"); do
    monitor "$dir" "drive_add 0 $(own_drive "$n" "$disk")"
    monitor "$dir" "device_add $(own_device "$n" "thaw-$machine"),bus=bay$n"
    live_ssh "$machine" 'for i in $(seq 100); do [ ! -e /dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_'"thaw-$machine$([[ $n == 1 ]] || echo "-$n")"'-part1 ] || break; sleep 0.2; done; udevadm settle -t 50; [ "$(ls -d /dev/nvme?n1 | wc -l)" = '"$n"' ]' ||
      fail "the live medium does not see the disk of $machine any more"
  done
}

need_kept_name() { [[ $1 =~ ^[a-z0-9-]+$ ]] || { echo "lab: a disk is kept under a name of a-z, 0-9 and -" >&2; exit 2; }; }

# monitor DIR COMMAND   tells QEMU, and throws away what it has said so far, for its pipe is short
monitor() {
  dd if="$1/monitor.out" iflag=nonblock of=/dev/null status=none 2>/dev/null || true
  echo "$2" >"$1/monitor.in"
}
