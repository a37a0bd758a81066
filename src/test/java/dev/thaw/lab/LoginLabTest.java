package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A login on the live medium exports what a NixOS login exports; inside there is none of it,
 * whoever logged in, and however Thaw was started.
 */
@Tag("lab")
class LoginLabTest {

  /**
   * The installed system's own login finds its channel; a leak keeps it from looking. TERM is
   * handed on, and sudo makes one up where there is none.
   */
  private static final String INSIDE =
      "nix-instantiate --eval -E '<nixpkgs/nixos>'; env | sort | grep -v -e ^SHLVL= -e ^TERM=";

  private static final List<String> CELLS =
      List.of("mountAll()", "enter(\"" + INSIDE + "\")", "leave()");

  /** The user of the live image, as at its console. */
  private static final String NIXOS = "su - nixos -c ";

  @Test
  void nothingOfALoginReachesTheInstalledSystem(@TempDir Path directory) throws IOException {
    Path stick = Stick.in(directory);
    try (var machine = LabMachine.broken("grub")) {
      machine.live("--with", stick.toString());
      for (String login : List.of("env", NIXOS + "env")) {
        assertThat(machine.ssh(login).out())
            .contains("__NIXOS_SET_ENVIRONMENT_DONE=1", "__ETC_PROFILE_DONE=1", "LOCALE_ARCHIVE=")
            .contains("NIX_PATH=nixpkgs=/nix/var/nix/profiles/per-user/root/channels/nixos:");
      }

      var inside = new ArrayList<String>();
      inside.add(lines(machine.thaw(cells())));
      inside.add(lines(machine.as("nixos").thaw(cells())));
      String local = Stick.THAW + "eval --yes --on local " + quoted(String.join("; ", CELLS));
      inside.add(lines(machine.ssh(local)));
      inside.add(lines(machine.ssh(NIXOS + quoted(local))));

      assertThat(inside.getFirst())
          .startsWith("/nix/store/")
          .contains("nixpkgs=/nix/var/nix/profiles/per-user/root/channels/nixos:nixos-config=")
          .contains("USER=root", "HOME=/root");
      assertThat(inside).as("the same inside, from everywhere").containsOnly(inside.getFirst());
    }
  }

  private static String[] cells() {
    return new String[] {"--yes", String.join("; ", CELLS)};
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** What the command inside printed. */
  private static String lines(Shown shown) {
    assertThat(shown.status()).as(shown.out()).isZero();
    return shown
        .out()
        .lines()
        .filter(line -> line.matches("(/nix/|[A-Z_]+=).*"))
        .reduce("", (all, line) -> all + line + "\n");
  }
}
