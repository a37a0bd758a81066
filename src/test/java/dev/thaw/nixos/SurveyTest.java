package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.LocalMachine;
import dev.thaw.nixos.Configuration.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The survey of a system that is mounted already, made of plain folders. Needs root. */
@NeedsRoot
class SurveyTest {

  private static final String FSTAB =
      """
      # made by nixos
      /dev/disk/by-uuid/0c0ffee0-0000-4000-8000-000000000000 / ext4 x-initrd.mount 0 1
      /dev/disk/by-uuid/1234-ABCD /boot vfat fmask=0022 0 2
      /dev/disk/by-label/my\\040swap none swap defaults
      tmpfs /tmp tmpfs mode=1777 0 0
      """;

  @TempDir Path root;
  private NixTree tree;

  @BeforeEach
  void build() throws IOException {
    tree = new NixTree(root.resolve("nix"), "at-las");
    tree.generation(41, FSTAB).generation(42, FSTAB);
    Files.createDirectories(root.resolve("etc/nixos"));
    Files.createFile(root.resolve("etc/NIXOS"));
    Files.write(root.resolve("etc/hostid"), new byte[] {0x49, (byte) 0xe3, 0x25, (byte) 0x84});
    Files.writeString(root.resolve("etc/nixos/configuration.nix"), "{ a = 1; }\n");
  }

