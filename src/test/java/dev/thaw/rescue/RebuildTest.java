package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.Grub;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RebuildTest {

  private static final String FLAKE =
      "{ outputs = { nixpkgs, ... }: { nixosConfigurations = {"
          + " atlas = nixpkgs.lib.nixosSystem { }; other = nixpkgs.lib.nixosSystem { }; }; }; }";

  @Test
  void buildsWithoutAFlakeWhereThereIsNone() {
    assertThat(program(installation("configuration.nix", "{ }"), wish(null, null, true)))
        .endsWith("nixos-rebuild boot --log-format internal-json");
  }

  @Test
  void tellsThatTheFirmwaresListMayStayAsItIs() {
    RebuildWish plain = wish(null, null, true);
    var loaderToo =
        new RebuildWish(
            plain.flake(), plain.host(), "boot", true, Optional.empty(), Optional.empty());
    Installation installation = installation("configuration.nix", "{ }");

    assertThat(Rebuild.plan(installation, plain, true, "/mnt").remarks()).isEmpty();
    assertThat(Rebuild.plan(installation, loaderToo, true, "/mnt").remarks())
        .singleElement()
        .asString()
        .contains("bootctl --esp-path=/mnt/boot install");
    Generation only = Installed.generation(57, true, true, true);
    assertThat(
            Rebuild.plan(Installed.startedBy(new Grub(), only), loaderToo, true, "/mnt").remarks())
        .as("GRUB's installer enters itself")
        .isEmpty();
  }

  @Test
  void namesTheInstalledHostOfAFlakeAndNotTheLiveImages() {
    assertThat(program(installation("flake.nix", FLAKE), wish(null, null, true)))
        .endsWith("nixos-rebuild boot --flake '/etc/nixos#atlas' --log-format internal-json");
  }

  @Test
  void tellsNixNotToTryTheCacheThatCannotBeReached() {
    assertThat(program(installation("configuration.nix", "{ }"), wish(null, null, false)))
        .endsWith("nixos-rebuild boot --option substitute false --log-format internal-json");
  }

  @Test
  void passesSeveralOptionsAsSettingsForTheToolsThatKeepOnlyTheLastOne() {
    var wish =
        new RebuildWish(
            Optional.empty(),
            Optional.empty(),
            "boot",
            false,
            Optional.of(false),
            Optional.of(false));

    assertThat(program(installation("configuration.nix", "{ }"), wish))
        .endsWith(
            "/nix/var/nix/profiles/system --nix 'sandbox = false' --nix 'filter-syscalls = false'"
                + " --nix 'substitute = false' nixos-rebuild boot --option sandbox false --option"
                + " filter-syscalls false --option substitute false --log-format internal-json");
  }

  @Test
  void allowsFlakesWhereOneIsBuiltWhateverTheSystemAllows() {
    assertThat(program(installation("flake.nix", FLAKE), wish(null, null, false)))
        .contains(
            " --nix 'extra-experimental-features = nix-command flakes' --nix 'substitute = false'"
                + " nixos-rebuild boot --flake '/etc/nixos#atlas' --option substitute false ");
  }

  @Test
  void refusesAHostThatTheFlakeDoesNotHaveAndSaysWhichThereAre() {
    assertThatThrownBy(() -> program(installation("flake.nix", FLAKE), wish(true, "atlsa", true)))
        .hasMessageContaining("no host atlsa")
        .extracting("next")
        .asString()
        .contains("atlas, other");
  }

  @Test
  void refusesAFlakeWhereThereIsNone() {
    assertThatThrownBy(
            () -> program(installation("configuration.nix", "{ }"), wish(true, null, true)))
        .hasMessageContaining("There is no flake.nix in /etc/nixos");
  }

  @Test
  void letsNixReadARepositoryThatBelongsToAnotherUser() {
    var git = new Configuration.Git("/etc/nixos", 1000, "main", "");
    Installation installation =
        Installed.with(
            List.of(),
            new Configuration(
                "/etc/nixos", files("flake.nix", FLAKE), Optional.of(git), List.of()));

    assertThat(program(installation, wish(null, null, true)))
        .contains("XDG_CONFIG_HOME=/run/thaw")
        .endsWith("nixos-rebuild boot --flake '/etc/nixos#atlas' --log-format internal-json");
  }

  private static String program(Installation installation, RebuildWish wish) {
    return Rebuild.plan(installation, wish, wish.fetch().orElseThrow(), "/mnt")
        .steps()
        .getFirst()
        .line();
  }

  private static RebuildWish wish(Boolean flake, String host, boolean online) {
    return new RebuildWish(
        Optional.ofNullable(flake),
        Optional.ofNullable(host),
        "boot",
        false,
        Optional.empty(),
        Optional.of(online));
  }

  private static Installation installation(String file, String text) {
    return Installed.with(
        List.of(), new Configuration("/etc/nixos", files(file, text), Optional.empty(), List.of()));
  }

  private static List<Configuration.ConfigFile> files(String file, String text) {
    return List.of(new Configuration.ConfigFile("/etc/nixos/" + file, text.length(), text, true));
  }
}
