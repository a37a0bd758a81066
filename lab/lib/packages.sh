# Debian packages: an apt configuration of the lab's own, on the site that this machine already uses.
# The machine's own sources stay as they are.

GUEST_SUITE=trixie
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# apt_site   prints the address of the Debian archive in this machine's own sources
apt_site() {
  local site
  site=$(apt-get indextargets --format '$(SITE) $(ORIGIN) $(COMPONENT)' 2>/dev/null |
    awk '$2 == "Debian" && $1 !~ /security/ { print $1; exit }')
  [[ -n $site ]] || fail "this machine's apt sources name no Debian archive; run 'apt-get update' first"
  echo "$site"
}

# guest_sources   prints the sources.list of the guests
guest_sources() {
  echo "deb [signed-by=$KEYRING] $(apt_site) $GUEST_SUITE main contrib"
}

# codename   prints which Debian this machine is
codename() { (. /etc/os-release && echo "$VERSION_CODENAME"); }

# apt_lists KIND   prints the folder of the lab's lists; $THAW_LAB may be lent to another Debian
apt_lists() {
  case $1 in
    guest) echo "$STATE/apt/guest" ;;
    host) echo "$STATE/apt/host-$(codename)" ;;
  esac
}

# apt_lab KIND TOOL ARGS…   runs apt-get or apt-cache with the lab's lists
#   KIND guest: what a guest can install;  KIND host: this machine with backports beside its own sources
apt_lab() {
  local kind=$1 tool=$2 dir opts; shift 2
  dir=$(apt_lists "$kind")
  mkdir -p "$dir/lists/partial" "$dir/sources.d"
  opts=(-o Dir::State::lists="$dir/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
    -o DPkg::Lock::Timeout=400 -o Acquire::Retries=3)
  if [[ $kind == guest ]]; then
    guest_sources >"$dir/sources.list"
    : >"$dir/status"
    opts+=(-o Dir::State::status="$dir/status")
  else
    local code; code=$(codename)
    { echo "deb [signed-by=$KEYRING] $(apt_site) $code main"
      [[ $code != bookworm ]] || echo "deb [signed-by=$KEYRING] $(apt_site) $code-backports main"
      echo "deb [signed-by=$KEYRING] $(apt_site) $code-updates main"
    } >"$dir/sources.list"
  fi
  opts+=(-o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts="$dir/sources.d")
  DEBIAN_FRONTEND=noninteractive timeout 900 "$tool" "${opts[@]}" "$@"
}

# apt_refresh KIND   fetches the lists when there are none, or none younger than a week:
#   a newer package makes everything anew, so not more often; `lab build --fresh` forces it
apt_refresh() {
  local stamp; stamp=$(apt_lists "$1")/fresh
  [[ -n $(find "$stamp" -mmin -10080 2>/dev/null) ]] && return 0
  mkdir -p "${stamp%/*}"
  say "apt: fetching the package lists ($1)"
  apt_lab "$1" apt-get -q update >"$STATE/apt-$1.log" 2>&1 ||
    { [[ -e $stamp ]] && { say "apt: no fresh lists, going on with the old ones"; return 0; }
      tail -5 "$STATE/apt-$1.log" >&2; fail "the package lists could not be fetched"; }
  touch "$stamp"
}

# guest_versions PACKAGE…   prints name=version of what a guest would get (the keys of the cache)
#   apt takes a second or two to tell: kept until the lists change
guest_versions() {
  local kept; kept=$STATE/apt/guest/versions-$(sha256sum <<<"$*" | cut -c1-16)
  apt_refresh guest
  if [[ ! -s $kept || $kept -ot $STATE/apt/guest/fresh ]]; then
    apt_lab guest apt-cache show --no-all-versions "$@" |
      awk '$1 == "Package:" { p = $2 } $1 == "Version:" { print p "=" $2 }' >"$kept.part"
    mv "$kept.part" "$kept"
  fi
  cat "$kept"
}

# host_tools   installs what this machine needs to build and to boot guests
host_tools() {
  local missing=() p
  for p in qemu-system-x86 qemu-utils ovmf mmdebstrap squashfs-tools dosfstools cpio zstd openssh-client e2fsprogs; do
    dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing+=("$p")
  done
  if [[ " ${missing[*]} " != *" qemu-system-x86 "* ]] && qemu_is_old; then missing+=(qemu-system-x86 qemu-utils); fi
  [[ ${#missing[@]} -gt 0 ]] || return 0
  need_root
  apt_refresh host
  say "apt: installing ${missing[*]}"
  local target=(); [[ $(codename) == bookworm ]] && target=(-t bookworm-backports)
  apt_lab host apt-get -q -y --no-install-recommends "${target[@]}" install "${missing[@]}" >"$STATE/apt-install.log" 2>&1 ||
    { tail -5 "$STATE/apt-install.log" >&2; fail "apt could not install: ${missing[*]}"; }
}

# qemu_is_old   QEMU 7.2 (bookworm) crashes the guests' kernel without KVM
qemu_is_old() {
  local v; v=$(qemu-system-x86_64 --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
  [[ ${v:-0} -lt 9 ]]
}
