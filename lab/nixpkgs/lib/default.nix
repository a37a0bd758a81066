# The words of nixpkgs' lib that configurations use.
let
  inherit (builtins) head tail length elem filter concatMap attrNames listToAttrs concatStringsSep;
in
rec {
  mkIf = condition: content: { _type = "if"; inherit condition content; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  mkForce = mkOverride 50;
  mkDefault = mkOverride 1000;
  mkOptionDefault = mkOverride 1500;
  mkBefore = x: x;
  mkAfter = x: x;

  optional = c: x: if c then [ x ] else [ ];
  optionals = c: xs: if c then xs else [ ];
  optionalString = c: s: if c then s else "";
  optionalAttrs = c: a: if c then a else { };
  unique = builtins.foldl' (seen: x: if elem x seen then seen else seen ++ [ x ]) [ ];
  genAttrs = names: f: listToAttrs (map (name: { inherit name; value = f name; }) names);
  mapAttrsToList = f: attrs: map (name: f name attrs.${name}) (attrNames attrs);
  inherit (builtins) concatStringsSep concatMap attrNames attrValues mapAttrs filter elem;
  concatMapStrings = f: xs: concatStringsSep "" (map f xs);
  concatMapStringsSep = sep: f: xs: concatStringsSep sep (map f xs);
  versionAtLeast = a: b: builtins.compareVersions a b >= 0;
  fileContents = file: builtins.replaceStrings [ "\n" ] [ "" ] (builtins.readFile file);
}
