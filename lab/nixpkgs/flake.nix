{
  description = "The lab's stand-in for nixpkgs: the few options that its machines use";
  outputs = { self }: {
    lib = import ./lib // {
      nixosSystem = args: import ./nixos/lib/eval-config.nix args;
    };
    legacyPackages.x86_64-linux = import ./. { };
  };
}
