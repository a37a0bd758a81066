package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class NixProgressTest {

  private static final String STORE = "/nix/store/njdhs9lpfiw5029qjkfy0490yi7517nk-";

  private static String after(Duration took, String... lines) {
    var progress = new NixProgress();
    for (String line : lines) {
      NixEvent.of(line).ifPresentOrElse(progress::read, () -> progress.read(line));
    }
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

  @Test
  void countsWhatTheLogForProgramsTells() {
    assertThat(
            after(
                Duration.ofSeconds(5),
                NixEventTest.start(1, 104, "", ""),
                NixEventTest.start(2, 103, "", ""),
                "@nix {\"action\":\"result\",\"id\":1,\"type\":105,\"fields\":[0,7,1,0]}",
                "@nix {\"action\":\"result\",\"id\":2,\"type\":105,\"fields\":[0,12,1,0]}",
                "@nix {\"action\":\"result\",\"id\":9,\"type\":106,\"fields\":[101,125829120]}",
                NixEventTest.start(3, 105, "building '" + STORE + "etc.drv'", STORE + "etc.drv"),
                NixEventTest.start(4, 105, "building '" + STORE + "b.drv'", STORE + "b.drv"),
                NixEventTest.start(
                    5, 100, "copying path '" + STORE + "linux' from", STORE + "linux"),
                NixEventTest.start(6, 101, "downloading", "https://cache"),
                "@nix {\"action\":\"result\",\"id\":6,\"type\":105,\"fields\":[35651584,99]}",
                "@nix {\"action\":\"stop\",\"id\":4}"))
        .isEqualTo("building 2 of 7, fetched 1 of 12 (34 of 120 MiB), 0:05, linux and 1 more");
  }

  @Test
  void namesNothingThatHasEnded() {
    assertThat(
            after(
                Duration.ZERO,
                "@nix {\"action\":\"msg\",\"level\":3,\"msg\":\"this derivation will be built:\"}",
                NixEventTest.start(3, 105, "building '" + STORE + "etc.drv'", STORE + "etc.drv"),
                "@nix {\"action\":\"stop\",\"id\":3}"))
        .isEqualTo("building 1 of 1, 0:00");
  }

  @Test
  void hostileNumbersAndNamesDoNoHarm() {
    assertThat(
            after(
                Duration.ZERO,
                NixEventTest.start(1, 104, "", ""),
                "@nix {\"action\":\"result\",\"id\":1,\"type\":105,\"fields\":[-5,99999999999999999999]}",
                "@nix {\"action\":\"result\",\"id\":1,\"type\":105,\"fields\":\"none\"}",
                "@nix {\"action\":\"result\",\"id\":1,\"type\":106,\"fields\":[101,-1]}",
                NixEventTest.start(2, 105, "", STORE + "\\u001b[2J\\u202e.drv")))
        .doesNotContain("\033")
        .doesNotContain("\u202e")
        .endsWith("0:00, \\x1b[2J\\u202e");
  }

  @Test
  void countsOnThroughThousands() {
    var lines = new ArrayList<String>();
    lines.add(NixEventTest.start(1, 103, "", ""));
    lines.add("@nix {\"action\":\"result\",\"id\":9,\"type\":106,\"fields\":[101,4194304000]}");
    for (int i = 10; i < 3010; i++) {
      lines.add(NixEventTest.start(i, 101, "downloading", "https://cache"));
      lines.add(
          "@nix {\"action\":\"result\",\"id\":%d,\"type\":105,\"fields\":[1048576,1]}"
              .formatted(i));
      lines.add("@nix {\"action\":\"stop\",\"id\":%d}".formatted(i));
    }
    lines.add("@nix {\"action\":\"result\",\"id\":1,\"type\":105,\"fields\":[3000,4000]}");
    assertThat(after(Duration.ZERO, lines.toArray(String[]::new)))
        .isEqualTo("fetched 0 of 4000 (3000 of 4000 MiB), 0:00");
  }
}
