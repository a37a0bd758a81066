# by-hand WHAT FLAKE HOST SYSTEM
#   Does what nixos-rebuild and switch-to-configuration do, inside a system that has none of them. FLAKE
#   is its folder and HOST its host; empty for a configuration without one. WHAT is one of
#     all     builds, points the profile at what was built, has the boot loader's installer write the menu
#     build   only the first two
#     menu    only the last, with SYSTEM, a path of the store, as the default; by SYSTEM's own
#             switch-to-configuration, if it has one
#   Again is no harm: nix builds nothing twice, and a profile that leads there already stays.
set -eu
what=$1 flake=$2 host=$3 system=$4
# The installer is a line for a shell: a program of the store, perhaps with arguments.
expression='{ flake, host }:
let
  os =
    if flake == "" then import <nixpkgs/nixos> { } else (builtins.getFlake flake).nixosConfigurations.${host};
in
{
  system = os.config.system.build.toplevel;
  loader = os.pkgs.writeScript "install-boot-loader"
    "#!${os.pkgs.runtimeShell}\n${toString os.config.system.build.installBootLoader} \"$@\"\n";
}'

# build NAME
#   builds one of these; the link to it lies in RAM.
build() {
  nix-build -E "$expression" --argstr flake "$flake" --argstr host "$host" -A "$1" --out-link "by-hand-$1"
}

mkdir -p /run/thaw
cd /run/thaw
if [ "$what" != menu ]; then
  echo "building the system configuration..." >&2
  build system
  system=$(readlink -f by-hand-system)
  nix-env --profile /nix/var/nix/profiles/system --set "$system"
fi
if [ "$what" = menu ] && [ -x "$system/bin/switch-to-configuration" ]; then
  exec "$system/bin/switch-to-configuration" boot
fi
if [ "$what" != build ]; then
  build loader
  ./by-hand-loader "$(readlink -f "$system")"
fi
