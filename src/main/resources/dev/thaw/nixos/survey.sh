# survey ROOT
#   finds NixOS installations and prints what there is to know about each: the one that is mounted at
#   ROOT, when a nix store is; else everywhere. Sections "installation N", "fstab N", "mounts N",
#   "profiles N", "generation N LINK", of its specialisations "variant N LINK NAME", "config N", "listing N", "files N", "accounts N", "bare N …",
#   "boot N.I …"; then "vfat I …" for every vfat partition, and "notes". Most hold keys and values, each
#   ended by a NUL.

# value KEY VALUE
#   prints a key and a value.
value() { printf '%s\0%s\0' "$1" "$2"; }

# content KEY PATH [SIZE]
#   prints a key and the text of a file of the installation (at most 256 KiB); empty if there is none.
#   SIZE in bytes, where it is known: what is small is read without starting a program.
content() {
  printf '%s\0' "$1"
  if follow "$R" "$2" && [ -f "$followed" ]; then
    if [ "${3:-8192}" -lt 8192 ]; then
      # Both ways leave out any NUL.
      text=''
      while IFS= read -r text; do printf '%s\n' "$text"; done <"$followed"
      printf %s "$text"
    else
      head -c 262144 "$followed" | tr -d '\0'
    fi
  fi
  printf '\0'
}

# yes KEY PATH
#   prints whether the installation has this.
yes() {
  if follow "$R" "$2" && [ -e "$followed" ]; then value "$1" yes; else value "$1" ''; fi
}

# sizes PATH…
#   sets $sizes to the sizes in bytes of these files of the installation, "-" for one that is none.
sizes() {
  there=''
  for path in "$@"; do
    shift
    if follow "$R" "$path" && [ -f "$followed" ]; then
      set -- "$@" "$followed"
      there="$there yes"
    else
      there="$there no"
    fi
  done
  [ "$#" -eq 0 ] || set -- $(stat -c %s "$@")
  sizes=''
  for is in $there; do
    if [ "$is" = yes ]; then
      sizes="$sizes ${1-}"
      shift
    else
      sizes="$sizes -"
    fi
  done
}

# file_fact KEY PATH SIZE
#   prints where a file of the installation really is, and its size: nothing if it is not.
file_fact() {
  fact=''
  [ "$3" = - ] || { follow "$R" "$2" && fact=$followed; }
  value "$1" "${fact#"$R"}"
  value "$1.size" "${3#-}"
}

# names KEY FOLDER
#   prints what is in a folder of the installation, a line each.
names() {
  follow "$R" "$2" || return
  printf '%s\0' "$1"
  for name in "$followed"/*; do [ -e "$name" ] || [ -L "$name" ] && printf '%s\n' "${name##*/}"; done
  printf '\0'
}

print_installation() {
  value source "$source"
  value type "$source_type"
  value subvolume "$subvolume"
  value uuid "$([ ! -b "$source" ] || blkid -c /dev/null -o value -s UUID "$source")"
  follow "$R" /nix/store
  value found "$([ -z "$mounted_at" ] || findmnt -nvPo SOURCE,FSTYPE,FSROOT,UUID -T "$followed")"
  value at "$R"
  value mountedAt "$mounted_at"
  value toplevel "$toplevel"
  sizes /etc/os-release "$toplevel/etc/hostname" /etc/hostname "$toplevel/nixos-version" /etc/machine-id
  set -- $sizes
  content os-release /etc/os-release "$1"
  content hostname "$toplevel/etc/hostname" "$2"
  content etc.hostname /etc/hostname "$3"
  content nixos-version "$toplevel/nixos-version" "$4"
  content machine-id /etc/machine-id "$5"
  for place in "$toplevel/etc/hostid" /etc/hostid; do
    follow "$R" "$place" && [ -f "$followed" ] || continue
    set -- $(od -An -tx1 -N4 "$followed")
    value hostid "${1-}${2-}${3-}${4-}"
    return
  done
}

print_fstab() {
  built_fstab "$R" && head -c 262144 "$followed"
}

