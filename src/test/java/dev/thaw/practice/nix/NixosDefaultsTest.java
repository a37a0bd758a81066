package dev.thaw.practice.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.practice.Practice;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MountNamespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What NixOS makes of what a configuration does not say, held to a table that was written from
 * nixpkgs' modules (utils.nix, filesystems.nix, zfs.nix, kernel.nix, systemd-boot.nix): the
 * practice machine reads configurations with Thaw's own reader, and both could be wrong together.
 */
class NixosDefaultsTest {

  private MountNamespace namespace;

  @BeforeEach
  void mount() {
    namespace = MountNamespace.of(Practice.of("vfio").mounted().state).chroot("/mnt");
  }

  private NixosOptions options(String text) {
    String all =
        "{ boot.loader.systemd-boot.enable = true;\n"
            + "fileSystems.\"/\".device = \"/dev/a\";\nfileSystems.\"/\".fsType = \"ext4\";\n"
            + text
            + "\n}\n";
    namespace.write("/etc/nixos/configuration.nix", new Content.Text(all), 0644);
    return NixosRebuild.options(namespace, NixosRebuild.definitions(namespace, ""));
  }

  @Test
  void whatNothingIsSaidAbout() {
    NixosOptions options = options("");
    assertThat(options.hostName()).isEqualTo("nixos");
    assertThat(options.hostId()).isEmpty();
    assertThat(options.loader().timeout()).isEqualTo(5);
    assertThat(options.loader().configurationLimit()).as("null: all of them").isZero();
    assertThat(options.loader().editor()).isTrue();
    assertThat(options.loader().espMountPoint()).isEqualTo("/boot");
    assertThat(options.systemdStage1()).as("before 26.05").isFalse();
    assertThat(options.kernelParams()).containsExactly("loglevel=4", "lsm=landlock,yama,bpf");
  }

  @Test
  void zfsKeepsFromHibernatingAndImportsByForceUntilItsNewDefault() {
    String zfs = "fileSystems.\"/z\" = { device = \"p/z\"; fsType = \"zfs\"; };\n";
    assertThat(options(zfs).kernelParams())
        .containsExactly("nohibernate", "loglevel=4", "lsm=landlock,yama,bpf");
    for (var state :
        Map.of("23.11", true, "26.05", true, "26.11", false, "27.05", false).entrySet()) {
      assertThat(options("system.stateVersion = \"" + state.getKey() + "\";").forceImportRoot())
          .as(state.getKey())
          .isEqualTo(state.getValue());
    }
    assertThat(options("boot.zfs.forceImportRoot = false;").forceImportRoot()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/, true",
    "/nix, true",
    "/nix/store, true",
    "/var, true",
    "/var/log, true",
    "/var/lib, true",
    "/var/lib/nixos, true",
    "/etc, true",
    "/usr, true",
    "/home, false",
    "/boot, false",
    "/var/cache, false",
    "/nix/var, false",
    "/srv, false"
  })
  void stage1MountsWhatTheSystemNeeds(String path, boolean early) {
    NixosOptions options = options("fileSystems.\"" + path + "\".options = [ \"noatime\" ];");
    NixosOptions.FileSystem found =
        options.fileSystems().stream()
            .filter(fs -> fs.path().equals(path))
            .findFirst()
            .orElseThrow();
    assertThat(found.early()).isEqualTo(early);
    assertThat(found.options())
        .isEqualTo(early ? List.of("x-initrd.mount", "noatime") : List.of("noatime"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "/a   | device = \"/dev/b\"; fsType = \"ext4\";                    | /dev/b /a ext4"
            + " defaults 0 2",
        "/a   | device = \"/dev/b\"; fsType = \"xfs\"; noCheck = true;     | /dev/b /a xfs defaults"
            + " 0 0",
        "/a   | device = \"/dev/b\"; neededForBoot = true; fsType = \"f2fs\"; | /dev/b /a f2fs"
            + " x-initrd.mount 0 2",
        "/nix | device = \"/dev/b\"; fsType = \"ext4\";                    | /dev/b /nix ext4"
            + " x-initrd.mount 0 2",
        "/a   | label = \"L\"; fsType = \"vfat\";                          | /dev/disk/by-label/L"
            + " /a vfat defaults 0 2",
        "/a   | device = \"/dev/b\";                                       | /dev/b /a auto"
            + " defaults 0 0",
        "/a   | device = \"p/a\"; fsType = \"zfs\";                        | p/a /a zfs defaults 0"
            + " 0",
        "/a   | device = \"/dev/b\"; fsType = \"btrfs\"; options = [ \"subvol=x\" ]; | /dev/b /a"
            + " btrfs subvol=x 0 0",
        "/a   | device = \"/dev/b\"; fsType = \"bcachefs\";                | /dev/b /a bcachefs"
            + " defaults 0 0",
        "/a   | device = \"s:/x\"; fsType = \"nfs4\";                      | s:/x /a nfs4 defaults"
            + " 0 0",
        "/a   | device = \"none\"; fsType = \"tmpfs\";                     | none /a tmpfs defaults"
            + " 0 0",
        "/a   | device = \"/x\"; fsType = \"ext4\"; options = [ \"bind\" ]; | /x /a ext4 bind 0 0",
        "/a b | device = \"/dev/b c\"; fsType = \"ext4\";                  | /dev/b\\040c /a\\040b"
            + " ext4 defaults 0 2",
      })
  void aFileSystemIsALineOfTheFstab(String path, String text, String line) {
    NixosOptions options = options("fileSystems.\"" + path + "\" = { " + text + " };");
    assertThat(options.fileSystems().stream().map(NixosOptions.FileSystem::fstabLine))
        .contains(line)
        .contains("/dev/a / ext4 x-initrd.mount 0 1");
  }

  @Test
  void swapSpaceHasItsLinesInTheFstab() {
    NixosOptions options =
        options(
            "swapDevices = [ { device = \"/dev/disk/by-uuid/1\"; } { label = \"swap\"; priority = 5;"
                + " options = [ \"nofail\" ]; } ];");
    assertThat(options.swapLines())
        .containsExactly(
            "/dev/disk/by-uuid/1 none swap defaults",
            "/dev/disk/by-label/swap none swap nofail,pri=5");
    assertThat(options("").swapLines()).isEmpty();
  }
}
