
# nixos-rebuild of the lab: the real one's interface, as far as a rescue needs it.
set -euo pipefail

usage() {
  cat <<EOM
usage: nixos-rebuild [-h] {switch,boot,test,build,dry-build,dry-activate,list-generations}
  [--flake [FLAKE_URI[#ATTR]]] [--no-flake] [--install-bootloader] [--rollback] [--profile-name NAME]
  [--option NAME VALUE] [--json] [--fast] [--no-reexec] [--show-trace] [--impure] [--offline]
EOM
}

action='' flake='' noflake='' install=0 rollback='' profile=/nix/var/nix/profiles/system json='' extra=()
flakeargs=(--extra-experimental-features 'nix-command flakes')
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    switch | boot | test | build | dry-build | dry-activate | list-generations) action=$1 ;;
    --flake | -F) if [[ ${2:-} && $2 != -* && ! $2 =~ ^(switch|boot|test|build)$ ]]; then flake=$2; shift; else flake=.; fi ;;
    --flake=*) flake=${1#*=} ;;
    --no-flake) noflake=1 ;;
    --install-bootloader) install=1 ;;
    --rollback) rollback=1 ;;
    --profile-name | -p) profile=/nix/var/nix/profiles/system-profiles/$2; mkdir -p "${profile%/*}"; shift ;;
    --option) extra+=("$1" "$2" "$3"); shift 2 ;;
    --max-jobs | -j | --cores | -I | --builders | --log-format) extra+=("$1" "$2"); shift ;;
    --json) json=1 ;;
    --fast | --no-reexec | --no-build-nix | --upgrade | --use-substitutes | --sudo) ;;
    --show-trace | --impure | --offline | --verbose | -v | --quiet | --keep-going | --fallback | --repair | -L | --print-build-logs | --no-update-lock-file | --no-write-lock-file) extra+=("$1") ;;
    *) echo "nixos-rebuild: error: unrecognized arguments: $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
[[ -n $action ]] || { usage >&2; exit 2; }

list_generations() {
  local link n path current first=1 when version kernel
  current=$(readlink "$profile")
  [[ -z $json ]] && printf '%-12s %-8s %-20s %-35s %-16s\n' Generation Current 'Build-date' 'NixOS version' Kernel || printf '['
  for n in $(ls "${profile%/*}" | sed -n "s/^${profile##*/}-\([0-9]*\)-link$/\1/p" | sort -rn); do
    link=$profile-$n-link; path=$(readlink -f "$link")
    when=$(date -d "@$(stat -c %Y "$link")" '+%F %T')
    version=$(cat "$path/nixos-version"); kernel=$(basename "$(ls -d "$path"/kernel-modules/lib/modules/* | head -n 1)")
    if [[ -z $json ]]; then
      printf '%-12s %-8s %-20s %-35s %-16s\n' "$n" "$([[ ${link##*/} == "$current" ]] && echo True || echo False)" "$when" "$version" "$kernel"
    else
      [[ -n $first ]] || printf ','; first=
      jq -cn --argjson n "$n" --arg d "${when/ /T}" --arg v "$version" --arg k "$kernel" --argjson c "$([[ ${link##*/} == "$current" ]] && echo true || echo false)" \
        '{generation: $n, date: $d, nixosVersion: $v, kernelVersion: $k, configurationRevision: "", specialisations: [], current: $c}' | tr -d '\n'
    fi
  done
  [[ -z $json ]] || echo ']'
}
if [[ $action == list-generations ]]; then list_generations; exit 0; fi

if [[ -n $rollback ]]; then
  case $action in
    boot | switch) nix-env -p "$profile" --rollback; path=$profile ;;
    *) echo "nixos-rebuild: error: --rollback goes with switch or boot" >&2; exit 2 ;;
  esac
else
  if [[ -z $flake && -z $noflake && -e /etc/nixos/flake.nix ]]; then
    flake=$(dirname "$(readlink -f /etc/nixos/flake.nix)")
  fi
  dry=(); [[ $action != dry-build ]] || dry=(--dry-run)
  if [[ -n $flake && -z $noflake ]]; then
    attr=${flake#*#}; [[ $flake == *'#'* ]] || attr=$(hostname); [[ -n $attr ]] || attr=$(hostname)
    dir=${flake%%#*}
    echo "building the system configuration..." >&2
    path=$(nix "${flakeargs[@]}" build "$dir#nixosConfigurations.\"$attr\".config.system.build.toplevel" \
      --no-link --print-out-paths "${dry[@]}" "${extra[@]}")
  else
    echo "building the system configuration..." >&2
    path=$(nix-build '<nixpkgs/nixos>' -A system --no-out-link "${dry[@]}" "${extra[@]}")
  fi
  case $action in
    dry-build) exit 0 ;;
    build) ln -sfn "$path" ./result; echo "$path"; exit 0 ;;
    boot | switch) nix-env -p "$profile" --set "$path" ;;
  esac
fi

cd /
NIXOS_INSTALL_BOOTLOADER=$install "$path/bin/switch-to-configuration" "$action" || {
  code=$?
  echo "warning: error(s) occurred while switching to the new configuration" >&2
  exit $code
}
if [[ $action == boot || $action == switch ]]; then
  echo "Done. The new configuration is $(readlink -f "$path")" >&2
fi
