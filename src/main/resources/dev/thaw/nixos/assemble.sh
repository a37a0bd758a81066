# Puts an installation together as it would be when running, from its own built fstab, read-only.

# tidy_fstab
#   reads an fstab; prints LINE-NUMBER, device, place, type and options of each entry with tabs
#   between, the root first and shorter places before longer ones.
tidy_fstab() {
  awk '
    function plain(s,   i, c, r) {
      r = ""
      while ((i = index(s, "\\")) > 0) {
        c = substr(s, i + 1, 3)
        r = r substr(s, 1, i - 1)
        if (c == "040") { r = r " "; i += 3 } else if (c == "043") { r = r "#"; i += 3 }
        else if (c == "134") { r = r "\\"; i += 3 } else r = r "\\"
        s = substr(s, i + 1)
      }
      return r s
    }
    NF < 3 || $1 ~ /^#/ { next }
    {
      place = plain($2)
      depth = 9999
      if (place ~ /^\//) depth = length(place)
      options = "defaults"
      if (NF > 3) options = $4
      printf "%d\t%d\t%s\t%s\t%s\t%s\n", depth, NR, plain($1), place, $3, plain(options)
    }' | sort -s -n -k 1,1 | cut -f 2-
}

# found LINE STATE DEVICE WHY
#   keeps what became of one line of the fstab.
found() { printf '%s\0%s\0%s\0%s\0' "$1" "$2" "$3" "$4" >>"$T/mounts"; }

# resolve SPEC
#   prints the device of a line of the fstab. Where it names an opened LUKS container that is open
#   under another name, the device that holds the nix store stands for the line that needs it.
resolve() {
  device_of "$1" && return
  case $1 in /dev/mapper/*) [ "$1" = "$holder" ] && [ -b "$source" ] && printf '%s' "$source" ;; *) return 1 ;; esac
}

# mount_line LINE SPEC PLACE TYPE OPTIONS
#   mounts one line of the fstab under $R, if what it names is there.
mount_line() {
  case ,$5, in *,bind,* | *,rbind,*) kind=bind ;; *) kind=$4 ;; esac
  case $kind in
    bind) follow "$R" "$2" && device=$followed && [ -e "$device" ] || { found "$1" MISSING '' "there is no $2" && return; } ;;
    zfs)
      dataset "$2" || { found "$1" MISSING '' "there is no such dataset in an imported pool" && return; }
      device=$2
      ;;
    tmpfs | ramfs | proc | sysfs | devtmpfs | devpts | overlay | efivarfs | nfs | nfs4 | cifs | 9p | virtiofs | fuse.* | none)
      found "$1" NO_DEVICE '' ''
      follow "$R" "$3" && at=$followed && [ "$kind" = tmpfs ] && [ "$3" != / ] && folder "$at" \
        && mount -t tmpfs -o size=1m,mode=755 tmpfs "$at" 2>/dev/null
      return
      ;;
    swap)
      if device=$(device_of "$2"); then
        found "$1" FOUND "$device" ''
      elif follow "$R" "$2" && [ -f "$followed" ]; then
        found "$1" FOUND "$2" ''
      else
        found "$1" MISSING '' "there is no $2"
      fi
      return
      ;;
    *)
      device=$(resolve "$2") || { found "$1" MISSING '' "no device is $2" && return; }
      type=$kind
      [ "$type" != auto ] || type=$(blkid -c /dev/null -o value -s TYPE "$device")
      ;;
  esac
  mount_found "$@"
}

# mount_found LINE SPEC PLACE TYPE OPTIONS
#   the second half of mount_line: $device is there; mounts it and says how that went.
mount_found() {
  as=''
  [ "$kind" = bind ] || [ "$kind" = zfs ] || device_of "$2" >/dev/null || as="it is open as $device now"
  if [ "$3" = / ]; then
    at=$R.fs
  elif ! follow "$R" "$3" || ! at=$followed || ! folder "$at"; then
    found "$1" UNREAD "$device" "there is no folder $3 to mount it on"
    return
  fi
  case $kind in
    bind) bind "$device" "$at" && device=$2 ;;
    zfs) open_dataset "$device" "$at" ;;
    btrfs)
      sub=$(printf '%s' "$5" | tr ',' '\n' | grep -E '^subvol(id)?=' | tail -n 1)
      # An option can't hold a comma that the fstab could, so the name needs no quoting.
      open_device "$device" btrfs "$at" "$sub"
      ;;
    *) open_device "$device" "$type" "$at" ;;
  esac && found "$1" FOUND "$device" "$as" || found "$1" UNREAD "$device" "$(why)"
}

# furnish
#   makes $R from the root filesystem at $R.fs: the filesystem itself where it has a folder for
#   everything that is mounted on it; else (a root that is emptied at each boot) a folder in RAM
#   where each of its own folders is shown.
furnish() {
  mkdir -p "$R" "$R.fs"
  is_point "$R.fs" || return 0
  while IFS=$tab read -r _ _ place _ <&3; do
    case $place in /?*) top=${place#/} && top=${top%%/*} ;; *) continue ;; esac
    [ -d "$R.fs/$top" ] || [ -L "$R.fs/$top" ] && continue
    for own in "$R.fs"/* "$R.fs"/.[!.]*; do
      if [ -L "$own" ]; then
        cp -P "$own" "$R/"
      elif [ -d "$own" ]; then
        mkdir -p "$R/${own##*/}" && bind "$own" "$R/${own##*/}"
      fi
    done
    return 0
  done 3<"$T/fstab"
  bind "$R.fs" "$R"
}

# assemble NIX
#   mounts everything that the system in the nix folder NIX has in its fstab under $R, with $source
#   the device or dataset that NIX is on. Returns 1 if this is only a copy of a system whose own nix
#   store is another one (a snapshot, a cloned disk).
assemble() {
  : >"$T/fstab" >"$T/mounts"
  toplevel=''
  mkdir -p "$R.nix/nix" && bind "$1" "$R.nix/nix" || return 0
  toplevel=$(current_toplevel "$R.nix")
  if follow "$R.nix" "$toplevel/etc/fstab" && [ -f "$followed" ]; then
    tidy_fstab <"$followed" >"$T/fstab"
  fi
  holder=$(awk -F '\t' '$3 == "/nix/store" || $3 == "/nix" || $3 == "/" { h = $2 } END { print h }' "$T/fstab")
  while IFS=$tab read -r line spec place type options <&4; do
    [ "$place" = / ] && mount_line "$line" "$spec" "$place" "$type" "$options"
  done 4<"$T/fstab"
  furnish
  while IFS=$tab read -r line spec place type options <&4; do
    [ "$place" = / ] || mount_line "$line" "$spec" "$place" "$type" "$options"
  done 4<"$T/fstab"
  if follow "$R" /nix/var/nix/profiles && [ -d "$followed" ]; then
    [ "$(identity "$followed")" = "$(identity "$1/var/nix/profiles")" ]
  else
    mkdir -p "$R/nix" 2>/dev/null
    bind "$1" "$R/nix" || R=$R.nix
  fi
}

# current_toplevel ROOT
#   prints the store path that the system profile below ROOT leads to; the newest generation's when
#   the profile's own link is gone. The path need not exist.
current_toplevel() {
  follow "$1" /nix/var/nix/profiles/system
  link=$followed
  case ${link#"$1"} in
    /nix/store/?*) ;;
    *)
      follow "$1" /nix/var/nix/profiles
      newest=$(ls "$followed" | sed -n 's/^system-\([0-9]*\)-link$/\1/p' | sort -n | tail -n 1)
      follow "$1" "/nix/var/nix/profiles/system-$newest-link"
      link=$followed
      ;;
  esac
  printf '%s' "${link#"$1"}"
}

# identity FILE
#   prints what tells the file from every other that is mounted now.
identity() { stat -c '%d:%i' "$1"; }
