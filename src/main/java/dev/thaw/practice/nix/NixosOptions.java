package dev.thaw.practice.nix;

import dev.thaw.practice.state.Stage1Image;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a configuration says, with NixOS's own defaults: as far as practice machines differ. */
final class NixosOptions extends OptionValues {

  /** Mounted by stage 1 whatever the configuration says. */
  private static final List<String> EARLY =
      List.of(
          "/",
          "/nix",
          "/nix/store",
          "/var",
          "/var/log",
          "/var/lib",
          "/var/lib/nixos",
          "/etc",
          "/usr");

  /**
   * What stage 1 needs to mount them; ext4 is always there, zfs and btrfs are loaded in any case.
   */
  private static final Map<String, List<String>> DRIVERS =
      Map.of(
          "xfs", List.of("xfs", "crc32c"),
          "vfat", List.of("vfat", "nls_cp437", "nls_iso8859-1"),
          "f2fs", List.of("f2fs", "crc32"),
          "btrfs", List.of("btrfs"));

  /** The options that a system is built from by name. */
  private static final List<String> BUILT_FROM =
      List.of(
          "boot.initrd.availableKernelModules",
          "boot.initrd.kernelModules",
          "boot.initrd.luks.devices.",
          "boot.initrd.services.lvm.enable",
          "boot.initrd.systemd.enable",
          "boot.kernelModules",
          "boot.kernelParams",
          "boot.loader.efi.",
          "boot.loader.grub.configurationLimit",
          "boot.loader.grub.copyKernels",
          "boot.loader.grub.default",
          "boot.loader.grub.device",
          "boot.loader.grub.enable",
          "boot.loader.systemd-boot.configurationLimit",
          "boot.loader.systemd-boot.editor",
          "boot.loader.systemd-boot.enable",
          "boot.loader.timeout",
          "boot.resumeDevice",
          "boot.swraid.enable",
          "boot.zfs.forceImportRoot",
          "boot.zfs.requestEncryptionCredentials",
          "fileSystems.",
          "networking.hostId",
          "networking.hostName",
          "nixpkgs.hostPlatform",
          "swapDevices",
          "system.stateVersion",
          "users.");

  /** Of these types, no file system is checked at the boot. */
  private static final Set<String> UNCHECKED =
      Set.of(
          "none",
          "auto",
          "overlay",
          "iso9660",
          "bindfs",
          "udf",
          "btrfs",
          "zfs",
          "tmpfs",
          "bcachefs",
          "nfs",
          "nfs4",
          "nilfs2",
          "vboxsf",
          "squashfs",
          "glusterfs",
          "apfs",
          "9p",
          "cifs",
          "prl_fs",
          "vmhgfs");

  /**
   * A file system of the configuration.
   *
   * @param early whether stage 1 mounts it
   * @param noCheck whether the configuration says that it is not checked
   */
  record FileSystem(
      String path,
      String device,
      String type,
      List<String> options,
      boolean early,
      boolean noCheck) {

    /** Its line in the fstab. */
    String fstabLine() {
      boolean skipped =
          noCheck || device.equals("none") || UNCHECKED.contains(type) || options.contains("bind");
      String pass = skipped ? "0" : path.equals("/") ? "1" : "2";
      String all = String.join(",", options);
      return String.join(" ", escaped(device), escaped(path), type, all, "0", pass);
    }

    private static String escaped(String field) {
      return field.replace(" ", "\\040").replace("\t", "\\011");
    }
  }

  private final String release;

  /**
   * Reads what modules define.
   *
   * @param release the NixOS that they are evaluated with: {@code 25.11}
   */
  NixosOptions(Map<List<String>, List<NixModules.Definition>> definitions, String release) {
    super(definitions);
    this.release = release;
    check();
  }

  private void check() {
    definitions.forEach((path, given) -> {
      given.forEach(one -> KnownOptions.checkValue(path, one.file(), one.value()));
      contradiction(path, given);
    });
    for (String option :
        List.of(
            "boot.initrd.kernelModules",
            "boot.initrd.availableKernelModules",
            "boot.kernelModules",
            "boot.kernelParams")) {
      List<NixModules.Definition> given =
          definitions.getOrDefault(List.of(option.split("\\.")), List.of());
      for (NixModules.Definition definition : given) {
        if (!(definition.value() instanceof List<?>) && definition.value() != NixValues.OPAQUE) {
          throw new NixError(
              "A definition for option `"
                  + option
                  + "' is not of type `list of string'. Definition values:\n- In `"
                  + definition.file()
                  + "': "
                  + NixValues.shown(definition.value()));
        }
      }
    }
    if (fileSystems().stream().noneMatch(fs -> fs.path().equals("/"))) {
      throw new NixError(
          "Failed assertions:\n"
              + "- The ‘fileSystems’ option does not specify your root file system.");
    }
    if (loader().grub() && loader().grubDevices().isEmpty()) {
      throw new NixError(
          "Failed assertions:\n"
              + "- You must set the option ‘boot.loader.grub.devices’ or"
              + " 'boot.loader.grub.mirroredBoots' to make the system bootable.");
    }
  }

