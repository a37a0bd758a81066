package dev.thaw.practice.nix;

import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Stage1Image;
import dev.thaw.practice.state.StorePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a system from a configuration: its paths in the store, as NixOS names and arranges them.
 */
public final class SystemBuild {

  /** The kernel that these systems have. */
  static final String KERNEL = "6.12.107";

  private static final long KERNEL_SIZE = 11_708_352;
  private static final int READ_ONLY = 0444;
  private static final int PROGRAM = 0555;

  private static final List<String> PROGRAMS =
      List.of(
          "bash",
          "sh",
          "nologin",
          "env",
          "ls",
          "cat",
          "cp",
          "mv",
          "rm",
          "mkdir",
          "mount",
          "umount",
          "hostname",
          "getent",
          "git",
          "nix-env",
          "nix-instantiate",
          "nix-collect-garbage",
          "nixos-rebuild",
          "nixos-version",
          "switch-to-configuration");

  private final NixosOptions options;
  private final String label;
  private final Map<String, Node> store = new LinkedHashMap<>();
  private final List<String> paths = new ArrayList<>();

  private SystemBuild(NixosOptions options, String label) {
    this.options = options;
    this.label = label;
  }

  /**
   * What comes of a configuration.
   *
   * @param toplevel the system's path
   * @param paths every path of the store that it needs, the system last
   * @param files what has to be in the store, by path
   * @param unchecked the options whose values nobody checked
   */
  public record Built(
      String toplevel, List<String> paths, Map<String, Node> files, List<String> unchecked) {}

  /**
   * Builds.
   *
   * @param label the version: {@code 25.11.5210.3c8a1d0e9b47}
   */
  static Built build(NixosOptions options, String label) {
    var build = new SystemBuild(options, label);
    String toplevel = build.toplevel();
    return new Built(toplevel, build.paths, build.store, options.unchecked());
  }

  private String path(String name, Object... inputs) {
    String path = StorePath.of(name, inputs);
    paths.add(path);
    store.put(path, Node.directory(1).mode(PROGRAM));
    return path;
  }

  private void file(String path, String text, int mode) {
    store.put(path, new Node('f', mode, 0, 0, 1, new Content.Text(text)));
  }

  private void link(String path, String target) {
    store.put(path, Node.link(target, 1));
  }

  private String toplevel() {
    String kernel = path("linux-" + KERNEL, KERNEL);
    store.put(
        kernel + "/bzImage",
        new Node('f', READ_ONLY, 0, 0, 1, new Content.Filler("bzImage " + KERNEL, KERNEL_SIZE)));
    String modules = path("linux-" + KERNEL + "-modules", KERNEL);
    file(modules + "/lib/modules/" + KERNEL + "/modules.dep", "", READ_ONLY);
    String initrd = initrd();
    String etc = etc();
    String software = software();
    String users = UserAccounts.declared(options);
    String declared = path("users-groups.json", users);
    file(declared, users, READ_ONLY);
    String params = String.join(" ", options.kernelParams());
    String name = "nixos-system-" + options.hostName() + "-" + label;
    String top =
        path(
            name,
            kernel,
            initrd,
            etc,
            software,
            declared,
            params,
            options.others(),
            options.loader().timeout(),
            options.loader().configurationLimit(),
            options.loader().editor(),
            options.loader().espMountPoint(),
            options.loader().grubDevices(),
            options.loader().grubDefault(),
            options.loader().copyKernels());
    link(top + "/kernel", kernel + "/bzImage");
    link(top + "/kernel-modules", modules);
    link(top + "/initrd", initrd + "/initrd");
    link(top + "/etc", etc + "/etc");
    link(top + "/sw", software);
    file(top + "/kernel-params", params, READ_ONLY);
    file(top + "/nixos-version", label, READ_ONLY);
    file(top + "/system", "x86_64-linux", READ_ONLY);
    file(top + "/init-interface-version", "1", READ_ONLY);
    file(top + "/extra-dependencies", "", READ_ONLY);
    file(
        top + "/activate",
        "#! "
            + software
            + "/bin/bash\n"
            + software
            + "/bin/perl -w update-users-groups.pl "
            + declared
            + "\n",
        PROGRAM);
    String init = "#! " + software + "/bin/bash\nsystemConfig=" + top + "\n";
    file(
        top + "/init",
        options.systemdStage1() ? "the practice machine's systemd\n" : init,
        PROGRAM);
    if (options.systemdStage1()) {
      file(top + "/prepare-root", init, PROGRAM);
    }
    file(top + "/bin/switch-to-configuration", installer(top), PROGRAM);
    store.put(top + "/specialisation", Node.directory(1).mode(PROGRAM));
    file(top + "/boot.json", bootJson(top, kernel, initrd), READ_ONLY);
    return top;
  }

  private String initrd() {
    List<String> mounts =
        options.fileSystems().stream()
            .filter(NixosOptions.FileSystem::early)
            .map(NixosOptions.FileSystem::fstabLine)
            .toList();
    var image =
        new Stage1Image(
            KERNEL,
            options.systemdStage1(),
            options.forcedModules(),
            options.availableModules(),
            mounts,
            options.luks(),
            options.hostId(),
            options.forceImportRoot(),
            options.stage1Keys(),
            options.stage1Tools());
    String initrd = path("initrd-linux-" + KERNEL, image);
    store.put(initrd + "/initrd", new Node('f', READ_ONLY, 0, 0, 1, new Content.Initrd(image)));
    return initrd;
  }

