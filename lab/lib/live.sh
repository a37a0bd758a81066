# `lab live`: the live medium with a machine's disk, reachable by ssh.

# start_live GUEST DISK PORT WITH DIR [SERIAL]   returns when ssh answers and udev has settled; 1 when it does not
start_live() {
  local machine=$1 disk=$2 port=$3 with=$4 dir=$5 serial=${6:-thaw-$1} medium i line
  medium=$(live) || exit 1
  guest_args "$machine" 3072
  attach_image "$medium/live.squashfs" thaw-live
  ARGS+=(-device pcie-root-port,id=bay1,chassis=1 -device pcie-root-port,id=bay2,chassis=2)
  [[ -z $disk ]] || attach_disks "$disk" "$serial" bay
  [[ -z $with ]] || attach_image "$with" thaw-with
  rm -f "$dir"/monitor.{in,out}; mkfifo "$dir"/monitor.{in,out}
  ARGS+=(-chardev "pipe,id=monitor,path=$dir/monitor" -mon chardev=monitor,mode=readline)
  ARGS+=(-kernel "$medium/vmlinuz" -initrd "$medium/initrd"
    -append "$KERNEL_EXTRA console=ttyS0 quiet loglevel=3 mitigations=off random.trust_cpu=on"
    -netdev "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" -device virtio-net-pci,netdev=net
    -serial "file:$dir/console" -pidfile "$dir/pid" -daemonize)
  : >"$dir/console"
  qemu-system-x86_64 "${ARGS[@]}" 2>"$dir/qemu.log" ||
    fail "QEMU did not start: $(tail -n 1 "$dir/qemu.log")"
  echo "$port" >"$dir/port"
  install -m 600 "$medium/key" "$dir/key"
  for ((i = 0; i < ${THAW_LAB_LIVE_LIMIT:-180} * 2; i++)); do
    line=$(tr -d '\r' <"$dir/console" | grep '^live: host key ' | tail -n 1)
    if [[ -n $line ]]; then
      echo "[127.0.0.1]:$port ${line#live: host key }" >"$dir/known_hosts"
      timeout 60 ssh "${SSH[@]}" -i "$dir/key" -o UserKnownHostsFile="$dir/known_hosts" -p "$port" \
        root@127.0.0.1 udevadm settle -t 50 2>"$dir/ssh.log" && return 0
    fi
    is_running "$machine" || return 1
    sleep 0.5
  done
  return 1
}

SSH=(-F none -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20 -o LogLevel=ERROR)

# live_ssh MACHINE ARGS…   ssh to the live medium as root
live_ssh() {
  local dir=$STATE/run/$1; shift
  ssh "${SSH[@]}" -i "$dir/key" -o UserKnownHostsFile="$dir/known_hosts" -p "$(cat "$dir/port")" root@127.0.0.1 "$@"
}

# cmd_live MACHINE [--port P] [--with DIR]
cmd_live() {
  local machine=${1:-} port='' with='' dir disk try
  need_machine "$machine"; shift
  while [[ $# -gt 0 ]]; do
    case $1 in
      --port) port=${2:?--port needs a number}; shift 2 ;;
      --with) with=${2:?--with needs a folder}; shift 2 ;;
      *) echo "lab: live does not know '$1'" >&2; exit 2 ;;
    esac
  done
  [[ -z $with || -d $with ]] || fail "there is no folder $with"
  host_tools
  need_idle "$machine"
  disk=$(disk "$machine")
  dir=$(run_dir "$machine")
  if [[ -n $with ]]; then
    rm -f "$dir/with.squashfs"
    squash "$with" "$dir/with.squashfs" -all-root
    with=$dir/with.squashfs
  fi
  for try in 1 2; do
    say "$machine: starting the live medium"
    SECONDS=0
    if start_live "$machine" "$disk" "${port:-$(free_port)}" "$with" "$dir"; then
      say "$machine: the live medium answers after ${SECONDS} s"
      printf 'port=%s\nkey=%s\nknown_hosts=%s\nuser=root\n' "$(cat "$dir/port")" "$dir/key" "$dir/known_hosts"
      return 0
    fi
    say "$machine: the live medium did not answer (try $try)"
    stop_machine "$machine"
  done
  fail "the live medium did not come up twice; its console: $dir/console"
}
