package dev.thaw.practice.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.practice.Practice;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MountNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sets whom no text leads: any option builds, and a slip is refused by its name. */
class KnownOptionsTest {

  private static final String FILE = "/mnt/etc/nixos/configuration.nix";

  private final Practice practice = Practice.of("vfio").mounted();

  /** Writes a line into the configuration, and rebuilds. */
  private String rebuilt(String line) {
    MountNamespace files = MountNamespace.of(practice.state);
    String after = "boot.loader.timeout = 1;\n";
    String text = files.text(FILE);
    assertThat(text).contains(after);
    files.write(FILE, new Content.Text(text.replace(after, after + line + "\n")), 0644);
    return practice.says("nixos-enter -c 'nixos-rebuild boot'");
  }

  private String profile() {
    return practice.sh("readlink /mnt/nix/var/nix/profiles/system").text().strip();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services.openssh.settings.PermitRootLogin = \"no\";",
        "services.fstrim.enable = true;",
        "services.jellyseerr.enable = true;",
        "services.ntpd-rs.enable = true;",
        "services.bird2.enable = true;",
        "services.some-new-service = { enable = true; port = 8080; };",
        "programs.nix-index-database.comma.enable = true;",
        "systemd.services.\"foo@\".serviceConfig.ExecStart = \"/bin/foo\";",
        "networking.firewall.allowedTCPPorts = [ 22 80 ];",
        "boot.kernel.sysctl.\"vm.swappiness\" = 10;",
        "boot.initrd.systemd.settings.Manager.DefaultTimeoutStartSec = \"20s\";",
        "boot.loader.systemd-boot.something-newer.enable = true;",
        "environment.etc.\"issue\".text = ''hello'';",
        "users.users.bob = { isNormalUser = true; packages = [ pkgs.vim ]; };",
        "swapDevices = lib.mkForce [ { device = \"/dev/disk/by-label/swap\"; } ];",
        "boot.kernelPackages = pkgs.linuxPackages_latest;",
        "specialisation.plain.configuration = { boot.plymouth.enable = false; };",
        "imports = [ ]; options.my.thing = lib.mkOption { default = 1; }; config.my.thing = 2;",
      })
  void anyOptionBuildsANewGeneration(String line) {
    assertThat(rebuilt(line.replace("imports = [ ]; ", ""))).startsWith("0\n");
    assertThat(profile()).isEqualTo("system-58-link");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "services.opnessh.enable = true; | services.opnessh",
        "boot.initrd.availableKernalModules = [ ]; | boot.initrd.availableKernalModules",
        "boot.initrd.kernelModule = [ ]; | boot.initrd.kernelModule",
        "boot.frob = 1; | boot.frob",
        "netwroking.hostName = \"x\"; | netwroking",
        "networking.hostname = \"x\"; | networking.hostname",
        "users.users.bob.isNormaluser = true; | users.users.bob.isNormaluser",
        "fileSystems.\"/\".fstype = \"zfs\"; | fileSystems./.fstype",
        "something.enable = true; | something",
      })
  void aSlipIsRefusedByItsName(String line, String named) {
    assertThat(rebuilt(line))
        .startsWith("1\n")
        .contains("error: The option `" + named + "' does not exist. Definition values:")
        .contains("In `" + FILE.substring(4) + "'");
    assertThat(profile()).isEqualTo("system-57-link");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "services.fstrim.enable = \"yes\"; | services.fstrim.enable | boolean",
        "boot.resumeDevice = true; | boot.resumeDevice | string",
        "boot.blacklistedKernelModules = \"x\"; | boot.blacklistedKernelModules | list of string",
      })
  void aValueOfAnotherKindIsRefused(String line, String option, String type) {
    assertThat(rebuilt(line))
        .contains("A definition for option `" + option + "' is not of type `" + type + "'.");
  }

  @Test
  void whatIsForcedCountsAndNothingBesideIt() {
    assertThat(rebuilt("boot.zfs.forceImportRoot = lib.mkForce false;")).startsWith("0\n");
    assertThat(
            rebuilt(
                "services.fstrim.enable = true; services.openssh = { enable = lib.mkForce false;"
                    + " ports = [ 22 ]; };"))
        .contains("attribute 'services.openssh.enable' already defined");
  }

  @Test
  void aForcedListKeepsWhatNixosAddsAway() {
    NixosOptions options =
        options(
            "boot.initrd.kernelModules = lib.mkForce [ \"dm_mod\" ]; boot.kernelParams = lib.mkOverride 10 [ ];");
    assertThat(options.forcedModules()).containsExactly("dm_mod");
    assertThat(options.kernelParams()).isEmpty();
    assertThat(options("").forcedModules()).containsExactly("zfs");
  }

  @Test
  void twoValuesWhereOneCanBeContradictEachOther() {
    String two = "boot.loader.timeout = 3;";
    assertThatThrownBy(
            () -> options("config = lib.mkMerge [ { " + two + " } { boot.loader.timeout = 4; } ];"))
        .hasMessageContaining("The option `boot.loader.timeout' has conflicting definition values:")
        .hasMessageContaining("Use `lib.mkForce value`");
    assertThat(
            options(
                    "config = lib.mkMerge [ { "
                        + two
                        + " } { boot.loader.timeout = lib.mkForce 4; } ];")
                .loader()
                .timeout())
        .isEqualTo(4);
  }

  @Test
  void whatIsNotCheckedIsSaid() {
    assertThat(rebuilt("services.some-new-service.enable = true;"))
        .contains("takes their values unchecked: services.some-new-service.enable");
    assertThat(rebuilt("services.fstrim.enable = true;").lines().filter(l -> l.contains("fstrim")))
        .isEmpty();
  }

  private static NixosOptions options(String text) {
    var state = Practice.of("vfio").mounted().state;
    MountNamespace files = MountNamespace.of(state).chroot("/mnt");
    files.write(
        "/etc/nixos/configuration.nix",
        new Content.Text(
            "{ lib, ... }: { imports = [ ./hardware-configuration.nix ./more.nix ]; }"),
        0644);
    files.write(
        "/etc/nixos/more.nix",
        new Content.Text(
            "{ lib, ... }: { "
                + (text.startsWith("config") ? "" : "boot.loader.systemd-boot.enable = true; ")
                + text
                + (text.startsWith("config")
                    ? " imports = [ { boot.loader.systemd-boot.enable = true; } ];"
                    : "")
                + " }"),
        0644);
    return NixosRebuild.options(files, NixosRebuild.definitions(files, ""));
  }
}
