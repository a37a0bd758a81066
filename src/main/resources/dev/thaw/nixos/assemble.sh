# Puts an installation together as it would be when running, from its own built fstab, read-only.

# tidy_fstab
#   reads an fstab; prints LINE-NUMBER, device, place, type and options of each entry with tabs
#   between, the root first and shorter places before longer ones; what is bound comes after what it
#   lies on, and what lies on that after it.
tidy_fstab() {
  awk '
    function plain(s,   i, c, r) {
      r = ""
      while ((i = index(s, "\\")) > 0) {
        c = substr(s, i + 1, 3)
        r = r substr(s, 1, i - 1)
        # A tab or a newline would be taken for the end of a field.
        if (c ~ /^[0-3][0-7][0-7]$/ && c != "000" && c != "011" && c != "012") {
          r = r sprintf("%c", substr(c, 1, 1) * 64 + substr(c, 2, 1) * 8 + substr(c, 3, 1))
          i += 3
        } else r = r "\\"
        s = substr(s, i + 1)
      }
      return r s
    }
    function above(upper, path) { return upper == "/" || upper == path || index(path, upper "/") == 1 }
    NF < 3 || $1 ~ /^#/ { next }
    {
      n++
      spec[n] = plain($1)
      place[n] = plain($2)
      depth[n] = place[n] ~ /^\// ? length(place[n]) : 9999
      options = plain(NF > 3 ? $4 : "defaults")
      if (options ~ /(^|,)r?bind(,|$)/) { bound[n] = spec[n]; any = 1 }
      line[n] = NR "\t" spec[n] "\t" place[n] "\t" $3 "\t" options
    }
    END {
      # Without anything bound, the lengths tell. Lines that go in a circle are left as they come.
      for (turn = 0; any && turn < 40; turn++) {
        any = 0
        for (i = 1; i <= n; i++) for (j = 1; j <= n; j++)
          if (depth[i] <= depth[j] && place[i] != place[j] && (above(place[j], place[i]) || i in bound && above(place[j], bound[i]))) {
            depth[i] = depth[j] + 1
            any = 1
          }
      }
      for (i = 1; i <= n; i++) print depth[i] "\t" line[i]
    }' | sort -s -n -k 1,1 | cut -f 2-
}

# found LINE STATE DEVICE WHY
#   keeps what became of one line of the fstab.
found() { printf '%s\0%s\0%s\0%s\0' "$1" "$2" "$3" "$4" >>"$T/mounts"; }

# resolve SPEC PLACE TYPE
#   sets $device to what a line of the fstab means now, and $state and $as to how it was found:
#   FOUND by its name; or, an opened LUKS container, under another; ELSEWHERE where nothing has that
#   name any more, and what belongs at PLACE was found by what is on it. Returns 1 when it was not.
resolve() {
  state=FOUND as=''
  if device=$(device_of "$1"); then
    is_kernel_name "$1" && is_stale "$@" "$device" && other=$(stand_in "$@") && device=$other || return 0
  else
    device=$(stand_in "$@") || return
  fi
  as="it is open as $device now"
  case $1:$(lsblk -dnro TYPE "$device" 2>/dev/null) in /dev/mapper/*:crypt) return ;; esac
  state=ELSEWHERE as="nothing has that name now, and what belongs there is on $device"
}

# resolve_dataset NAME
#   sets $device to the dataset that a line of the fstab means now: the one of that name; or, where the
#   one with the nix store, or its pool, has another name now, that; then sets $state and $as, too.
resolve_dataset() {
  device=$1
  dataset "$1" && return
  [ "$source_type" = zfs ] || return
  if [ "$1" = "$holder" ]; then
    device=$source
  elif [ "${holder#*/}" = "${source#*/}" ] && [ "${1%%/*}" = "${holder%%/*}" ]; then
    device=${source%%/*}/${1#*/}
  fi
  [ "$device" != "$1" ] && dataset "$device" || return
  state=ELSEWHERE as="nothing has that name now, and what belongs there is on $device"
}

