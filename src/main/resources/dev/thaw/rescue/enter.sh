# enter MODE ROOT SYSTEM [PROGRAM [ARG…]]
#   Runs PROGRAM (without one: a shell), in a login environment, inside the installed system at ROOT, whose toplevel or profile is SYSTEM (a path
#   inside it). Expects to be process 1 of mount, host name and process namespaces of its own, so
#   however it ends, nothing of it remains mounted or running. MODE is one of
#     act    everything writable; activates the system first, so that /etc, /run and PATH are whole
#     shell  the same, and PROGRAM has the terminal
#     look   everything below ROOT read-only; activates nothing
#   Exits with PROGRAM's status; 125 and a sentence when it could not be prepared.
mode=$1 root=$2 system=$3
shift 3
chroot=$(command -v chroot)

fail() {
  echo "thaw: $*" >&2
  exit 125
}

# A directory of the root that something gets mounted on. A link there could lead out of the root.
place() {
  [ ! -L "$root/$1" ] || fail "$root/$1 is a link, so nothing is mounted on it"
  [ -d "$root/$1" ] || { [ "$mode" != look ] && mkdir -m 0755 "$root/$1"; } || fail "$root/$1 is missing"
}

[ -n "$chroot" ] || fail "there is no chroot command here"
# Asked through `inside`, because these links are absolute: the live system must not answer.
bash=$(inside "$root" "$system/sw/bin/bash") && [ -x "$bash" ] ||
  fail "$system does not lead to a complete system inside $root: is everything mounted there?"
# The installed host's name, not the live image's: tools choose a flake's configuration by it.
host=$(cat "$(inside "$root" "$system/etc/hostname")" 2>/dev/null)
[ -z "$host" ] || printf '%s' "$host" >/proc/sys/kernel/hostname ||
  echo "thaw: the host name stays $(uname -n)" >&2

if [ "$mode" = look ]; then
  # Every mount below the root read-only, in this namespace only; the innermost first.
  awk -v root="$root" '$5 == root || index($5, root "/") == 1 { print $5 }' /proc/self/mountinfo |
    tac | sed 's/\\/\\0/g' | while IFS= read -r point; do
      # \0040 is a space to printf, whatever follows; the x keeps a newline at the end.
      point=$(printf '%bx' "$point")
      mount -o remount,bind,ro "${point%x}" || exit 1
    done || fail "cannot make $root read-only for looking"
fi

for point in dev proc sys run; do place "$point"; done
mount --rbind /dev "$root/dev" || fail "cannot bind /dev"
mount --rbind /sys "$root/sys" || fail "cannot bind /sys"
mount -t proc proc "$root/proc" || fail "cannot mount /proc"
# A /run of its own: with the live system's, nixos-rebuild would talk to the live systemd.
mount -t tmpfs -o mode=0755 tmpfs "$root/run" || fail "cannot mount /run"
if [ -d /sys/firmware/efi/efivars ] && [ -z "$(ls /sys/firmware/efi/efivars 2>/dev/null)" ]; then
  mount -t efivarfs efivarfs "$root/sys/firmware/efi/efivars" 2>/dev/null ||
    echo "thaw: the firmware's variables cannot be reached; boot entries stay as they are" >&2
fi

export HOME=/root USER=root LOGNAME=root SHELL="$system/sw/bin/bash"
unset TMPDIR NIX_REMOTE XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS NIX_PATH LOCALE_ARCHIVE

if [ "$mode" != look ]; then
  [ -e "$root/etc/NIXOS" ] ||
    echo "thaw: there is no /etc/NIXOS here; nixos-enter would refuse, Thaw goes on" >&2
  IN_NIXOS_ENTER=1 PATH="$system/sw/bin:/run/current-system/sw/bin" \
    "$chroot" "$root" "$system/activate" >/dev/null 2>"$T/activate" </dev/null || {
    echo "thaw: activation failed, going on without it:" >&2
    tail -n 5 "$T/activate" >&2
  }
fi
[ -e "$root/run/current-system" ] || [ -L "$root/run/current-system" ] ||
  ln -s "$system" "$root/run/current-system"

# DNS, after activation has had its way with /run. What is written lies in RAM or goes again.
made=''
if [ -s /etc/resolv.conf ]; then
  target=$(inside "$root" /etc/resolv.conf) || fail "/etc/resolv.conf of the installed system is a loop of links"
  case $target in
    "$root"/run/*)
      mkdir -p "${target%/*}" && cat /etc/resolv.conf >"$target"
      ;;
    *)
      if [ ! -e "$target" ] && [ "$mode" != look ] && [ -d "${target%/*}" ]; then
        : >"$target" && made=$target
      fi
      [ ! -e "$target" ] || mount --bind /etc/resolv.conf "$target"
      ;;
  esac || echo "thaw: could not give the inside the live system's name servers" >&2
fi
cleanup() {
  [ -z "$made" ] || { umount "$made" && rm -f "$made"; }
  rm -rf "$T"
}

# The installed system's PATH, for when its profile sets none; the live system's stays for tidying up.
path="/run/wrappers/bin:/root/.nix-profile/bin:/nix/profile/bin:/nix/var/nix/profiles/default/bin"
path="$path:/run/current-system/sw/bin:$system/sw/bin"
bash=$system/sw/bin/bash
if [ "$mode" = shell ]; then
  PATH=$path "$chroot" "$root" "$bash" --login
  exit
fi
# Bash reads the profile for PATH and NIX_PATH, then becomes the program. In the background, so that
# process 1 can be told to end while it waits: it then takes everything inside the namespace with it.
exec 3<&0
PATH=$path "$chroot" "$root" "$bash" --login -c 'exec "$@"' bash "$@" <&3 3<&- &
exec 3<&-
wait "$!"
exit
