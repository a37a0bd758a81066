package dev.thaw.practice.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.practice.Practice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The practice machine's sed and grep print what this computer's own print. */
class SedTest {

  private static final String TEXT =
      """
      { config, pkgs, ... }: {
        boot.initrd.kernelModules = [ "vfio_pci" "vfio" "nvme" ]; # (gpu)+
        boot.loader.timeout = 5;
        # a\\b $HOME [x] a|b
        networking.hostName = "atlas";
      }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sed 's/vfio/none/'",
        "sed 's/vfio/none/g'",
        "sed 's|\"vfio_pci\" ||; s/5/10/'",
        "sed '/vfio/d'",
        "sed -n '2,4p'",
        "sed -n '/boot/,/host/p'",
        "sed '2,/boot/d'",
        "sed '4,2d'",
        "sed '$d'",
        "sed -n 's/vfio/none/p'",
        "sed 's/vfio/none/gp'",
        "sed '2 d; /x/ p; $!d'",
        "sed '/vfio/!d'",
        "sed -e 's/^/# /'",
        "sed 's/\\(a\\)\\(t\\)/\\2\\1/g'",
        "sed -E 's/(a)(t)/\\2\\1/g'",
        "sed 's/[[:space:]]*#.*$//'",
        "sed 's/ATLAS/[&]$0/I'",
        "sed 's/a\\\\b/x/'",
        "sed 's/(gpu)+/x/'",
        "sed -E 's/\\(gpu\\)\\+/x/'",
        "sed 's/*//; s/[]x]/y/'",
        "grep 'vfio\\|host'",
        "grep -E 'vfio|host'",
        "grep -n 'a|b'",
        "grep '(gpu)+'",
        "grep '[^[:alnum:] ]vfio'",
        "grep '^ *boot.*[0-9];$'"
      })
  void printsWhatThisComputersOwnPrints(String line) throws IOException, InterruptedException {
    Practice practice = Practice.of("vfio");
    practice.sh("printf %s '" + TEXT + "' >/tmp/text");
    String own = own(line);
    assertThat(own).as("it does something").isNotEqualTo(TEXT).isNotEmpty();
    assertThat(practice.sh(line + " </tmp/text").text()).isEqualTo(own);
  }

  private static String own(String line) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("sh", "-c", line);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(TEXT.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return out;
  }

  @Test
  void changesAFileInPlaceAndSaysWhatItDoesNotKnow() {
    Practice practice = Practice.of("vfio");
    practice.sh("printf 'one\\ntwo\\n' >/tmp/f; sed -i 's/one/1/' /tmp/f");
    assertThat(practice.says("cat /tmp/f")).isEqualTo("0\n1\ntwo\n");
    assertThat(practice.sh("sed 'y/a/b/' /tmp/f").errText())
        .contains("the practice machine's sed does not know “y” in “y/a/b/”");
    assertThat(practice.sh("sed 's/one/x/2' /tmp/f").errText()).contains("does not know “2” in");
    assertThat(practice.sh("sed 's/(one)/\\1/' /tmp/f").errText())
        .contains("does not know “\\1” in");
    assertThat(practice.sh("sed 99999999999d /tmp/f").errText()).contains("does not know");
    assertThat(practice.sh("sed 's/one' /tmp/f").errText()).contains("it has no end");
    assertThat(practice.sh("sed 's/[/x/' /tmp/f").errText()).startsWith("sed: ");
  }
}
