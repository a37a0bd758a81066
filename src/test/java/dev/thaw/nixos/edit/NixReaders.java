package dev.thaw.nixos.edit;

import dev.thaw.fuzz.FuzzedReader;
import dev.thaw.nixos.eval.Files;
import dev.thaw.nixos.eval.Hosts;
import java.util.List;
import java.util.Map;

/** The readers of this room, for the fuzzer. */
public final class NixReaders {

  private static final String MODULE =
      """
      { config, lib, pkgs, ... }@args:
      let x = ./a/${b}.nix; y = "a ${toString 1} $$ \\" b"; in
      {
        imports = [ ./hardware.nix <nixpkgs/x> ];
        boot.initrd.kernelModules = [ "vfio_pci" "vfio" ] ++ lib.optionals true [ "a" ];
        boot.loader = rec { timeout = 5; inherit (lib) "b" c; };
        # a comment
        services.x = lib.mkIf (a -> !b || c ? d.e) { enable = true; text = ''
          ''${no} ''' ${yes}
        ''; };
      }
      """;

  private static final String FLAKE =
      """
      {
        inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";
        outputs = { self, nixpkgs }: {
          nixosConfigurations.atlas = nixpkgs.lib.nixosSystem {
            system = "x86_64-linux";
            modules = [ ./configuration.nix { boot.kernelParams = [ "quiet" ]; } ];
          };
          nixosConfigurations."b-${x}" = mk { host = "b"; };
        };
      }
      """;

  private NixReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        FuzzedReader.ofText(
            "nix",
            List.of(NixText.class, NixParser.class, NixLexer.class, NixEdit.class),
            text -> {
              depth(NixParser.read(text).root());
              NixEdit.find(text, "boot.initrd.kernelModules");
              NixEdit.find(text, "boot.loader.timeout");
            },
            MODULE,
            FLAKE,
            "{ inherit ''a''; }"),
        FuzzedReader.ofText(
            "flake",
            List.of(Hosts.class),
            text -> {
              Hosts hosts = Hosts.of(new Files(Map.of("/c/flake.nix", text)), "/c");
              hosts.names().names().forEach(hosts::of);
            },
            FLAKE));
  }

  private static int depth(NixExpr expr) {
    return 1 + expr.children().stream().mapToInt(NixReaders::depth).max().orElse(0);
  }
}
