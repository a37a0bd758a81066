#! @tools@/bin/bash
# switch-to-configuration boot|switch|test|dry-activate
export PATH=@tools@/bin

case ${1:-} in
  boot | switch | test | dry-activate) ;;
  *)
    cat >&2 <<EOM
Usage: $0 [switch|boot|test|dry-activate]

switch:       make the configuration the boot default and activate now
boot:         make the configuration the boot default
test:         activate the configuration, but don't make it the boot default
dry-activate: show what would be done if this configuration were activated
EOM
    exit 1
    ;;
esac

# This is a NixOS installation if it has /etc/NIXOS or a proper /etc/os-release.
if [[ ! -f /etc/NIXOS ]] && ! grep -Eq '^ID="?nixos"?' /etc/os-release 2>/dev/null; then
  echo "This is not a NixOS installation!" >&2
  exit 1
fi

if [[ $1 == switch || $1 == boot ]]; then
  @installer@ @out@ || exit 1
fi
[[ $1 != boot ]] || exit 0
if [[ $1 == dry-activate ]]; then echo "would activate the configuration..." >&2; exit 0; fi
echo "activating the configuration..." >&2
@out@/activate
