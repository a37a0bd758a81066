# fileSystems as a list in mount order: path, device, fsType, options, pass, early (mounted by stage 1).
{ lib, config }:
let
  first = [ "/" "/nix" "/nix/store" "/var" "/var/log" "/var/lib" "/var/lib/nixos" "/etc" "/usr" ];
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
      fsType = f.fsType or "auto";
      device = f.device or "/dev/disk/by-label/${f.label}";
      options = if early then [ "x-initrd.mount" ] ++ given else if given == [ ] then [ "defaults" ] else given;
      pass = if builtins.elem (f.fsType or "auto") [ "zfs" "btrfs" "tmpfs" "none" ] then "0"
        else if path == "/" then "1" else "2";
    })
  (builtins.sort builtins.lessThan (builtins.attrNames config.fileSystems))
