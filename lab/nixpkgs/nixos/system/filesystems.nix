# fileSystems as a list in mount order: path, device, fsType, options, pass, early (mounted by stage 1).
{ lib, config }:
let
  first = [ "/" "/nix" "/nix/store" "/var" "/var/log" "/var/lib" "/var/lib/nixos" "/etc" "/usr" ];
  bound = path: builtins.elem "bind" (config.fileSystems.${path}.options or [ ]);
in
map
  (path:
    let
      f = config.fileSystems.${path};
      early = (f.neededForBoot or false) || builtins.elem path first;
      given = f.options or [ ];
    in
    {
      inherit path early;
      fsType = f.fsType or (if bound path then "none" else "auto");
      device = f.device or "/dev/disk/by-label/${f.label}";
      options = if early then [ "x-initrd.mount" ] ++ given else if given == [ ] then [ "defaults" ] else given;
      pass = if bound path || builtins.elem (f.fsType or "auto") [ "zfs" "btrfs" "tmpfs" ] then "0"
        else if path == "/" then "1" else "2";
    })
  # what is bound lies on one of the others
  (builtins.sort (a: b: if bound a == bound b then a < b else bound b) (builtins.attrNames config.fileSystems))