print_profiles() {
  for folder in /nix/var/nix/profiles /nix/var/nix/profiles/system-profiles; do
    follow "$R" "$folder" && [ -d "$followed" ] \
      && find "$followed" -maxdepth 1 -type l -printf "${folder##*/}\\0%f\\0%l\\0%T@\\0"
  done
}

# print_generation TOPLEVEL
print_generation() {
  value toplevel "$1"
  sizes "$1/boot.json" "$1/kernel-params" "$1/nixos-version" "$1/kernel" "$1/initrd" "$1/init"
  set -- "$1" $sizes
  content boot.json "$1/boot.json" "$2"
  content kernel-params "$1/kernel-params" "$3"
  content nixos-version "$1/nixos-version" "$4"
  names modules "$1/kernel-modules/lib/modules"
  file_fact kernel "$1/kernel" "$5"
  file_fact initrd "$1/initrd" "$6"
  file_fact init "$1/init" "$7"
  case ${fact:+$(head -c 2 "$fact")} in '#!') value magic '#!' ;; *) value magic '' ;; esac
  yes prepare-root "$1/prepare-root"
  names specialisations "$1/specialisation"
}

# print_config
#   what /etc/nixos leads to; flake.nix and configuration.nix may be links out of it.
print_config() {
  value directory "${config#"$R"}"
  repo=$config
  while [ -n "${repo#"$R"}" ] && [ ! -e "$repo/.git" ]; do repo=${repo%/*}; done
  if [ -n "${repo#"$R"}" ]; then
    value git "${repo#"$R"}"
    value owner "$(stat -c %u "$repo")"
    content head "${repo#"$R"}/.git/HEAD"
    follow "$R" "${repo#"$R"}/.git/HEAD" && [ -f "$followed" ] && ref=$(sed -n 's/^ref: //p' "$followed" | head -n 1) \
      && [ -n "$ref" ] && content commit "${repo#"$R"}/.git/$ref" && content packed "${repo#"$R"}/.git/packed-refs"
  fi
  set --
  for folder in /home /root /persist /persistent /srv /etc; do
    follow "$R" "$folder" && [ -d "$followed" ] && set -- "$@" "$followed"
  done
  [ "$#" -eq 0 ] || limited 15 find "$@" -maxdepth 4 -type f -name flake.nix -printf 'elsewhere\0%p\0' \
    2>/dev/null | head -c 65536
}

# each_folder FUNCTION
#   calls it with the configuration's folder, and before with those that its main files are links to.
each_folder() {
  for name in configuration.nix flake.nix; do
    follow "$R" "${config#"$R"}/$name" && [ -f "$followed" ] && [ "${followed%/*}" != "$config" ] \
      && "$1" "${followed%/*}"
  done
  "$1" "$config"
}

# print_listing FOLDER
#   what lies in it: kind, path, size and where a link leads, each; "end" when that is all.
print_listing() {
  { limited 10 find "$1" -name .git -prune -o -printf '%y\0%p\0%s\0%l\0' && printf 'end\0'; } | head -c 4194304
}

# print_folder FOLDER
#   every Nix file of it: its path, its size, then its first 256 KiB as they are.
print_folder() {
  limited 10 find "$1" -name .git -prune -o -type f \( -name '*.nix' -o -name flake.lock \) \
    -printf '%p\0%s\0' -exec head -c 262144 {} \; | head -c 8388608
}

# print_boot KEY FOLDER
#   prints sections about what a boot loader finds in FOLDER.
print_boot() {
  section "$1 space" stat -f -c '%b %a %S' "$2"
  section "$1 files" boot_files "$2"
  section "$1 conf" boot_text "$2" /loader/loader.conf
  section "$1 entries" boot_entries "$2"
  section "$1 menus" boot_menus "$2"
}

# health DEVICE TYPE
#   whether the filesystem is marked as damaged, or was left without being unmounted; and whether it is
#   mounted read-only where it should be written to. While it is mounted writable, its mark says nothing.
health() {
  how=$(DEV=$1 ROOT=$root_asked awk '{
    for (i = 7; $i != "-"; i++);
    if ($(i + 2) != ENVIRON["DEV"]) next
    all = "," $6 "," $(i + 3) ","
    if (all !~ /,ro,/) writable = 1
    else if (ENVIRON["ROOT"] != "" && index($5, ENVIRON["ROOT"] "/") == 1) readonly = 1
  }
  END { print writable ? "writable" : readonly ? "readonly" : "" }' /proc/self/mountinfo)
  case $how in writable) return ;; readonly) value readonly yes ;; esac
  case $2 in
    vfat)
      # FAT32 has its name at 82 and the mark at 65, the smaller ones the mark at 37.
      mark=$(head -c 512 "$1" | od -An -v -tx1 | tr -d ' \n')
      [ "$(printf %s "$mark" | cut -c 165-174)" = 4641543332 ] && at=131 || at=75
      case $(printf %s "$mark" | cut -c "$at-$((at + 1))") in ?[13579bdf]) value dirty yes ;; esac
      ;;
    ext2 | ext3 | ext4) dumpe2fs -h "$1" 2>/dev/null | grep -q '^Filesystem state:.*errors' && value dirty yes ;;
  esac
}

boot_files() { find "$1" -xdev -maxdepth 6 -type f -printf '%P\0%s\0' | head -c 1048576; }

boot_text() { follow "$1" "$2" && [ -f "$followed" ] && head -c 65536 "$followed"; }

# boot_entries FOLDER
#   every entry of systemd-boot: its name, its size, then its first 64 KiB.
boot_entries() {
  follow "$1" /loader/entries && [ -d "$followed" ] \
    && find "$followed" -maxdepth 1 -type f -name '*.conf' -printf '%f\0%s\0' -exec head -c 65536 {} \;
}

# hashes FILE
#   prints which hashes a stub has of its kernel and its initrd: the sections .linuxh and .initrdh of the
#   program, a line each.
hashes() {
  head -c 4096 "$1" | od -An -v -tu1 | awk '
    { for (i = 1; i <= NF; i++) byte[n++] = $i }
    function number(at, size, value) { while (size-- > 0) value = value * 256 + byte[at + size]; return value }
    END {
      head = number(60, 4)
      at = head + 24 + number(head + 20, 2)
      for (left = number(head + 6, 2); left > 0 && at + 40 <= n; left--) {
        name = ""
        for (i = 0; i < 8 && byte[at + i] > 0; i++) name = name sprintf("%c", byte[at + i])
        if (name == ".linuxh" || name == ".initrdh") print substr(name, 2), number(at + 20, 4)
        at += 40
      }
    }' | while read -r name at; do
    printf '%s=%s\n' "$name" "$(dd if="$1" iflag=skip_bytes skip="$at" bs=32 count=1 2>/dev/null | od -An -v -tx1 | tr -d ' \n')"
  done
}

# boot_menus FOLDER
#   other loaders' menus as they are (at most 1 MiB each), what GRUB keeps of earlier choices, and of
#   each unified image its name, the init that it starts, what it says of itself and the files that it
#   names beside it; of those that are stubs, the hashes of these files.
boot_menus() {
  for menu in grub:/grub/grub.cfg grubenv:/grub/grubenv extlinux:/extlinux/extlinux.conf limine:/limine/limine.conf limine:/limine.conf; do
    follow "$1" "${menu#*:}" && [ -f "$followed" ] || continue
    printf '%s\0' "${menu%%:*}"
    head -c 1048576 "$followed" | tr -d '\0'
    printf '\0'
  done
  follow "$1" /EFI/Linux && [ -d "$followed" ] || return
  limited 10 find "$followed" -maxdepth 1 -type f \
    -name '*.efi' -printf 'uki\0%f\n' \
    -exec grep -aoEm 40 'init=/nix/store/[^ "[:cntrl:]]*/init|[A-Z_]*(ID|VERSION|NAME)=[^[:cntrl:]]{1,200}|EFI.nixos.[A-Za-z0-9._+-]{1,200}' {} \; -printf '\0'
  found=$?
  for image in "$followed"/*.efi; do
    [ -f "$image" ] && head -c 4096 "$image" | grep -aqF .linuxh || continue
    printf 'stub\0%s\n' "${image##*/}"
    hashes "$image"
    printf '\0'
  done
  return "$found"
}