  /** Two values of the same weight where only one can be. */
  private static void contradiction(List<String> path, List<NixModules.Definition> given) {
    List<NixModules.Definition> counting = NixModules.counting(given);
    boolean contradicts =
        KnownOptions.isSingle(path)
            && counting.stream().noneMatch(one -> one.value() == NixValues.OPAQUE)
            && counting.stream().map(NixModules.Definition::value).distinct().count() > 1;
    if (contradicts) {
      throw new NixError(
          "The option `"
              + String.join(".", path)
              + "' has conflicting definition values:\n"
              + counting.stream()
                  .map(one -> "- In `" + one.file() + "': " + NixValues.shown(one.value()) + "\n")
                  .collect(Collectors.joining())
              + "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of"
              + " these definitions.");
    }
  }

  /** The options whose values are not checked, as they are written. */
  List<String> unchecked() {
    return definitions.keySet().stream()
        .filter(path -> !KnownOptions.isKnown(path))
        .map(path -> String.join(".", path))
        .toList();
  }

  /**
   * What the configuration says beside what its systems are built from here: with another value of
   * it, the system is another one.
   */
  String others() {
    var lines = new TreeSet<String>();
    definitions.forEach((path, given) -> {
      String name = String.join(".", path);
      List<NixModules.Definition> counting = NixModules.counting(given);
      if (BUILT_FROM.stream().noneMatch(name::startsWith)) {
        lines.add(
            name + " " + counting.stream().map(one -> one.text().replaceAll("\\s+", " ")).toList());
      }
    });
    return String.join("\n", lines);
  }

  // ---- what is asked for

  /** What is said of the boot loader. */
  LoaderOptions loader() {
    return new LoaderOptions(definitions);
  }

  /** What is said of users. */
  UserOptions accounts() {
    return new UserOptions(definitions);
  }

  String hostName() {
    return string("networking.hostName").orElse("nixos");
  }

  /** Eight hexadecimal digits; empty when it is not set. */
  String hostId() {
    return string("networking.hostId").orElse("");
  }

  String release() {
    return release;
  }

  /** The file systems in the order in which they are mounted. */
  List<FileSystem> fileSystems() {
    var paths = new TreeSet<String>();
    definitions.keySet().stream()
        .filter(path -> path.getFirst().equals("fileSystems") && path.size() > 2)
        .forEach(path -> paths.add(path.get(1)));
    var all = new ArrayList<FileSystem>();
    for (String path : paths) {
      String type = of(path, "fsType", "auto");
      String label = of(path, "label", "");
      String device = of(path, "device", "/dev/disk/by-label/" + label);
      List<String> given = strings(values(List.of("fileSystems", path, "options")));
      boolean early =
          EARLY.contains(path)
              || values(List.of("fileSystems", path, "neededForBoot")).contains(true);
      var options = new ArrayList<String>();
      if (early) {
        options.add("x-initrd.mount");
      }
      options.addAll(given);
      if (options.isEmpty()) {
        options.add("defaults");
      }
      boolean noCheck = values(List.of("fileSystems", path, "noCheck")).contains(true);
      all.add(new FileSystem(path, device, type, options, early, noCheck));
    }
    all.sort(Comparator.comparing(FileSystem::path));
    return all;
  }

  private String of(String path, String key, String otherwise) {
    return string(List.of("fileSystems", path, key)).orElse(otherwise);
  }

