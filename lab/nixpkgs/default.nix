# The packages: all from one folder of Debian's tools, whose place stands in base.nix
# (written when the lab builds the base store).
{ system ? "x86_64-linux", ... }:
let
  base = builtins.mapAttrs
    (_: value:
      if builtins.substring 0 11 value != "/nix/store/" then value
      else builtins.appendContext value { ${value} = { path = true; }; })
    (import ./base.nix);

  # run NAME ATTRS SCRIPT: a derivation whose builder is a bash script
  run = name: attrs: script: derivation ({
    inherit name system script;
    builder = "${base.tools}/bin/bash";
    # the ":" keeps bash the last to end: cp closes its output first, and nix would kill it for that
    args = [ "-euc" "export PATH=${base.tools}/bin; eval \"$script\"; :" ];
    preferLocalBuild = true;
    allowSubstitutes = false;
  } // attrs);

  # package NAME COMMANDS: links to commands of the tools under a package's own name
  package = name: commands: run name { commands = toString commands; } ''
    mkdir -p $out/bin
    for c in $commands; do ln -s ${base.tools}/bin/$c $out/bin/$c; done
  '';
in
base // {
  inherit run package;
  writeText = name: text: run name { inherit text; } ''printf '%s' "$text" >$out'';
  writeScript = name: text: run name { inherit text; } ''printf '%s' "$text" >$out; chmod +x $out'';
  git = package "git-2.47.3" [ "git" ];
  vim = package "vim-9.1" [ "vi" ];
  nano = package "nano-8.4" [ "nano" ];
  jq = package "jq-1.7" [ "jq" ];
  pciutils = package "pciutils-3.13" [ "lspci" ];
  efibootmgr = package "efibootmgr-18" [ "efibootmgr" ];
}
