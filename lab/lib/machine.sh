# The machines' pristine disks: written by a guest that runs the live medium.

# pristine MACHINE   prints the folder of its disk.qcow2, making it when missing
#   (a change of the live medium's own start-up makes no disk anew)
pristine() {
  local r m b
  r=$(rootfs) || exit 1; m=$(modules) || exit 1; b=$(base) || exit 1
  product "$1" "$(key_of "${r##*/}" "${m##*/}" "${b##*/}" -- "machines/$(machine_of "$1")" guest lib/machine.sh)" \
    build_machine "$1" "$b"
}

# machine_word MACHINE WORD   prints what machine.sh sets it to: FIRMWARE is UEFI unless it says bios, DISKS is 1
machine_word() { sed -n "s/^$2=//p" "$LAB/machines/$(machine_of "$1")/machine.sh"; }

# machine_of NAME   `older` is the article's machine with one generation more
machine_of() { if [[ $1 == older ]]; then echo article; else echo "$1"; fi; }

# build_machine MACHINE BASE DIR   runs guest/install in the live medium, on an empty disk
build_machine() {
  local machine=$1 base=$2 dir=$3 guest=build-$1 run parts=$3/parts status=0
  run=$(run_dir "$guest")   # a guest of its own name: `lab stop MACHINE` is not for it
  mkdir -p "$parts"
  qemu-img create -q -f qcow2 "$dir/disk.qcow2" 4G
  [[ $(machine_word "$machine" DISKS) != 2 ]] || qemu-img create -q -f qcow2 "$dir/disk2.qcow2" 4G
  cp "$base/nix.tar" "$base"/*.env "$parts/"
  cp -r "$LAB/guest" "$parts/"
  cp -r "$LAB/machines/$(machine_of "$machine")" "$parts/machine"
  squash "$parts" "$dir/parts.squashfs" -all-root
  # shellcheck disable=SC2064
  trap "stop_machine '$guest'" EXIT
  stop_machine "$guest"
  start_live "$guest" "$dir/disk.qcow2" "$(free_port)" "$dir/parts.squashfs" "$run" "thaw-$machine" || {
    stop_machine "$guest"
    start_live "$guest" "$dir/disk.qcow2" "$(free_port)" "$dir/parts.squashfs" "$run" "thaw-$machine"
  } || { echo "the live medium did not come up; its console: $run/console"; return 1; }
  timeout 560 ssh "${SSH[@]}" -i "$run/key" -o UserKnownHostsFile="$run/known_hosts" -p "$(cat "$run/port")" \
    root@127.0.0.1 bash /media/thaw/guest/install "$machine" || status=$?
  [[ $status == 0 ]] || { echo "guest/install ended with $status"; return 1; }
  stop_machine "$guest"
  rm -rf "$parts" "$dir/parts.squashfs"
}
