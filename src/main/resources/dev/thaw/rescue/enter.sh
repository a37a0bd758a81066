# enter MODE ROOT SYSTEM [--nix SETTING]… [PROGRAM [ARG…]]
#   Runs PROGRAM (without one: a shell), in a login environment, inside the installed system at ROOT, whose toplevel or profile is SYSTEM (a path
#   inside it). Expects to be process 1 of mount, host name and process namespaces of its own, so
#   however it ends, nothing of it remains mounted or running. MODE is one of
#     act    everything writable; activates the system first, so that /etc, /run and PATH are whole
#     shell  the same, and PROGRAM has the terminal
#     look   everything below ROOT read-only; activates nothing
#     ask    the same, and what nix writes of its own (its store, its database, /tmp) goes to RAM, so that
#            it can be asked what a configuration means
#   PROGRAM's environment is made from nothing, see apart_from_here: what the live system's login, sudo
#   or Thaw's own JVM has set does not reach it.
#   A SETTING of nix, "sandbox = false", holds for PROGRAM and whatever it starts, by NIX_CONFIG; in
#   addition to those that the installed system's profile puts there.
#   Exits with PROGRAM's status; 125 and a sentence when it could not be prepared.
mode=$1 root=$2 system=$3
shift 3
settings=''
while [ "${1-}" = --nix ]; do
  settings="$settings$2
"
  shift 2
done
chroot=$(command -v chroot)
case $mode in look | ask) acts=false ;; *) acts=true ;; esac

fail() {
  echo "thaw: $*" >&2
  exit 125
}

# A directory of the root that something gets mounted on. A link there could lead out of the root.
place() {
  [ ! -L "$root/$1" ] || fail "$root/$1 is a link, so nothing is mounted on it"
  [ -d "$root/$1" ] || { $acts && mkdir -m 0755 "$root/$1"; } || fail "$root/$1 is missing"
}

[ -n "$chroot" ] || fail "there is no chroot command here"
# Asked through `inside`, because these links are absolute: the live system must not answer.
bash=$(inside "$root" "$system/sw/bin/bash") && [ -x "$bash" ] ||
  fail "$system does not lead to a complete system inside $root: is everything mounted there?"
# The installed host's name, not the live image's: tools choose a flake's configuration by it.
host=$(cat "$(inside "$root" "$system/etc/hostname")" 2>/dev/null)
[ -z "$host" ] || printf '%s' "$host" >/proc/sys/kernel/hostname ||
  echo "thaw: the host name stays $(uname -n)" >&2

if ! $acts; then
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

# apart_from_here [NAME=VALUE…] PROGRAM [ARG…]
#   runs PROGRAM in an environment that holds what a login begins with, and of the live system's only
#   the person's terminal and the way to the network. All else is the profile's of the installed system
#   to set: a live NixOS has marks in its environment with which that profile would set nothing.
apart_from_here() {
  for name in TERM http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY; do
    eval "value=\${$name-}"
    [ -z "$value" ] || set -- "$name=$value" "$@"
  done
  env -i HOME=/root USER=root LOGNAME=root SHELL="$system/sw/bin/bash" PATH="$path" \
    LOCALE_ARCHIVE="$system/sw/lib/locale/locale-archive" "$@"
}
# The installed system's PATH, for when its profile sets none.
path="/run/wrappers/bin:/root/.nix-profile/bin:/nix/profile/bin:/nix/var/nix/profiles/default/bin"
path="$path:/run/current-system/sw/bin:$system/sw/bin"
umask 022

notes=''
if [ "$mode" = ask ]; then
  # A layer in RAM over each folder that nix writes to: it sees all that is there, and the disks get none of it.
  ram=$root/run/thaw
  for folder in nix/store nix/var/nix root; do
    # What nix fetched for root, and notes of it, lies below /root: no matter where there is none.
    if [ ! -d "$root/$folder" ] || [ -L "$root/$folder" ]; then
      [ "$folder" = root ] || fail "there is no folder /$folder"
      notes=XDG_CACHE_HOME=/run/thaw/cache
      continue
    fi
    mkdir -p "$ram/new/$folder" "$ram/scratch/$folder" &&
      mount -t overlay -o "lowerdir=$root/$folder,upperdir=$ram/new/$folder,workdir=$ram/scratch/$folder" overlay "$root/$folder" ||
      fail "cannot put a layer in RAM over /$folder"
  done
  [ ! -d "$root/tmp" ] || [ -L "$root/tmp" ] || mount -t tmpfs -o mode=1777 tmpfs "$root/tmp" || fail "cannot mount /tmp"
fi

if $acts; then
  [ -e "$root/etc/NIXOS" ] ||
    echo "thaw: there is no /etc/NIXOS here; nixos-enter would refuse, Thaw goes on" >&2
  apart_from_here IN_NIXOS_ENTER=1 "$chroot" "$root" "$system/activate" >/dev/null 2>"$T/activate" </dev/null || {
    echo "thaw: activation failed, going on without it:" >&2
    tail -n 5 "$T/activate" >&2
  }
  # Where /etc is made of layers (system.etc.overlay), activation puts them together, as stage 1 would.
  if follow "$root" "$system/etc-metadata-image" && [ -e "$followed" ] && ! mountpoint -q "$root/etc"; then
    echo "thaw: /etc of this system is made of layers, which could not be put together here (this kernel" \
      "may be too old for it): what was edited in it is in /.rw-etc/upper" >&2
  fi
  # What is made at each boot, /tmp first; as in nixos-enter, its words about a missing machine-id say nothing.
  apart_from_here "$chroot" "$root" "$system/sw/bin/systemd-tmpfiles" --create --remove -E >/dev/null 2>&1 </dev/null
  # Without a /tmp, as on a root in memory, no build works.
  [ -e "$root/tmp" ] || [ -L "$root/tmp" ] || mkdir -m 1777 "$root/tmp" || fail "cannot make /tmp"
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
      if [ ! -e "$target" ] && $acts && [ -d "${target%/*}" ]; then
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

bash=$system/sw/bin/bash
if [ "$mode" = shell ]; then
  apart_from_here "$chroot" "$root" "$bash" --login
  exit
fi
# Bash reads the profile for PATH and NIX_PATH, then becomes the program. Where /etc is not there yet
# (it comes with activation), the same is in the system itself. Whatever they say, no daemon runs in
# here. In the background, so that process 1 can be told to end while it waits: it then takes everything
# inside the namespace with it.
exec 3<&0
apart_from_here $notes "$chroot" "$root" "$bash" --login -c '
  [ -n "${__NIXOS_SET_ENVIRONMENT_DONE-}" ] || [ ! -r "$0/etc/set-environment" ] || . "$0/etc/set-environment"
  unset NIX_REMOTE
  [ -z "$1" ] || export NIX_CONFIG="${NIX_CONFIG:+$NIX_CONFIG
}$1"
  shift
  exec "$@"' "$system" "$settings" "$@" <&3 3<&- &
exec 3<&-
wait "$!"
exit
