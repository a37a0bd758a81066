# config.system.build: from the options to a toplevel.
{ lib, pkgs, config, specialised }:
let
  inherit (lib) concatStringsSep optionalString;
  inherit (pkgs) run writeText writeScript;
  release = lib.fileContents ../../.version;
  label = release + lib.fileContents ../../.version-suffix;
  codename = { "25.11" = "Xantusia"; "26.05" = "Yarara"; }.${release};
  host = config.networking.hostName;
  name = "nixos-system-${host}-${label}";
  args = { inherit lib pkgs config release label codename; };

  etc = import ./etc.nix args;
  stage1 = import (if config.boot.initrd.systemd.enable then ./stage-1-systemd.nix else ./stage-1.nix) args;
  path = run "system-path" { packages = config.environment.systemPackages; } ''
    mkdir -p $out/bin
    for p in ${pkgs.tools} ${rebuild} $packages; do ln -sf $p/bin/* $out/bin/; done
  '';
  rebuild = run "nixos-rebuild" { text = builtins.readFile ./nixos-rebuild.sh; } ''
    mkdir -p $out/bin
    { echo '#!${pkgs.tools}/bin/bash'; printf '%s' "$text"; } >$out/bin/nixos-rebuild
    chmod +x $out/bin/nixos-rebuild
  '';

  fill = names: file: builtins.replaceStrings
    (map (n: "@${n}@") (builtins.attrNames names)) (builtins.attrValues names) (builtins.readFile file);
  activate = fill { tools = "${pkgs.tools}"; } ./activate.sh;
  stage2Units = import ./stage-2-units.nix { inherit pkgs; };
  stage2 = fill { tools = "${pkgs.tools}"; systemd = "${pkgs.systemd}"; units = "${stage2Units}"; } ./stage-2-init.sh;
  installer = import ./bootloader.nix { inherit pkgs config writeScript fill; };
  switch = fill { tools = "${pkgs.tools}"; installer = "${installer}"; } ./switch-to-configuration.sh;

  params = config.boot.kernelParams ++ lib.optional (config.networking.hostId != null && false) "";
  spec = {
    "org.nixos.bootspec.v1" = {
      init = "@out@/init";
      initrd = "${stage1}/initrd";
      kernel = "${pkgs.linux}/bzImage";
      kernelParams = params;
      label = "NixOS ${codename} ${label} (Linux ${pkgs.kernelVersion})";
      system = "x86_64-linux";
      toplevel = "@out@";
    };
    "org.nixos.specialisation.v1" = { };
    "org.nixos.systemd-boot" = { sortKey = "nixos"; };
  };
in
assert config.fileSystems ? "/" || throw
  "Failed assertions:\n- The ‘fileSystems’ option does not specify your root file system.";
{
  inherit etc;
  initialRamdisk = stage1;
  toplevel = run name
    {
      inherit activate stage2 switch label;
      json = builtins.toJSON spec;
      specialisations = lib.concatMap (n: [ n specialised.${n} ]) (builtins.attrNames specialised);
      kernelParams = concatStringsSep " " params;
      # What a rebuild needs must survive a garbage collection: these machines have no network.
      keep = [ pkgs.tools pkgs.extraUtils pkgs.linux pkgs.linuxModules pkgs.systemdBoot pkgs.systemd pkgs.grub pkgs.udevRules pkgs.mdadm pkgs.lvm ];
    } ''
    mkdir -p $out/bin $out/specialisation
    ln -s ${pkgs.linux}/bzImage $out/kernel
    ln -s ${pkgs.linuxModules} $out/kernel-modules
    ln -s ${stage1}/initrd $out/initrd
    ln -s ${etc}/etc $out/etc
    ln -s ${path} $out/sw
    printf '%s' "$kernelParams" >$out/kernel-params
    printf '%s' "$label" >$out/nixos-version
    printf x86_64-linux >$out/system
    printf 1 >$out/init-interface-version
    script() { printf '%s' "$2" | sed "s|@out@|$out|g" >$1; chmod +x $1; }
    script $out/activate "$activate"
    script $out/init "$stage2"
    script $out/bin/switch-to-configuration "$switch"
    ${optionalString config.boot.initrd.systemd.enable "cp $out/init $out/prepare-root"}
    set -- $specialisations
    while [ $# -gt 0 ]; do
      ln -s $2 $out/specialisation/$1
      json=$(printf '%s' "$json" | jq --arg name $1 --slurpfile child $2/boot.json '."org.nixos.specialisation.v1"[$name] = $child[0]')
      shift 2
    done
    printf '%s' "$json" | jq . | sed "s|@out@|$out|g" >$out/boot.json
    printf '%s\n' $keep >$out/extra-dependencies
  '';
}