# is_kernel_name SPEC
#   whether it is a name that the kernel gives in the order in which it finds disks: /dev/sda2.
is_kernel_name() { case $1 in /dev/*/*) return 1 ;; /dev/*) ;; *) return 1 ;; esac }

# is_stale SPEC PLACE TYPE DEVICE
#   whether the line does not mean the DEVICE that has such a name now: what belongs there is not on it.
is_stale() {
  [ "$4" != "$source" ] && [ "$3" != vfat ] || return
  is=$(blkid -c /dev/null -o value -s TYPE "$4")
  is_type "$is" "$3" || return 0
  case $is in ext[234] | xfs | f2fs) open_device "$4" "$is" "$M/s$roots.$line" || return 0 ;; *) return 1 ;; esac
  if [ "$1" = "$holder" ]; then ! has_store "$M/s$roots.$line"; else ! belongs "$2" "$M/s$roots.$line"; fi
}

# is_type TYPE WANTED
#   whether a filesystem of the TYPE is what a line of the fstab says.
is_type() { [ "$1" = "$2" ] || [ "$2" = auto ]; }

# has_store DIR
#   whether a nix store is in the filesystem.
has_store() {
  for prefix in /nix/store /store; do follow "$1" "$prefix" && [ -d "$followed" ] && return; done
  return 1
}

# stand_in SPEC PLACE TYPE
#   prints the device that the line means although nothing has that name: what the nix store is on,
#   for the line that it is below; else the only one that has on it what belongs at PLACE.
stand_in() {
  if [ "$1" = "$holder" ]; then
    [ -b "$source" ] && is_type "$source_type" "$3" && printf '%s' "$source"
    return
  fi
  [ "$3" != vfat ] && [ "$3" != swap ] || return
  [ -e "$T/devices" ] || list_devices
  fits=''
  j=0
  while read -r dev mm _ type <&5; do
    j=$((j + 1))
    in_time || return
    case $dev in /dev/dm-*) dev=$(named "$dev") ;; esac
    case $type in ext[234] | xfs | f2fs | bcachefs | btrfs) ;; *) continue ;; esac
    is_type "$type" "$3" && ! live "$dev" "$mm" && ! is_claimed "$dev" || continue
    open_device "$dev" "$type" "$M/e$roots.$line.$j" && belongs "$2" "$M/e$roots.$line.$j" || continue
    [ -z "$fits" ] || return
    fits=$dev
  done 5<"$T/devices"
  [ -n "$fits" ] && printf '%s' "$fits"
}

# is_claimed DEVICE
#   whether it is what the nix store is on, or what another line of the fstab means.
is_claimed() {
  [ "$1" != "$source" ] || return 0
  [ -e "$T/claimed$roots" ] || while IFS=$tab read -r _ other _ <&6; do
    is_kernel_name "$other" && continue
    case $other in /dev/* | *=*) device_of "$other" && echo ;; esac
  done 6<"$T/fstab" >"$T/claimed$roots"
  grep -qxF "$1" "$T/claimed$roots"
}

# belongs PLACE DIR
#   whether what is mounted at DIR is what belongs at PLACE of this installation, by what is on it.
belongs() {
  case $1 in
    /) follow "$2" /etc/NIXOS && [ -e "$followed" ] && ! has_store "$2" ;;
    /home) is_home "$2" ;;
    /var) has_folder "$2" /lib/nixos ;;
    /var/lib) has_folder "$2" /nixos ;;
    /var/log) has_folder "$2" /journal ;;
    /boot | /boot/* | /efi) has_menu "$2" ;;
    *) return 1 ;;
  esac
}

has_folder() { follow "$1" "$2" && [ -d "$followed" ]; }

# is_home DIR
#   whether the homes of this installation's users are in it.
is_home() {
  follow "$R" /etc/passwd && [ -f "$followed" ] || return
  while IFS=: read -r _ _ _ _ _ home _ <&7; do
    case $home in /home/?*) has_folder "$1" "/${home#/home/}" && return ;; esac
  done 7<"$followed"
  return 1
}

# has_menu DIR
#   whether a boot menu in it starts a system of this installation.
has_menu() {
  for base in "$R.nix" "$R"; do
    follow "$base" /nix/var/nix/profiles && ls -l "$followed" 2>/dev/null
  done | sed -n 's|^.* -> /nix/store/\([0-9a-z]\{32\}-.*\)$|\1/|p' >"$T/systems"
  [ -s "$T/systems" ] || return
  for menu in /grub/grub.cfg /extlinux/extlinux.conf /limine/limine.conf /limine.conf /loader/entries; do
    follow "$1" "$menu" && grep -rqsaFf "$T/systems" "$followed" && return
  done
  return 1
}

# mount_line LINE SPEC PLACE TYPE OPTIONS
#   mounts one line of the fstab under $R, if what it names is there.
mount_line() {
  case ,$5, in *,bind,* | *,rbind,*) kind=bind ;; *) kind=$4 ;; esac
  state=FOUND as=''
  case $kind in
    bind) follow "$R" "$2" && device=$followed && [ -e "$device" ] || { found "$1" MISSING '' "there is no $2" && return; } ;;
    zfs)
      resolve_dataset "$2" || { found "$1" MISSING '' "there is no such dataset in an imported pool" && return; }
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
      resolve "$2" "$3" "$kind" || { found "$1" MISSING '' "no device is $2" && return; }
      type=$kind
      [ "$type" != auto ] || type=$(blkid -c /dev/null -o value -s TYPE "$device")
      ;;
  esac
  mount_found "$@"
}

# mount_found LINE SPEC PLACE TYPE OPTIONS
#   the second half of mount_line: $device is there; mounts it and says how that went.
mount_found() {
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
  esac && found "$1" "$state" "$device" "$as" || found "$1" UNREAD "$device" "$(why)"
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

# find_holder
#   sets $holder to what the fstab calls the filesystem that the nix store is on. Where the store is
#   bound to its place, that is the one that its folder is on.
find_holder() {
  holder=$(awk -F '\t' '
    function above(place, path) { return place == "/" || place == path || index(path, place "/") == 1 }
    { spec[NR] = $2; place[NR] = $3; bind[NR] = "," $5 "," ~ /,r?bind,/ }
    END {
      path = "/nix/store"
      for (turn = 0; turn < 4; turn++) {
        line = 0
        for (i = 1; i <= NR; i++) if (above(place[i], path) && (!line || length(place[i]) >= length(place[line]))) line = i
        if (!line || !bind[line]) break
        path = spec[line] substr(path, length(place[line]) + 1)
      }
      print line ? spec[line] : ""
    }' "$T/fstab")
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
  built_fstab "$R.nix" && tidy_fstab <"$followed" >"$T/fstab"
  find_holder
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

# built_fstab ROOT
#   sets $followed to the fstab of the system $toplevel below ROOT; where that is not in the store any
#   more, to that of the newest generation whose system is.
built_fstab() {
  follow "$1" "$toplevel/etc/fstab" && [ -f "$followed" ] && return
  follow "$1" /nix/var/nix/profiles && [ -d "$followed" ] || return
  for built in $(ls "$followed" | sed -n 's/^system-\([0-9]*\)-link$/\1/p' | sort -rn); do
    follow "$1" "/nix/var/nix/profiles/system-$built-link/etc/fstab" && [ -f "$followed" ] && return
  done
  return 1
}

# identity FILE
#   prints what tells the file from every other that is mounted now.
identity() { stat -c '%d:%i' "$1"; }