  /** The lines of the fstab for swap space, as NixOS writes them. */
  List<String> swapLines() {
    var lines = new ArrayList<String>();
    for (Object list : values("swapDevices")) {
      if (list instanceof List<?> devices) {
        devices.stream()
            .filter(Map.class::isInstance)
            .map(device -> swapLine((Map<?, ?>) device))
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private static String swapLine(Map<?, ?> swap) {
    Object device = swap.get("device");
    Object label = swap.get("label");
    String named = device instanceof String path ? path : "/dev/disk/by-label/" + label;
    var options = new ArrayList<String>();
    if (swap.get("options") instanceof List<?> given) {
      given.stream().filter(String.class::isInstance).forEach(one -> options.add((String) one));
    } else {
      options.add("defaults");
    }
    if (swap.get("priority") instanceof Long priority) {
      options.add("pri=" + priority);
    }
    return FileSystem.escaped(named) + " none swap " + String.join(",", options);
  }

  /** What the kernel resumes from; empty when nothing is said of it. */
  private String resumeDevice() {
    return string("boot.resumeDevice").orElse("");
  }

  /** The containers that stage 1 opens: the device by the name. */
  Map<String, String> luks() {
    var all = new LinkedHashMap<String, String>();
    definitions.forEach((path, given) -> {
      if (path.size() == 6
          && path.subList(0, 4).equals(List.of("boot", "initrd", "luks", "devices"))
          && path.get(5).equals("device")) {
        all.put(path.get(4), string(path).orElse(""));
      }
    });
    return all;
  }

  private boolean uses(String type) {
    return fileSystems().stream().anyMatch(fs -> fs.type().equals(type));
  }

  /** The modules that stage 1 loads in any case, in order. */
  List<String> forcedModules() {
    if (isForced("boot.initrd.kernelModules")) {
      return list("boot.initrd.kernelModules").stream().distinct().toList();
    }
    var all = new ArrayList<String>();
    if (uses("zfs")) {
      all.add("zfs");
    }
    if (!luks().isEmpty()) {
      all.addAll(List.of("dm_mod", "dm_crypt"));
    }
    if (uses("btrfs")) {
      all.add("btrfs");
    }
    all.addAll(list("boot.initrd.kernelModules"));
    return all.stream().distinct().toList();
  }

  /** The modules that stage 1 has at hand for the devices that it finds. */
  List<String> availableModules() {
    if (isForced("boot.initrd.availableKernelModules")) {
      return list("boot.initrd.availableKernelModules").stream().distinct().toList();
    }
    var all = new ArrayList<String>(List.of("ext4"));
    Stream.concat(
            fileSystems().stream().filter(FileSystem::early).map(FileSystem::type),
            list("boot.initrd.supportedFilesystems").stream())
        .flatMap(type -> DRIVERS.getOrDefault(type, List.of()).stream())
        .forEach(all::add);
    if (!luks().isEmpty()) {
      all.addAll(List.of("aesni_intel", "xts", "cbc", "sha256_generic", "af_alg"));
    }
    if (swraid()) {
      all.addAll(List.of("md_mod", "raid0", "raid1", "raid10", "raid456"));
    }
    all.addAll(list("boot.initrd.availableKernelModules"));
    return all.stream().distinct().toList();
  }

  List<String> kernelParams() {
    if (isForced("boot.kernelParams")) {
      return list("boot.kernelParams");
    }
    var all = new ArrayList<String>();
    if (fileSystems().stream().anyMatch(fs -> fs.type().equals("zfs"))) {
      all.add("nohibernate");
    }
    if (systemdStage1()) {
      all.add("root=fstab");
      if (!resumeDevice().isEmpty()) {
        all.add("resume=" + resumeDevice());
      }
    }
    all.addAll(List.of("loglevel=4", "lsm=landlock,yama,bpf"));
    all.addAll(list("boot.kernelParams"));
    return all;
  }

  /** Whether stage 1 is systemd's. */
  boolean systemdStage1() {
    return flag("boot.initrd.systemd.enable", release.compareTo("26.05") >= 0);
  }

  /** Whose keys stage 1 asks for. */
  List<String> stage1Keys() {
    String option = "boot.zfs.requestEncryptionCredentials";
    return !list(option).isEmpty()
        ? list(option)
        : flag(option, true) ? List.of(Stage1Image.ALL_KEYS) : List.of();
  }

  /** The tools for what stage 1 puts together; its script always has LVM's. */
  List<String> stage1Tools() {
    var tools = new ArrayList<String>();
    if (!systemdStage1() || flag("boot.initrd.services.lvm.enable", false)) {
      tools.addAll(List.of("dmsetup", "lvm"));
    }
    if (swraid()) {
      tools.addAll(List.of("mdadm", "mdmon"));
    }
    return tools;
  }

  /** Whether arrays are put together. */
  private boolean swraid() {
    String state = string("system.stateVersion").orElse(release);
    return flag("boot.swraid.enable", state.compareTo("23.11") < 0);
  }

  /** Whether stage 1 imports the root's pool even from another system. */
  boolean forceImportRoot() {
    String state = string("system.stateVersion").orElse(release);
    return flag("boot.zfs.forceImportRoot", state.compareTo("26.11") < 0);
  }
}
