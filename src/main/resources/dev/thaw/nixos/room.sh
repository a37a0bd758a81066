# room ROOT FOLDER…
#   what room there is where the boot loader of the system at ROOT reads, and what refers to what lies
#   there. For each FOLDER of that system, with its number from 1: sections "space N", "files N" (each
#   path and size), "menus N" (each text that some boot loader may read: path, size, its first 4 MiB)
#   and "images N" (each unified image: its path, then a line for each name that it holds).
R=${1%/}
shift

files() { find "$at" -xdev -maxdepth 6 -type f -printf '%P\0%s\0' | head -c 4194304; }

menus() {
  find "$at" -xdev -maxdepth 6 -type f \( -iname '*.conf' -o -iname '*.cfg' -o -iname '*.lst' \) \
    -printf '%P\0%s\0' -exec head -c 4194304 {} \; | head -c 16777216
}

images() {
  folder=$(find "$at" -maxdepth 1 -iname EFI -type d | head -n 1)
  [ -n "$folder" ] || return 0
  find "$folder" -maxdepth 2 -ipath '*/Linux/*.efi' -type f -printf '/EFI/Linux/%f\0' \
    -exec grep -aoiE 'init=/nix/store/[^ "]*/init|EFI.nixos.[A-Za-z0-9._+-]+' {} \; -printf '\0'
}

n=0
for folder in "$@"; do
  n=$((n + 1))
  follow "$R" "$folder" && at=$followed && [ -d "$at" ] || continue
  section "space $n" stat -f -c '%a %S' "$at"
  section "files $n" files
  section "menus $n" menus
  section "images $n" images
done
