{
  description = "The machines at home";

  inputs.nixpkgs.url = "path:@nixpkgs@";

  outputs = { self, nixpkgs }: {
    nixosConfigurations = {
      meadow = nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [ ./hosts/meadow ./modules/common.nix ];
      };
      orchard = nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [ ./hosts/orchard ./modules/common.nix ];
      };
    };
  };
}
