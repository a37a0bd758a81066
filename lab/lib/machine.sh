# The machines' pristine disks: written by a guest that runs the live medium.

# pristine MACHINE   prints the folder of its disk.qcow2, making it when missing
pristine() {
  local m l b
  m=$(modules) || exit 1; l=$(live) || exit 1; b=$(base) || exit 1
  product "$1" "$(key_of "${m##*/}" "${l##*/}" "${b##*/}" -- "machines/$(machine_of "$1")" machines/common guest lib/machine.sh)" \
    build_machine "$1" "$b"
}

# machine_of NAME   `older` is the article's machine with one generation more
machine_of() { if [[ $1 == older ]]; then echo article; else echo "$1"; fi; }

# build_machine MACHINE BASE DIR   runs guest/install in the live medium, on an empty disk
build_machine() {
  local machine=$1 base=$2 dir=$3 run parts status=0
  run=$dir/run; parts=$dir/parts
  mkdir -p "$run" "$parts"
  qemu-img create -q -f qcow2 "$dir/disk.qcow2" 4G
  cp "$base/nix.tar" "$base"/*.env "$parts/"
  cp -r "$LAB/guest" "$LAB/machines/common" "$LAB/machines/$(machine_of "$machine")" "$parts/"
  mv "$parts/$(machine_of "$machine")" "$parts/machine"
  squash "$parts" "$dir/parts.squashfs" -all-root
  mkdir -p "$STATE/run/$machine"
  trap "stop_machine '$machine'" EXIT
  stop_machine "$machine"
  start_live "$machine" "$dir/disk.qcow2" "$(free_port)" "$dir/parts.squashfs" "$STATE/run/$machine" || {
    stop_machine "$machine"
    start_live "$machine" "$dir/disk.qcow2" "$(free_port)" "$dir/parts.squashfs" "$STATE/run/$machine"
  } || { echo "the live medium did not come up"; return 1; }
  timeout 560 ssh "${SSH[@]}" -i "$STATE/run/$machine/key" \
    -o UserKnownHostsFile="$STATE/run/$machine/known_hosts" -p "$(cat "$STATE/run/$machine/port")" root@127.0.0.1 \
    bash /media/thaw/guest/install "$machine" || status=$?
  [[ $status == 0 ]] || { echo "guest/install ended with $status"; return 1; }
  stop_machine "$machine"
  trap - EXIT
  rm -rf "$run" "$parts" "$dir/parts.squashfs" "$STATE/run/$machine"/{overlay.qcow2,vars.fd}
}
