package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Systems below several layers, with the real device-mapper, md and ZFS. */
@Tag("lab")
@Tag("rest")
class LayersLabTest {

  private static final Path LAYERS = Path.of("src/test/resources/dev/thaw/lab/layers.sh");

  /** What keeps an array, a volume group, a container or a pool open. */
  private static final String OPEN =
      "cat /proc/mdstat; ls /dev/mapper; zpool list -H; findmnt -R /mnt; true";

  @Test
  void everyLayerIsOpenedAndClosedAgain(@TempDir Path directory) throws IOException {
    String passphrase = LabMachine.passphraseFile(directory);
    try (var machine = LabMachine.broken("grub")) {
      machine.live();
      Shown made = machine.ssh(Files.readString(LAYERS));
      assertThat(made.status()).as(made.out()).isZero();
      String shut = machine.ssh(OPEN).out();
      assertThat(shut).doesNotContain("active").doesNotContain("/mnt");

      String byName = "src/test/resources/dev/thaw/lab/layers.jsh";
      isMountedAndLeft("shelf", machine.thaw("--yes", byName));
      assertThat(machine.ssh(OPEN).out()).isEqualTo(shut);

      for (String name : new String[] {"chest", "drawer", "vault", "safe"}) {
        Shown all =
            machine.thaw("--yes", "--passphrase-file", passphrase, unlockMountAndLeave(name));
        isMountedAndLeft(name, all);
        // The passphrase is not that of the container `lost`, which keeps nothing else shut.
        assertThat(all.out()).contains("/dev/loop8").doesNotContain(LabMachine.PASSPHRASE);
        assertThat(machine.ssh(OPEN).out()).as(name).isEqualTo(shut);
      }
    }
  }

  private static String unlockMountAndLeave(String name) {
    return """
    unlock()
    int n = installs().stream().map(i -> i.hostName()).toList().indexOf("%s") + 1;
    mountAll(install=n)
    leave()
    """
        .formatted(name);
  }

  private static void isMountedAndLeft(String name, Shown shown) {
    assertThat(shown.status()).as(shown.out()).isZero();
    assertThat(shown.out())
        .contains(name + " is mounted at /mnt, writable.")
        .contains("Everything is unmounted, exported and closed.");
  }
}