# look_at FOLDER
#   prints the sections of the installation assembled in $R.
look_at() {
  section "installation $n" print_installation
  section "fstab $n" print_fstab
  section "mounts $n" cat "$T/mounts"
  section "profiles $n" print_profiles
  for folder in '' system-profiles/; do
    follow "$R" "/nix/var/nix/profiles/$folder" && [ -d "$followed" ] || continue
    for link in "$followed"/*-link; do
      name=${link##*/}
      [ -L "$link" ] || continue
      case $folder$name in system-*-link | system-profiles/*) ;; *) continue ;; esac
      in_time || { note "There was no time left to read the generation $name." && continue; }
      follow "$R" "/nix/var/nix/profiles/$folder$name"
      section "generation $n $folder$name" print_generation "${followed#"$R"}"
      # What was printed has used $name.
      name=${link##*/}
      follow "$R" "/nix/var/nix/profiles/$folder$name/specialisation" && [ -d "$followed" ] || continue
      for variant in "$followed"/*; do
        in_time && follow "$R" "${variant#"$R"}" && [ -d "$followed" ] || continue
        section "variant $n $folder${link##*/} ${variant##*/}" print_generation "${followed#"$R"}"
      done
    done
  done
  follow "$R" /etc/nixos && config=$followed || config=''
  follow "$R" /etc/nixos/flake.nix && [ -f "$followed" ] && config=${followed%/*}
  section "config $n" print_config
  if [ -d "$config" ]; then
    section "listing $n" each_folder print_listing
    section "files $n" each_folder print_folder
  fi
  section "accounts $n" print_accounts
  look_at_boot
}

# is_empty FOLDER
is_empty() {
  for name in "$1"/* "$1"/.[!.]* "$1"/..?*; do [ ! -e "$name" ] && [ ! -L "$name" ] || return 1; done
}

# look_at_boot
#   /boot beneath any mount, and the boot partitions that are not vfat.
look_at_boot() {
  bare=$M/bare$n
  mkdir "$bare"
  if is_point "$M/r$roots.fs"; then bare=$M/r$roots.fs; else bind "${R:-/}" "$bare"; fi
  follow "$bare" /boot && [ -d "$followed" ] && ! is_empty "$followed" && print_boot "bare $n" "$followed"
  while IFS=$tab read -r line spec place type _ <&4; do
    case $place:$type in /boot:vfat | /boot/efi:vfat | /efi:vfat) continue ;; /boot:* | /boot/efi:* | /efi:*) ;; *) continue ;; esac
    follow "$R" "$place" && at=$followed && is_point "$at" || continue
    print_boot "boot $n.$line" "$at"
    device=$(device_of "$spec") && section "boot $n.$line state" health "$device" "$type"
  done 4<"$T/fstab"
}

# has_generations FOLDER
#   whether a system profile has links in it.
has_generations() {
  for link in "$1"/system-*-link; do [ -L "$link" ] || [ -e "$link" ] && return; done
  return 1
}

# consider FOLDER SOURCE TYPE SUBVOLUME
#   if a nix store with system profiles is in this filesystem: assembles the installation around it
#   and looks at it. The filesystem may be the root or the one that is mounted at /nix.
consider() {
  for prefix in /nix ''; do
    follow "$1" "$prefix" && nix=$followed && [ -d "$nix/store" ] && [ ! -L "$nix/store" ] || continue
    follow "$1" "$prefix/var/nix/profiles" && profiles=$followed && has_generations "$profiles" || continue
    who=$(identity "$profiles")
    case $known in *" $who "*) return ;; esac
    [ "$n" -lt 16 ] || { note "More than 16 installations: the one on $2 was left out." && return; }
    known="$known$who "
    roots=$((roots + 1))
    n=$((n + 1)) R=$M/r$roots source=$2 source_type=$3 subvolume=$4 mounted_at=''
    if assemble "$nix"; then
      look_at
    else
      note "$2${4:+ (subvolume $4)} holds a copy of a system whose own store is elsewhere: a snapshot, or a clone of the disk."
      n=$((n - 1))
    fi
    return
  done
}

# in_place ROOT
#   looks at the installation that is mounted at ROOT.
in_place() {
  R=${1%/} n=1 source=$1 source_type='' subvolume='' mounted_at=$1
  toplevel=$(current_toplevel "$R")
  : >"$T/fstab" >"$T/mounts"
  built_fstab "$R" && tidy_fstab <"$followed" >"$T/fstab"
  holder=''
  while IFS=$tab read -r line spec place type options <&4; do
    in_place_line
  done 4<"$T/fstab"
  list_devices
  while read -r dev mm _ type <&4; do
    [ "$type" != vfat ] || on_live_medium "$dev" || printf '%s\n' "$dev" >>"$T/vfat"
  done 4<"$T/devices"
  look_at
}

# in_place_line
#   says of the line of the fstab in $line, $spec, $place, $type, $options whether it is there.
in_place_line() {
  follow "$R" "$place" && at=$followed || at=$R$place
  device='' state=UNREAD as="it is not mounted at $R$place"
  case ,$options, in *,bind,* | *,rbind,*) type=bind ;; esac
  case $type in
    tmpfs | ramfs | proc | sysfs | devtmpfs | devpts | overlay | efivarfs | nfs | nfs4 | cifs | 9p | virtiofs | fuse.* | none) state=NO_DEVICE as='' ;;
    bind) follow "$R" "$spec" && [ -e "$followed" ] && device=$followed ;;
    swap) device=$(device_of "$spec") || { follow "$R" "$spec" && [ -f "$followed" ] && device=$spec; }; state=FOUND as='' ;;
    *) in_place_device ;;
  esac
  if [ "$state" = NO_DEVICE ]; then
    found "$line" NO_DEVICE '' ''
  elif [ -z "$device" ]; then
    found "$line" MISSING '' "no device is $spec"
  elif [ "$state" = UNREAD ] && is_point "$at"; then
    found "$line" FOUND "$device" ''
  else
    found "$line" "$state" "$device" "$as"
  fi
}

# in_place_device
#   the same for what is on a device or is a dataset: sets $device, $state and $as. What is mounted at
#   its place is it, whatever it is called now.
in_place_device() {
  if [ "$type" = zfs ]; then
    is_dataset_at "$spec" "$at" || dataset "$spec" && device=$spec
  else
    device=$(device_of "$spec") || device=''
  fi
  is_point "$at" && here=$(source_at "$at") || here=''
  case $here in
    "$device") ;;
    '') [ -n "$device" ] || [ "$type" = zfs ] || { resolve "$spec" "$place" "$type" || device=''; } ;;
    /dev/* | */*)
      case $device:$spec in
        :/dev/mapper/*) [ "$(lsblk -dnro TYPE "$here")" != crypt ] || { device=$here state=FOUND as="it is open as $here now" && return; } ;;
        :*) ;;
        *) is_kernel_name "$spec" || return 0 ;;
      esac
      device=$here state=ELSEWHERE as="nothing has that name now, and $here is mounted there"
      ;;
  esac
}

# source_at DIR
#   prints the device or dataset that was mounted there last.
source_at() { findmnt -nvro SOURCE --mountpoint "$1" | tail -n 1; }

# look_at_vfat
#   every vfat partition: facts, and what lies on it.
look_at_vfat() {
  i=0
  while read -r dev <&4; do
    i=$((i + 1))
    section "vfat $i" lsblk -dnPbpo KNAME,SIZE,FSTYPE,UUID,LABEL,PARTUUID,PARTLABEL,PARTTYPE "$dev"
    section "vfat $i state" health "$dev" vfat
    if open_device "$dev" vfat "$M/v$i"; then
      print_boot "vfat $i" "$M/v$i"
    else
      note "$dev (vfat) could not be opened: $(why)"
    fi
  done 4<"$T/vfat"
}

n=0 roots=0 known=' ' root_asked=${1%/}
if [ -n "$1" ] && follow "${1%/}" /nix/store && [ -d "$followed" ]; then
  in_place "$1"
else
  each_device consider
  each_dataset consider
fi
look_at_vfat
section notes cat "$T/notes"
print_sections
# The answer may be kept: there was time and room for everything, and nothing is left to say.
[ -z "${THAW_WHOLE-}" ] || [ -s "$T/notes" ] || ! in_time || : >"$THAW_WHOLE"
exit 0
