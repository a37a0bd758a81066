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
  full = config // { system = config.system // { build = import ../system { inherit lib pkgs; config = full; }; }; };
in
{ config = full; options = { }; inherit pkgs lib; }