  private String etc() {
    var fstab = new StringBuilder();
    fstab.append(
        """
        # This is a generated file.  Do not edit!
        #
        # To make changes, edit the fileSystems and swapDevices NixOS options
        # in your /etc/nixos/configuration.nix file.
        #
        # <file system> <mount point>   <type>  <options>       <dump>  <pass>

        # Filesystems.
        """);
    options.fileSystems().forEach(fs -> fstab.append(fs.fstabLine()).append('\n'));
    fstab.append("\n\n# Swap devices.\n");
    options.swapLines().forEach(line -> fstab.append(line).append('\n'));
    fstab.append('\n');
    String host = options.hostName();
    String etc =
        path(
            "etc",
            fstab,
            host,
            options.hostId(),
            options.list("boot.kernelModules"),
            label,
            options.accounts().sshd() + options.accounts().permitRootLogin(),
            options.accounts().users().stream().map(UserOptions.User::keys).toList());
    file(etc + "/etc/fstab", fstab.toString(), READ_ONLY);
    file(etc + "/etc/hostname", host + "\n", READ_ONLY);
    file(
        etc + "/etc/hosts",
        "127.0.0.1 localhost\n::1 localhost\n127.0.0.2 " + host + "\n",
        READ_ONLY);
    file(etc + "/etc/os-release", osRelease(), READ_ONLY);
    file(
        etc + "/etc/modules-load.d/nixos.conf",
        String.join("\n", options.list("boot.kernelModules")) + "\n",
        READ_ONLY);
    if (options.accounts().sshd()) {
      file(etc + "/etc/systemd/system/multi-user.target.wants/sshd.service", "", READ_ONLY);
      String root = "PermitRootLogin " + options.accounts().permitRootLogin() + "\n";
      file(etc + "/etc/ssh/sshd_config", root, READ_ONLY);
    }
    for (UserOptions.User user : options.accounts().users()) {
      if (!user.keys().isEmpty()) {
        String keys = String.join("\n", user.keys()) + "\n";
        file(etc + "/etc/ssh/authorized_keys.d/" + user.name(), keys, READ_ONLY);
      }
    }
    if (!options.hostId().isEmpty()) {
      file(etc + "/etc/hostid", "", READ_ONLY);
      store.put(
          etc + "/etc/hostid",
          new Node('f', READ_ONLY, 0, 0, 1, new Content.Bytes(hostIdBytes(options.hostId()))));
    }
    return etc;
  }

  /** A hostid as {@code /etc/hostid} holds it: four bytes, the lowest first. */
  static byte[] hostIdBytes(String hostId) {
    int id = Integer.parseUnsignedInt(hostId, 16);
    return new byte[] {(byte) id, (byte) (id >> 8), (byte) (id >> 16), (byte) (id >> 24)};
  }

  private String osRelease() {
    String release = options.release();
    String name = codename();
    return """
    ANSI_COLOR="0;38;2;126;186;228"
    BUG_REPORT_URL="https://github.com/NixOS/nixpkgs/issues"
    BUILD_ID="%1$s"
    CPE_NAME="cpe:/o:nixos:nixos:%2$s"
    DEFAULT_HOSTNAME=nixos
    DOCUMENTATION_URL="https://nixos.org/learn.html"
    HOME_URL="https://nixos.org/"
    ID=nixos
    ID_LIKE=""
    IMAGE_ID=""
    IMAGE_VERSION=""
    LOGO="nix-snowflake"
    NAME=NixOS
    PRETTY_NAME="NixOS %2$s (%3$s)"
    SUPPORT_URL="https://nixos.org/community.html"
    VARIANT=""
    VARIANT_ID=""
    VENDOR_NAME=NixOS
    VENDOR_URL="https://nixos.org/"
    VERSION="%2$s (%3$s)"
    VERSION_CODENAME=%4$s
    VERSION_ID="%2$s"
    """
        .formatted(label, release, name, name.toLowerCase(java.util.Locale.ROOT));
  }

  private String codename() {
    return options.release().compareTo("26.05") >= 0 ? "Yarara" : "Xantusia";
  }

  private String software() {
    String path = path("system-path", label);
    for (String program : PROGRAMS) {
      file(path + "/bin/" + program, "the practice machine's " + program + "\n", PROGRAM);
    }
    return path;
  }

  /** What the boot-loader step has to know, where the real one has it too: in its script. */
  private String installer(String top) {
    return String.join(
        "\n",
        "#! the practice machine's switch-to-configuration",
        "system=" + top,
        "loader=" + (options.loader().grub() ? "grub" : "systemd-boot"),
        "devices=" + String.join(",", options.loader().grubDevices()),
        "grubDefault=" + options.loader().grubDefault(),
        "copyKernels=" + (options.loader().copyKernels() ? 1 : 0),
        "esp=" + options.loader().espMountPoint(),
        "timeout=" + options.loader().timeout(),
        "limit=" + options.loader().configurationLimit(),
        "editor=" + (options.loader().editor() ? 1 : 0),
        "");
  }

  private String bootJson(String top, String kernel, String initrd) {
    return new BootJson(
            top + "/init",
            initrd + "/initrd",
            kernel + "/bzImage",
            options.kernelParams(),
            "NixOS " + codename() + " " + label + " (Linux " + KERNEL + ")",
            top)
        .text();
  }
}
