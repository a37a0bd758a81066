#! @tools@/bin/bash
# What systemd-boot-builder does: kernels and entries of every generation to the ESP.
set -euo pipefail
export PATH=@tools@/bin LC_ALL=C

default=$1
esp=@esp@
profiles=/nix/var/nix/profiles

findmnt "$esp" >/dev/null || {
  echo "efiSysMountPoint = '$esp' is not a mounted partition. Is the path configured correctly?" >&2
  exit 1
}

loader=$esp/EFI/systemd/systemd-bootx64.efi
if [[ ${NIXOS_INSTALL_BOOTLOADER:-} == 1 ]]; then
  rm -f "$esp/loader/loader.conf"
  mkdir -p "$esp"/EFI/{systemd,BOOT,nixos} "$esp"/loader/entries
  cp @systemdBoot@/lib/systemd/boot/efi/systemd-bootx64.efi "$loader"
  cp @systemdBoot@/lib/systemd/boot/efi/systemd-bootx64.efi "$esp/EFI/BOOT/BOOTX64.EFI"
  echo type1 >"$esp/loader/entries.srel"
  [[ -e $esp/loader/random-seed ]] || head -c 32 /dev/urandom >"$esp/loader/random-seed"
  if [[ ! -d /sys/firmware/efi/efivars ]]; then
    echo "Not booted with EFI, skipping EFI variable setup." >&2
  fi
elif [[ ! -e $loader ]]; then
  echo "Exception: Could not find any previously installed systemd-boot. If you are switching to systemd-boot from a different bootloader, you need to run \`nixos-rebuild switch --install-bootloader\`" >&2
  exit 1
fi
mkdir -p "$esp/EFI/nixos" "$esp/loader/entries"

# efi_name STORE-PATH-OF-A-FILE
efi_name() { local dir=${1%/*}; echo "/EFI/nixos/${dir##*/}-${1##*/}.efi"; }

# copy STORE-FILE   unless a file of that name stands already
copy() {
  local to=$esp$(efi_name "$1") tmp
  [[ ! -e $to ]] || return 0
  tmp=$(mktemp "${to%.efi}.tmp.XXXX")
  cp "$1" "$tmp" || { rm -f "$tmp"; return 1; }
  sync "$tmp"
  mv "$tmp" "$to"
}

# the generations that are there, oldest first: PROFILE NUMBER PATH
generations() {
  local link n
  for link in "$profiles"/system-[0-9]*-link; do
    [[ -e $link/init ]] || continue
    n=${link##*/system-}; n=${n%-link}
    echo "$n $(readlink -f "$link")"
  done | sort -n | if [[ @limit@ -gt 0 ]]; then tail -n @limit@; else cat; fi
}

machine_id=$(cat /etc/machine-id 2>/dev/null || true)
keep=()
names=()
mapfile -t list <<<"$(generations)"
for item in "${list[@]}"; do names+=("nixos-generation-${item%% *}.conf"); done

# entries of generations that are gone
for entry in "$esp"/loader/entries/nixos-generation-*.conf; do
  [[ -e $entry ]] || continue
  [[ " ${names[*]} " == *" ${entry##*/} "* ]] || rm "$entry"
done
for item in "${list[@]}"; do
  path=${item#* }
  keep+=("$(efi_name "$(jq -r '."org.nixos.bootspec.v1".kernel' "$path/boot.json")")"
    "$(efi_name "$(jq -r '."org.nixos.bootspec.v1".initrd' "$path/boot.json")")")
done
for file in "$esp"/EFI/nixos/*; do
  [[ -e $file ]] || continue
  [[ " ${keep[*]} " == *" /EFI/nixos/${file##*/} "* ]] || rm "$file"
done

write_loader_conf() {
  local tmp=$esp/loader/loader.conf.tmp
  {
    echo "timeout @timeout@"
    echo "default $1"
    [[ -n "@editor@" ]] || echo "editor 0"
    echo "console-mode @consoleMode@"
  } >"$tmp"
  sync "$tmp"
  mv "$tmp" "$esp/loader/loader.conf"
}

for item in "${list[@]}"; do
  n=${item%% *}; path=${item#* }
  spec() { jq -r "${2:-} .\"org.nixos.bootspec.v1\".$1" "$path/boot.json"; }
  kernel=$(spec kernel); initrd=$(spec initrd)
  copy "$kernel"; copy "$initrd"
  entry=$esp/loader/entries/nixos-generation-$n.conf
  {
    echo "title NixOS"
    echo "sort-key nixos"
    echo "version Generation $n $(spec label), built on $(date -d "@$(stat -c %Y "$profiles/system-$n-link")" +%F)"
    echo "linux $(efi_name "$kernel")"
    echo "initrd $(efi_name "$initrd")"
    echo "options init=$(spec init) $(spec 'kernelParams | join(" ")')"
    [[ -z $machine_id ]] || echo "machine-id $machine_id"
  } >"$entry.tmp" || { rm -f "$entry.tmp"; exit 1; }
  mv "$entry.tmp" "$entry"
  if [[ $path == "$default" ]]; then write_loader_conf "nixos-generation-$n.conf"; fi
done
sync -f "$esp"
