package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NixProgressTest {

  private static final String STORE = "/nix/store/njdhs9lpfiw5029qjkfy0490yi7517nk-";

  private static String after(Duration took, String... lines) {
    var progress = new NixProgress();
    List.of(lines).forEach(progress::read);
    return progress.line(took);
  }

  @Test
  void countsWhatIsBuiltAndFetched() {
    assertThat(
            after(
                Duration.ofSeconds(65),
                "building the system configuration...",
                "these 7 derivations will be built:",
                "  " + STORE + "initrd-linux-6.12.107.drv",
                "these 12 paths will be fetched (34.50 MiB download, 120.11 MiB unpacked):",
                "  " + STORE + "linux-6.12.107",
                "copying path '" + STORE + "linux-6.12.107' from 'https://cache.nixos.org'...",
                "building '" + STORE + "etc.drv'...",
                "building '" + STORE + "initrd-linux-6.12.107.drv' on 'ssh://builder'..."))
        .isEqualTo("building 2 of 7, fetched 1 of 12, 1:05, initrd-linux-6.12.107");
  }

  @Test
  void countsOneAndMoreThanWasSaid() {
    assertThat(after(Duration.ZERO, "this derivation will be built:"))
        .isEqualTo("building 0 of 1, 0:00");
    assertThat(
            after(
                Duration.ofHours(2),
                "this path will be fetched (0.00 MiB download, 0.01 MiB unpacked):",
                "copying path '" + STORE + "a' from 'https://x'...",
                "copying path '" + STORE + "b' from 'https://x'..."))
        .isEqualTo("fetched 2 of 2, 120:00");
  }

  @Test
  void tellsOnlyTheTimeOfWhatItDoesNotKnow() {
    assertThat(
            after(
                Duration.ofSeconds(9),
                "",
                "these 99999999999999 derivations will be built:",
                "building '/nix/store/short.drv'...",
                "building '" + STORE + "never ends"))
        .isEqualTo("0:09");
    assertThat(after(Duration.ZERO, "building '" + STORE + "\033[31mred.drv'..."))
        .isEqualTo("building 1 of 1, 0:00, \\x1b[31mred");
  }
}
