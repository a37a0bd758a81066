package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Scripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is mounted after what; of each line “SOURCE POINT”, a source with a slash is bound. */
class MountOrderTest {

  private record Line(String spec, String point) {
    static Line of(String text) {
      String[] words = text.strip().split(" ");
      return new Line(words[0], words[1]);
    }

    boolean bound() {
      return spec.startsWith("/");
    }

    String fstab() {
      return spec + " " + point + (bound() ? " none bind" : " ext4 defaults") + " 0 0\n";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a /, b /home, c /nix/x, d /nix', '/ /nix /home /nix/x'",
    // The folder's own filesystem first, however long its place is.
    "'t /, /persist/nix /nix, /persist/home /home, p /persist', '/ /persist /nix /home'",
    // What lies on what is bound comes after it.
    "'t /, d /var/lib/docker, /persist/lib /var/lib, p /persist', '/ /persist /var/lib /var/lib/docker'",
    // One after the other.
    "'t /, /b/x /a, /cc/y /b, p /cc', '/ /cc /b /a'",
    // In a circle: all are there all the same.
    "'t /, /b /a, /a /b', '/ /a /b'",
  })
  void theScriptHasTheSameOrder(String lines, String order) {
    List<Line> given = Stream.of(lines.split(",")).map(Line::of).toList();

    String java =
        String.join(
            " ",
            MountOrder.of(
                    given,
                    line -> new MountOrder.Place(line.point(), line.bound() ? line.spec() : ""))
                .stream()
                .map(Line::point)
                .toList());
    assertThat(script(given)).isEqualTo(java);
    assertThat(java).isEqualTo(order);
  }

  private static String script(List<Line> lines) {
    String text = Scripts.read(SurveyReader.class, "assemble.sh");
    var fstab = new StringBuilder();
    lines.forEach(line -> fstab.append(line.fstab()));
    try {
      Process shell = new ProcessBuilder("sh", "-c", text + "\ntidy_fstab | cut -f 3").start();
      shell.getOutputStream().write(fstab.toString().getBytes(StandardCharsets.UTF_8));
      shell.getOutputStream().close();
      return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .strip()
          .replace('\n', ' ');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