  private Installation look() {
    try (var machine = new LocalMachine(null)) {
      var found = Survey.look(machine, root.toString());
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  @Test
  void readsWhatAnInstallationIs() {
    Installation found = look();

    assertThat(found.hostName()).isEqualTo("at-las");
    assertThat(found.nixosVersion()).isEqualTo("25.11.20260101.abcdef0");
    assertThat(found.toplevel()).isEqualTo(NixTree.toplevel(42, "at-las"));
    assertThat(found.hostId()).isEqualTo("8425e349");
    assertThat(found.mountedAt()).isEqualTo(root.toString());
    assertThat(found.configuration().directory()).isEqualTo("/etc/nixos");
    assertThat(found.configuration().files())
        .containsExactly(new ConfigFile("/etc/nixos/configuration.nix", 11, "{ a = 1; }\n", true));
  }

  @Test
  void readsTheGenerationsNewestFirst() {
    List<Generation> generations = look().generations();

    assertThat(generations).extracting(Generation::number).containsExactly(42, 41);
    assertThat(generations).extracting(Generation::isCurrent).containsExactly(true, false);
    Generation newest = generations.getFirst();
    assertThat(newest.label()).isEqualTo("NixOS Xantusia 25.11 (Linux 6.12.42)");
    assertThat(newest.kernelVersion()).isEqualTo("6.12.42");
    assertThat(newest.kernelParams()).containsExactly("loglevel=4", "quiet");
    assertThat(newest.stage1()).isEqualTo(Stage1.SCRIPTED);
    assertThat(newest.closureExists()).isTrue();
    assertThat(newest.inBootMenu()).isFalse();
    assertThat(newest.initrd().storeSize()).isEqualTo(7042);
    assertThat(newest.date()).isAfter("2026-01-01T00:00:00Z");
    assertThat(newest.link()).isEqualTo("/nix/var/nix/profiles/system-42-link");
  }

  @Test
  void saysOfEveryLineOfTheFstabWhetherItsDeviceIsThere() {
    var states = look().mounts().stream().map(m -> m.entry().file() + " " + m.state()).toList();

    assertThat(states)
        .containsExactly("/ MISSING", "/boot MISSING", "none MISSING", "/tmp NO_DEVICE");
    assertThat(look().mounts().get(2).entry().identifier()).isEqualTo("my swap");
  }

  @Test
  void aGenerationWhoseKernelIsGoneHasNoClosure() throws IOException {
    tree.replace(NixTree.toplevel(41, "at-las") + "/kernel", "/nix/store/gone/bzImage");

    assertThat(look().generation(41).orElseThrow().closureExists()).isFalse();
    assertThat(look().generation(42).orElseThrow().closureExists()).isTrue();
  }

  @Test
  void linksOfTheSystemNeverLeadIntoTheLiveOne() throws IOException {
    Path secret = Files.createTempFile("thaw-live-", ".secret");
    Files.writeString(secret, "LIVE SECRET");
    tree.replace(NixTree.toplevel(41, "at-las") + "/boot.json", secret.toString());
    tree.replace(NixTree.toplevel(41, "at-las") + "/kernel", secret.toString());
    tree.replace(NixTree.toplevel(41, "at-las") + "/kernel-params", "../../../../../.." + secret);
    Files.delete(root.resolve("etc/nixos/configuration.nix"));
    Files.createSymbolicLink(root.resolve("etc/nixos/flake.nix"), secret);
    Files.createSymbolicLink(root.resolve("etc/hostname"), secret);
    Files.createSymbolicLink(root.resolve("boot"), secret.getParent());
    try {
      Installation found = look();

      assertThat(found.toString()).doesNotContain("LIVE SECRET");
      assertThat(found.bareBoot().files()).isEmpty();
      assertThat(found.generation(41).orElseThrow().kernel().storeSize()).isEqualTo(-1);
    } finally {
      Files.delete(secret);
    }
  }

  @Test
  void followsEtcNixosToWhereItLeads() throws IOException {
    Files.delete(root.resolve("etc/nixos/configuration.nix"));
    Files.delete(root.resolve("etc/nixos"));
    Files.createSymbolicLink(root.resolve("etc/nixos"), Path.of("/home/me/my dots"));
    Path dots = Files.createDirectories(root.resolve("home/me/my dots"));
    Files.writeString(dots.resolve("flake.nix"), "{ outputs = _: { }; }");
    Files.createDirectories(dots.resolve(".git/refs/heads"));
    Files.writeString(dots.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Files.writeString(dots.resolve(".git/refs/heads/main"), "0123456789".repeat(4) + "\n");

    Configuration configuration = look().configuration();

    assertThat(configuration.directory()).isEqualTo("/home/me/my dots");
    assertThat(configuration.isFlake()).isTrue();
    assertThat(configuration.git())
        .contains(new Configuration.Git("/home/me/my dots", 0, "main", "0123456789".repeat(4)));
  }

  @Test
  void hostileNamesAndContentsComeThroughAsTheyAre() throws IOException {
    String name = "a $(touch x) \"'`\n\u001b[31mü.nix";
    Files.writeString(root.resolve("etc/nixos").resolve(name), "1\0002");
    Files.writeString(root.resolve("etc/nixos/z.nix"), "after");
    Files.createDirectories(root.resolve("boot"));
    Files.writeString(root.resolve("boot").resolve(name), "stray");

    Installation found = look();

    assertThat(found.configuration().file(name).orElseThrow().text()).isEqualTo("1\0002");
    assertThat(found.configuration().file("z.nix").orElseThrow().text()).isEqualTo("after");
    assertThat(found.bareBoot().files()).containsEntry("/" + name, 5L);
  }

  @Test
  void aFileThatIsTooLongIsCutAndSaysSo() throws IOException {
    Files.writeString(root.resolve("etc/nixos/long.nix"), "x".repeat(300_000));
    Files.writeString(root.resolve("etc/nixos/short.nix"), "y");

    Configuration found = look().configuration();

    assertThat(found.file("long.nix").orElseThrow().complete()).isFalse();
    assertThat(found.file("long.nix").orElseThrow().text()).hasSize(262_144);
    assertThat(found.file("short.nix").orElseThrow().text()).isEqualTo("y");
  }

  @Test
  void grubInAPlainBootFolderIsABootMenu() throws IOException {
    tree = new NixTree(root.resolve("nix"), "at-las");
    tree.generation(43, "/dev/sda1 / ext4 defaults 0 1\n");
    Files.createDirectories(root.resolve("boot/grub"));
    Files.writeString(
        root.resolve("boot/grub/grub.cfg"),
        """
        menuentry "NixOS - Default" --class nixos {
          linux ($drive1)//kernels/x init=%1$s/init loglevel=4
        }
        menuentry "NixOS - Configuration 41" {
          linux ($drive1)//kernels/x init=%2$s/init loglevel=4
        }
        """
            .formatted(NixTree.toplevel(43, "at-las"), NixTree.toplevel(41, "at-las")));

    Installation found = look();

    assertThat(found.generations())
        .extracting(Generation::inBootMenu)
        .containsExactly(true, false, true);
    assertThat(found.generations())
        .extracting(Generation::isDefault)
        .containsExactly(true, false, false);
  }

  @Test
  void lookingInPlaceChangesNoFileAndLeavesNothingBehind() throws IOException {
    String before = listing();

    look();

    assertThat(listing()).isEqualTo(before);
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(" /tmp/thaw.");
  }

  private String listing() throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .map(file -> {
            try {
              return file
                  + " "
                  + Files.readAttributes(
                      file, "unix:ctime,size,mode", java.nio.file.LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          })
          .sorted()
          .collect(Collectors.joining("\n"));
    }
  }
}
