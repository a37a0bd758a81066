# From a list of modules to { config, options, pkgs }, with config.system.build.toplevel.
{ modules, system ? "x86_64-linux", specialArgs ? { }, ... }:
let
  lib = import ../../lib;
  pkgs = import ../../. { };
  args = { inherit lib pkgs; config = full; options = { }; modulesPath = toString ../modules; } // specialArgs;
  config = import ../../lib/modules.nix {
    modules = [ ../modules/options.nix ] ++ modules;
    inherit args;
    known = import ../modules/known.nix;
  };
  # what each specialisation makes of this configuration
  specialised = builtins.mapAttrs
    (_: child: (import ./eval-config.nix {
      modules = modules ++ [ child.configuration { specialisation = lib.mkForce { }; } ];
      inherit system specialArgs;
    }).config.system.build.toplevel)
    config.specialisation;
  full = config // { system = config.system // { build = import ../system { inherit lib pkgs specialised; config = full; }; }; };
in
{ config = full; options = { }; inherit pkgs lib; }
