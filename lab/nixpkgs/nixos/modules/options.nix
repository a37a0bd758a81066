# The defaults of the options that have an effect.
{ lib, config, ... }:
let
  inherit (lib) mkOptionDefault optional optionals versionAtLeast;
  release = lib.fileContents ../../.version;
  types = map (f: f.fsType) (builtins.attrValues config.fileSystems);
  zfs = builtins.elem "zfs" types;
  luks = config.boot.initrd.luks.devices != { };
  systemd = config.boot.initrd.systemd.enable;
in
{
  boot = {
    initrd = {
      kernelModules = [ "dm_mod" ] ++ optional zfs "zfs" ++ optionals luks [ "dm_crypt" ] ++ optional (builtins.elem "btrfs" types) "btrfs";
      availableKernelModules = [ "ahci" "sd_mod" "xhci_pci" "usbhid" "hid_generic" "ext4" ]
        ++ optionals systemd [ "autofs4" "efivarfs" ]
        ++ optionals config.boot.swraid.enable [ "md_mod" "raid0" "raid1" "raid10" "raid456" ]
        ++ optionals luks [ "aesni_intel" "xts" "cbc" "sha256_generic" "af_alg" "algif_skcipher" ];
      luks.devices = { };
      systemd.enable = mkOptionDefault (versionAtLeast release "26.05");
      services.lvm.enable = mkOptionDefault false;
      verbose = mkOptionDefault true;
    };
    kernelModules = [ "loop" "atkbd" ];
    kernelParams = optional zfs "nohibernate" ++ optional systemd "root=fstab" ++ [ "loglevel=4" "lsm=landlock,yama,bpf" ];
    extraModulePackages = [ ];
    blacklistedKernelModules = [ ];
    supportedFilesystems = mkOptionDefault [ ];
    swraid.enable = mkOptionDefault (!versionAtLeast config.system.stateVersion "23.11");
    extraModprobeConfig = mkOptionDefault "";
    zfs.forceImportRoot = mkOptionDefault (!versionAtLeast config.system.stateVersion "26.11");
    zfs.requestEncryptionCredentials = mkOptionDefault true;
    zfs.devNodes = mkOptionDefault "/dev/disk/by-id";
    loader.timeout = mkOptionDefault 5;
    loader.efi = { efiSysMountPoint = mkOptionDefault "/boot"; canTouchEfiVariables = mkOptionDefault false; };
    loader.grub = {
      enable = mkOptionDefault (!config.boot.loader.systemd-boot.enable);
      device = mkOptionDefault "";
      devices = [ ];
      efiSupport = mkOptionDefault false;
      efiInstallAsRemovable = mkOptionDefault false;
      copyKernels = mkOptionDefault false;
      configurationLimit = mkOptionDefault 100;
      default = mkOptionDefault "0";
    };
    loader.systemd-boot = {
      enable = mkOptionDefault false;
      configurationLimit = mkOptionDefault null;
      editor = mkOptionDefault true;
      consoleMode = mkOptionDefault "keep";
      xbootldrMountPoint = mkOptionDefault null;
      extraInstallCommands = mkOptionDefault "";
      bootCounting = { enable = mkOptionDefault false; tries = mkOptionDefault 3; };
    };
  };
  swapDevices = [ ];
  networking.hostName = mkOptionDefault "nixos";
  networking.hostId = mkOptionDefault null;
  environment.systemPackages = [ ];
  specialisation = { };
  nix.settings.experimental-features = mkOptionDefault "nix-command flakes";
  system.stateVersion = mkOptionDefault release;
}
