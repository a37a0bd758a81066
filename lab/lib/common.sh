# Words that every part of the lab uses: messages, time, the cache of products.
# Sourced, never run. LAB is the folder of the scripts, STATE the folder of everything made.

LAB=${LAB:?}
STATE=${THAW_LAB:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/thaw-lab}
MACHINES=(article flake luks older grub uuid full bios vault memory stack)
CORE=(article flake grub uuid full)   # those of the tests that every run has

# say WORDS…      prints one progress line with the time, on standard error
say() { printf '%(%H:%M:%S)T  %s\n' -1 "$*" >&2; }

# fail SENTENCE   ends the lab with 1: trouble of the lab itself
fail() { echo "lab: $*" >&2; exit 1; }

# is_machine NAME
is_machine() { local m; for m in "${MACHINES[@]}"; do [[ $m == "${1:-}" ]] && return 0; done; return 1; }

# need_machine NAME   ends with 2 when there is no such machine
need_machine() {
  is_machine "${1:-}" && return 0
  echo "lab: there is no machine '${1:-}'; there are: ${MACHINES[*]}" >&2
  exit 2
}

need_root() { [[ $(id -u) == 0 ]] || fail "building needs root (chroots and apt); run it with sudo"; }

# key_of WORD… -- FILE…   a short hash of the words and of the files' names and contents
key_of() {
  local words=()
  while [[ $# -gt 0 && $1 != -- ]]; do words+=("$1"); shift; done
  [[ ${1:-} == -- ]] && shift
  {
    printf '%s\n' "${words[@]}"
    [[ $# == 0 ]] || (cd "$LAB" && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum)
    [[ $# == 0 ]] || (cd "$LAB" && find "$@" -type f -perm -u+x | sort)
  } | sha256sum | cut -c1-16
}

# in_own_shell FUNCTION ARGS…   only in a shell of its own does the first error end a function,
#   however it was called
in_own_shell() {
  bash -euo pipefail -c 'for part in "$LAB"/lib/*.sh; do . "$part"; done; "$@"' lab "$@"
}

# squash DIR FILE   an uncompressed squashfs: quick to make and, without KVM, quick to read
squash() { mksquashfs "$1" "$2" -noI -noD -noF -noX -noappend -quiet -no-progress "${@:3}" >/dev/null; }

# product NAME KEY BUILDER…   makes STATE/products/NAME-KEY by running BUILDER with an empty folder
#   as last argument, unless it stands; prints its path. Those of NAME that nobody used for a day go away.
product() {
  local name=$1 key=$2 dir=$STATE/products/$1-$2; shift 2
  mkdir -p "$STATE/products"
  (
    flock 8
    if [[ ! -d $dir ]]; then
      rm -rf --one-file-system "$STATE/products/$name"-*.part; mkdir "$dir.part"
      say "$name: making it"
      SECONDS=0
      in_own_shell "$@" "$dir.part" >"$STATE/products/$name.log" 2>&1 8>&- || {
        tail -n 25 "$STATE/products/$name.log" >&2
        fail "$name could not be made; the whole log: $STATE/products/$name.log"
      }
      mv "$dir.part" "$dir"
      say "$name: made in ${SECONDS} s"
    fi
    touch "$dir"
    find "$STATE/products" -maxdepth 1 -name "$name-*" -mtime +1 -exec rm -rf {} +
  ) 8>"$STATE/products/$name.lock" || exit 1
  echo "$dir"
}
