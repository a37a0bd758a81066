#! @tools@/bin/bash
# What systemd-boot-builder does: kernels and entries of every generation to the ESP.
set -euo pipefail
export PATH=@tools@/bin LC_ALL=C

default=$1
esp=@esp@
boot=@boot@   # entries and kernels: the ESP, too, or an XBOOTLDR partition
profiles=/nix/var/nix/profiles

findmnt "$esp" >/dev/null || {
  echo "efiSysMountPoint = '$esp' is not a mounted partition. Is the path configured correctly?" >&2
  exit 1
}
findmnt "$boot" >/dev/null || {
  echo "xbootldrMountPoint = '$boot' is not a mounted partition. Is the path configured correctly?" >&2
  exit 1
}

loader=$esp/EFI/systemd/systemd-bootx64.efi
if [[ ${NIXOS_INSTALL_BOOTLOADER:-} == 1 ]]; then
  rm -f "$esp/loader/loader.conf"
  mkdir -p "$esp"/EFI/{systemd,BOOT} "$esp"/loader
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
mkdir -p "$boot/EFI/nixos" "$boot/loader/entries"

# efi_name STORE-PATH-OF-A-FILE
efi_name() { local dir=${1%/*}; echo "/EFI/nixos/${dir##*/}-${1##*/}.efi"; }

# copy STORE-FILE   unless a file of that name stands already
copy() {
  local to=$boot$(efi_name "$1") tmp
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
mapfile -t list <<<"$(generations)"
keep=() texts=() names=() paths=() files=()

# entry NUMBER PATH SPECIALISATION   adds what its entry says, and which files it needs; none for the system itself
entry() {
  local spec="$2/boot.json" kernel initrd text hash
  [[ -z $3 ]] || spec="$2/specialisation/$3/boot.json"
  kernel=$(jq -r '."org.nixos.bootspec.v1".kernel' "$spec"); initrd=$(jq -r '."org.nixos.bootspec.v1".initrd' "$spec")
  text="title NixOS${3:+ ($3)}
sort-key nixos
version Generation $1 $(jq -r '."org.nixos.bootspec.v1".label' "$spec"), built on $(date -d "@$(stat -c %Y "$profiles/system-$1-link")" +%F)
linux $(efi_name "$kernel")
initrd $(efi_name "$initrd")
options $(jq -r '."org.nixos.bootspec.v1" | "init=" + .init + " " + (.kernelParams | join(" "))' "$spec")"
  [[ -z $machine_id ]] || text+="
machine-id $machine_id"
  # where starts are counted, an entry is called after what is in it, for its name has the counter
  hash=$(sha256sum <<<"$text")
  if [[ -n "@tries@" ]]; then names+=("nixos-${hash%% *}")
  else names+=("nixos-generation-$1${3:+-specialisation-$3}"); fi
  texts+=("$text"); paths+=("${3:-$2}"); files+=("$kernel" "$initrd")
  keep+=("$(efi_name "$kernel")" "$(efi_name "$initrd")")
}
for item in "${list[@]}"; do
  path=${item#* }
  entry "${item%% *}" "$path" ''
  for child in "$path"/specialisation/*; do [[ ! -e $child ]] || entry "${item%% *}" "$path" "${child##*/}"; done
done

# what no generation needs any more
for old in "$boot"/loader/entries/nixos-*.conf; do
  [[ -e $old ]] || continue
  name=${old##*/}; name=${name%.conf}
  [[ " ${names[*]} " == *" ${name%%+*} "* ]] || rm "$old"
done
for file in "$boot"/EFI/nixos/*; do
  [[ -e $file ]] || continue
  [[ " ${keep[*]} " == *" /EFI/nixos/${file##*/} "* ]] || rm "$file"
done

# write_loader_conf NAME   with counted entries the newest that is not used up is the default, if NAME is
write_loader_conf() {
  local tmp=$esp/loader/loader.conf.tmp
  {
    echo "timeout @timeout@"
    if [[ -n "@tries@" ]]; then echo "preferred $1.conf"; echo "default nixos-*"; else echo "default $1.conf"; fi
    [[ -n "@editor@" ]] || echo "editor 0"
    echo "console-mode @consoleMode@"
  } >"$tmp"
  sync "$tmp"
  mv "$tmp" "$esp/loader/loader.conf"
}

for i in "${!names[@]}"; do
  copy "${files[2 * i]}"; copy "${files[2 * i + 1]}"
  # an entry that is there keeps its counter
  to=$(compgen -G "$boot/loader/entries/${names[i]}+*.conf" || true)
  [[ -n $to ]] || to=$boot/loader/entries/${names[i]}$([[ -z "@tries@" || -e $boot/loader/entries/${names[i]}.conf ]] || echo "+@tries@").conf
  echo "${texts[i]}" >"$to.tmp" || { rm -f "$to.tmp"; exit 1; }
  mv "$to.tmp" "$to"
  if [[ ${paths[i]} == "$default" ]]; then write_loader_conf "${names[i]}"; fi
done
sync -f "$esp" "$boot"
@extraCommands@
