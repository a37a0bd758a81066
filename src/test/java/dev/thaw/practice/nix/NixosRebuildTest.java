package dev.thaw.practice.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.practice.Practice;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** nixos-rebuild: what it derives from the text, and how it fails; the words are the lab's. */
class NixosRebuildTest {

  private static final String FILE = "/mnt/etc/nixos/configuration.nix";

  private final Practice practice = Practice.of("vfio");

  @BeforeEach
  void mount() {
    practice.mounted();
  }

  private String rebuild(String action) {
    return practice.says("nixos-enter -c 'nixos-rebuild " + action + "'");
  }

  /** Puts a line into the configuration, behind the loader's timeout. */
  private void add(String line) {
    MountNamespace namespace = MountNamespace.of(practice.state);
    String text = namespace.text(FILE);
    String after = "boot.loader.timeout = 1;\n";
    namespace.write(FILE, new Content.Text(text.replace(after, after + line + "\n")), 0644);
  }

  private void replace(String old, String now) {
    MountNamespace namespace = MountNamespace.of(practice.state);
    assertThat(namespace.text(FILE)).contains(old);
    namespace.write(FILE, new Content.Text(namespace.text(FILE).replace(old, now)), 0644);
  }

  private String profile() {
    return practice.sh("readlink /mnt/nix/var/nix/profiles/system").text().strip();
  }

  @Test
  void buildsNothingNewFromTheSameText() {
    assertThat(rebuild("boot"))
        .matches(
            "(?s)0\nsetting up /etc...\nbuilding the system configuration...\n"
                + "Done. The new configuration is /nix/store/\\w{32}-nixos-system-atlas-"
                + "25.11.5210.3c8a1d0e9b47\n");
    assertThat(profile()).isEqualTo("system-57-link");
  }

  @Test
  void derivesTheInitrdFromTheText() {
    replace("\"vfio_pci\" ", "");
    assertThat(rebuild("boot"))
        .contains("these 7 derivations will be built:")
        .contains("-stage-1-init.sh.drv'...\n")
        .contains("Done.");
    assertThat(profile()).isEqualTo("system-58-link");
    assertThat(practice.says("ls /mnt/boot/loader/entries"))
        .isEqualTo("0\nnixos-generation-57.conf\nnixos-generation-58.conf\n");
    assertThat(practice.reboot()).contains("has started");
  }

  @Test
  void followsImportsListsAndPriorities() {
    replace(
        "boot.initrd.kernelModules = [ \"vfio_pci\"",
        "boot.initrd.kernelModules = lib.mkForce ([ ] ++ [ \"dm_mod\" ]); hidden.x = ["
            + " \"vfio_pci\"");
    assertThat(rebuild("boot")).contains("The option `hidden' does not exist.");
    replace("hidden.x", "services.hidden.x");
    assertThat(rebuild("boot")).startsWith("0\n");
    assertThat(practice.reboot())
        .contains("loading module dm_mod...")
        .doesNotContain("module vfio");
  }

  @Test
  void aConditionThatDoesNotHoldTakesASettingAway() {
    replace("[ \"vfio_pci\" \"vfio\" \"vfio_iommu_type1\" ]", "lib.mkIf false [ \"vfio_pci\" ]");
    rebuild("boot");
    assertThat(practice.reboot()).contains("has started");
  }

  @Test
  void failsOnAnUnknownOptionAndChangesNothing() {
    add("boot.frob = 1;");
    assertThat(rebuild("boot"))
        .startsWith("1\n")
        .contains(
            "       error: The option `boot.frob' does not exist. Definition values:\n"
                + "       - In `/etc/nixos/configuration.nix'");
    assertThat(profile()).isEqualTo("system-57-link");
  }

  @Test
  void failsOnWhatIsNoNixAtItsPlace() {
    add("foo bar");
    assertThat(rebuild("boot"))
        .startsWith("1\n")
        .contains("       error: syntax error, unexpected ID, expecting ")
        .contains(
            """
                   at /etc/nixos/configuration.nix:18:5:
                       17|   boot.loader.timeout = 1;
                       18| foo bar
                         |     ^
                       19|
            """
                .stripTrailing());
  }

  @Test
  void failsOnAVariableThatNobodyDefines() {
    add("boot.kernelModules = nosuchvar;");
    assertThat(rebuild("boot"))
        .startsWith("1\n")
        .contains("       error: undefined variable 'nosuchvar'\n")
        .contains("       at /etc/nixos/configuration.nix:18:22:\n");
  }

