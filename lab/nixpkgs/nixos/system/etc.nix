# The generated /etc, as one store path with links for activation to point at.
{ lib, pkgs, config, release, label, codename }:
let
  inherit (lib) concatStringsSep concatMapStrings optional;
  fs = import ./filesystems.nix { inherit lib config; };
  line = f: "${f.device} ${f.path} ${f.fsType} ${concatStringsSep "," f.options} 0 ${f.pass}\n";
  fstab = ''
    # This is a generated file.  Do not edit!
    #
    # To make changes, edit the fileSystems and swapDevices NixOS options
    # in your /etc/nixos/configuration.nix file.
    #
    # <file system> <mount point>   <type>  <options>       <dump>  <pass>

    # Filesystems.
    ${concatMapStrings line fs}

    # Swap devices.
    ${concatMapStrings (s: "${s.device} none swap defaults\n") config.swapDevices}
  '';
  osRelease = ''
    ANSI_COLOR="0;38;2;126;186;228"
    BUG_REPORT_URL="https://github.com/NixOS/nixpkgs/issues"
    BUILD_ID="${label}"
    CPE_NAME="cpe:/o:nixos:nixos:${release}"
    DEFAULT_HOSTNAME=nixos
    DOCUMENTATION_URL="https://nixos.org/learn.html"
    HOME_URL="https://nixos.org/"
    ID=nixos
    ID_LIKE=""
    IMAGE_ID=""
    IMAGE_VERSION=""
    LOGO="nix-snowflake"
    NAME=NixOS
    PRETTY_NAME="NixOS ${release} (${codename})"
    SUPPORT_URL="https://nixos.org/community.html"
    VARIANT=""
    VARIANT_ID=""
    VENDOR_NAME=NixOS
    VENDOR_URL="https://nixos.org/"
    VERSION="${release} (${codename})"
    VERSION_CODENAME=${lib.concatMapStrings (c: c) [ (builtins.replaceStrings [ "X" "Y" ] [ "x" "y" ] codename) ]}
    VERSION_ID="${release}"
  '';
  hostId = config.networking.hostId;
  bytes = id: concatMapStrings (i: "\\x" + builtins.substring i 2 id) [ 6 4 2 0 ];
in
pkgs.run "etc"
{
  inherit fstab osRelease;
  hosts = "127.0.0.1 localhost\n::1 localhost\n127.0.0.2 ${config.networking.hostName}\n";
  nixconf = ''
    # WARNING: this file is generated from the nix.* options in
    # your NixOS configuration, typically
    # /etc/nixos/configuration.nix.  Do not edit it!
    build-users-group = nixbld
    experimental-features = ${toString config.nix.settings.experimental-features}
    sandbox = false
  '';
  profile = builtins.readFile ./login/profile;
  bashrc = builtins.readFile ./login/bashrc;
  environment = builtins.readFile ./login/set-environment;
  modprobe = config.boot.extraModprobeConfig + concatMapStrings (m: "blacklist ${m}\n") config.boot.blacklistedKernelModules;
  modules = concatMapStrings (m: "${m}\n") config.boot.kernelModules;
  hostName = config.networking.hostName;
} ''
  mkdir -p $out/etc/{nix,modprobe.d,modules-load.d}
  cd $out/etc
  printf '%s' "$fstab" >fstab
  printf '%s' "$osRelease" >os-release
  printf '%s' "$hosts" >hosts
  printf '%s\n' "$hostName" >hostname
  printf '%s' "$nixconf" >nix/nix.conf
  printf '%s' "$profile" >profile
  printf '%s' "$bashrc" >bashrc
  printf '%s' "$environment" >set-environment
  printf '%s' "$modprobe" >modprobe.d/nixos.conf
  printf '%s' "$modules" >modules-load.d/nixos.conf
  ${lib.optionalString (hostId != null) "printf '${bytes hostId}' >hostid"}
''
