# The options there are. `true`: anything below is accepted (and most of it has no effect here);
# a set: only these names, so that a slip of the pen fails as on NixOS. "*": any name.
{
  boot = {
    initrd = {
      kernelModules = true; availableKernelModules = true; luks = true; systemd = true;
      supportedFilesystems = true; verbose = true; secrets = true; services = true; compressor = true; postDeviceCommands = true;
    };
    kernelModules = true; kernelParams = true; extraModprobeConfig = true; blacklistedKernelModules = true;
    extraModulePackages = true; kernelPackages = true; supportedFilesystems = true; swraid = true; tmp = true; consoleLogLevel = true;
    zfs = {
      forceImportRoot = true; forceImportAll = true; devNodes = true; extraPools = true;
      requestEncryptionCredentials = true; package = true;
    };
    loader = {
      timeout = true;
      grub = {
        enable = true; device = true; devices = true; efiSupport = true; efiInstallAsRemovable = true; useOSProber = true;
        copyKernels = true; configurationLimit = true; default = true; font = true; splashImage = true; extraEntries = true;
      };
      systemd-boot = { enable = true; configurationLimit = true; editor = true; consoleMode = true; xbootldrMountPoint = true; extraInstallCommands = true; bootCounting = { enable = true; tries = true; }; };
      efi = { canTouchEfiVariables = true; efiSysMountPoint = true; };
    };
  };
  fileSystems."*" = { device = true; fsType = true; options = true; neededForBoot = true; label = true; };
  swapDevices = true;
  networking = true; time = true; i18n = true; console = true; nix = true; nixpkgs = true; system = true;
  environment = true; programs = true; services = true; users = true; security = true; hardware = true;
  virtualisation = true; fonts = true; powerManagement = true; zramSwap = true; documentation = true;
  specialisation = true; assertions = true; warnings = true; xdg = true; systemd = true;
}
