# Guests: how QEMU is called, and what of a running one is kept.
# A machine's running state: STATE/run/MACHINE/{overlay.qcow2,vars.fd,pid,port,console,known_hosts}, and
# overlay2.qcow2 where it has two disks

ACCEL=${THAW_LAB_ACCEL:-tcg,thread=multi}
# What every guest's kernel is told: on a busy computer QEMU's timer ticks too late for the kernel's
# check of it, which ends in "panic: IO-APIC + timer doesn't work!".
KERNEL_EXTRA='no_timer_check'

run_dir() { mkdir -p "$STATE/run/$1"; echo "$STATE/run/$1"; }

# is_running MACHINE   true when its guest's QEMU lives (a reused process number is not taken for it)
is_running() {
  local pid
  pid=$(cat "$STATE/run/$1/pid" 2>/dev/null) && [[ -n $pid ]] &&
    grep -qa "thaw-lab-$1" "/proc/$pid/cmdline" 2>/dev/null
}

# need_idle MACHINE
need_idle() { ! is_running "$1" || fail "$1 is running; stop it first: lab stop $1"; }

# disk MACHINE   prints the path of its disk: an overlay over the pristine image, made when missing; a second one
#   lies beside it
disk() {
  local pristine dir n
  pristine=$(pristine "$1") || exit 1
  dir=$(run_dir "$1")
  if [[ ! -e $dir/overlay.qcow2 || $(cat "$dir/over" 2>/dev/null) != "$pristine" ]]; then
    rm -f "$dir"/{overlay*.qcow2,vars.fd}
    for n in '' 2; do
      [[ ! -e $pristine/disk$n.qcow2 ]] ||
        qemu-img create -q -f qcow2 -F qcow2 -b "$pristine/disk$n.qcow2" "$dir/overlay$n.qcow2" ||
        fail "no disk could be made for $1"
    done
    echo "$pristine" >"$dir/over"
  fi
  [[ -e $dir/vars.fd ]] || cp "$(ovmf VARS)" "$dir/vars.fd"
  echo "$dir/overlay.qcow2"
}

# ovmf CODE|VARS   prints the path of the firmware's file
ovmf() {
  local f
  for f in "/usr/share/OVMF/OVMF_$1_4M.fd" "/usr/share/OVMF/OVMF_$1.fd"; do
    [[ -e $f ]] && { echo "$f"; return; }
  done
  fail "the firmware (package ovmf) is not installed; run: lab build"
}

# guest_args NAME MEMORY   fills ARGS with what every guest has
guest_args() {
  ARGS=(-name "thaw-lab-$1" -machine q35 -accel "$ACCEL" -cpu max -smp 2 -m "$2" -nodefaults
    -display none -no-reboot -object rng-random,filename=/dev/urandom,id=rng -device virtio-rng-pci,rng=rng)
}

# numbers DISK   prints 1, or 1 and 2: how many disks the machine has of which this is the first
numbers() { echo 1; [[ ! -e $(nth 2 "$1") ]] || echo 2; }

# nth N DISK   prints the path of the machine's first or second disk
nth() { if [[ $1 == 1 ]]; then echo "$2"; else echo "${2%.qcow2}$1.qcow2"; fi; }

# attach_disks DISK SERIAL [BUS]   the machine's own drives, each an NVMe; on BUS1 and BUS2 they can be swapped
attach_disks() {
  local n
  for n in $(numbers "$1"); do
    ARGS+=(-drive "$(own_drive "$n" "$1")" -device "$(own_device "$n" "$2")${3:+,bus=$3$n}")
  done
}
own_drive() { echo "file=$(nth "$1" "$2"),format=qcow2,if=none,id=own$1,cache=unsafe,discard=unmap,detect-zeroes=unmap"; }
own_device() { echo "nvme,serial=$2$([[ $1 == 1 ]] || echo "-$1"),drive=own$1,id=disk$1,bootindex=$1"; }

# put_back NAME DISK   all disks as they were kept under that name
put_back() {
  local n
  for n in $(numbers "$2"); do qemu-img snapshot -a "$1" "$(nth "$n" "$2")" || return 1; done
}

# attach_image FILE SERIAL   a squashfs, read-only
attach_image() {
  ARGS+=(-drive "file=$1,format=raw,if=none,id=$2,readonly=on" -device "virtio-blk-pci,drive=$2,serial=$2")
}

# stop_machine MACHINE   ends its guest as pulling the plug does; what the guest had written is kept
stop_machine() {
  local dir=$STATE/run/$1 pid i
  is_running "$1" || { rm -f "$dir/pid"; return 0; }
  pid=$(cat "$dir/pid")
  kill "$pid" 2>/dev/null || true
  for ((i = 0; i < 100; i++)); do
    is_running "$1" || { rm -f "$dir/pid"; return 0; }
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$dir/pid"
}

# free_port   prints a port of 127.0.0.1 that nothing listens on
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