  @Test
  void failsOnASecondValueAndOnAValueOfTheWrongKind() {
    add("boot.loader.timeout = 2;");
    assertThat(rebuild("boot"))
        .contains(
            "error: attribute 'boot.loader.timeout' already defined at"
                + " /etc/nixos/configuration.nix:17");
    replace("boot.loader.timeout = 2;\n", "boot.kernelModules = \"x\";\n");
    assertThat(rebuild("boot"))
        .contains("error: A definition for option `boot.kernelModules' is not of type");
  }

  @Test
  void movesTheProfileBeforeTheBootLoaderFails() {
    replace("\"vfio_pci\" ", "");
    practice.sh("umount /mnt/boot");
    assertThat(rebuild("boot"))
        .startsWith("1\n")
        .endsWith(
            """
            efiSysMountPoint = '/boot' is not a mounted partition. Is the path configured correctly?
            warning: error(s) occurred while switching to the new configuration
            """);
    assertThat(profile()).isEqualTo("system-58-link");
    assertThat(practice.reboot()).as("the menu still starts 57").contains("hangs there");
  }

  @Test
  void leavesTheOldMenuWhenTheEspIsFull() {
    replace("\"vfio_pci\" ", "");
    Volume esp = practice.state.volume("3C1A-7F02");
    esp.tree()
        .put("/fill", Node.file(new Content.Filler("fill", esp.free() / 4096 * 4096), 0644, 0));
    assertThat(rebuild("boot")).startsWith("1\n").contains("No space left on device");
    assertThat(profile()).isEqualTo("system-58-link");
    assertThat(practice.says("cat /mnt/boot/loader/loader.conf | grep default"))
        .isEqualTo("0\ndefault nixos-generation-57.conf\n");
  }

  @Test
  void onlyBuildsOrOnlySaysWhatItWouldBuild() {
    replace("\"vfio_pci\" ", "");
    assertThat(rebuild("dry-build"))
        .contains("these 7 derivations will be built:")
        .doesNotContain("building '");
    assertThat(rebuild("build")).contains("building '");
    assertThat(rebuild("build")).doesNotContain("building '");
    assertThat(profile()).isEqualTo("system-57-link");
  }

  @Test
  void listsSwitchesAndCollectsGenerations() {
    replace("\"vfio_pci\" ", "");
    rebuild("boot");
    assertThat(
            practice.says(
                "nixos-enter -c 'nix-env -p /nix/var/nix/profiles/system --list-generations'"))
        .matches("(?s)0\n  57   2026-11-22 15:12:15   \n  58   .{19}   \\(current\\)\nsetting.*");
    assertThat(
            practice.says(
                "nixos-enter -- nix-env -p /nix/var/nix/profiles/system --switch-generation 41"))
        .endsWith("error: profile version 41 does not exist\n");
    practice.sh("nixos-enter -- nix-env -p /nix/var/nix/profiles/system --switch-generation 57");
    assertThat(profile()).isEqualTo("system-57-link");
    practice.sh("nixos-enter -- nix-collect-garbage -d");
    assertThat(practice.says("ls /mnt/nix/var/nix/profiles")).doesNotContain("58");
    assertThat(practice.says("ls /mnt/nix/store | grep -c nixos-system")).isEqualTo("0\n1\n");
  }

  @Test
  void deletesTheGenerationsThatAreMeant() {
    replace("\"vfio_pci\" ", "");
    rebuild("boot");
    String delete = "nixos-enter -- nix-env -p /nix/var/nix/profiles/system --delete-generations ";
    assertThat(practice.says(delete + "+2")).doesNotContain("removing");
    assertThat(practice.says(delete + "30d")).doesNotContain("removing");
    assertThat(practice.says(delete + "+0")).contains("error: Must keep at least one generation");
    assertThat(practice.says(delete + "58"))
        .contains("error: cannot delete current version of profile");
    assertThat(practice.says(delete + "many")).contains("error: invalid generation number 'many'");
    assertThat(practice.says("ls /mnt/nix/var/nix/profiles")).contains("system-57-link");
    assertThat(practice.says(delete + "+1")).contains("removing profile version 57\n");
    assertThat(practice.says("ls /mnt/nix/var/nix/profiles"))
        .contains("system-58-link")
        .doesNotContain("system-57-link");
  }
}
