package dev.thaw.nixos.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderEntryTest {

  private static LoaderEntry entry(String file, int generation) {
    return LoaderEntry.parse(
        file,
        """
        title NixOS
        sort-key nixos
        version Generation %d NixOS Xantusia 25.11 (Linux 6.12.1), built on 2026-01-02
        linux /EFI/nixos/k.efi
        initrd /EFI/nixos/i.efi
        options init=/nix/store/t%d/init loglevel=4
        machine-id 5b0f8c7de2a94d1f9a3e6c21b4807f55
        """
            .formatted(generation, generation));
  }

  @Test
  void theGenerationComesFromTheContentsAndNotFromTheName() {
    LoaderEntry entry = entry("nixos-generation-7.conf", 42);

    assertThat(entry.generation()).hasValue(42);
    assertThat(entry.toplevel()).isEqualTo("/nix/store/t42");
    assertThat(entry.linux()).isEqualTo("/EFI/nixos/k.efi");
    assertThat(entry.options()).contains("loglevel=4");
  }

  @Test
  void readsTheNewerFormToo() {
    LoaderEntry entry =
        LoaderEntry.parse(
            "nixos-" + "ab".repeat(32) + "+2-1.conf",
            "# made\ntitle NixOS (gpu)\nversion Generation 9 x\nlinux \\EFI\\nixos\\k.efi\n"
                + "initrd EFI/nixos/i.efi\ninitrd /EFI/nixos/s-initrd.efi\n"
                + "options init=/nix/store/t/init\noptions quiet\nsort-key\tnixos");

    assertThat(entry.triesLeft()).hasValue(2);
    assertThat(entry.id()).isEqualTo("nixos-" + "ab".repeat(32) + ".conf");
    assertThat(entry.linux()).isEqualTo("/EFI/nixos/k.efi");
    assertThat(entry.initrds()).containsExactly("/EFI/nixos/i.efi", "/EFI/nixos/s-initrd.efi");
    assertThat(entry.options()).containsExactly("init=/nix/store/t/init", "quiet");
    assertThat(entry.sortKey()).isEqualTo("nixos");
  }

  @Test
  void anEntryOfAnotherSystemStartsNoGeneration() {
    LoaderEntry windows = LoaderEntry.parse("w.conf", "title Windows\nefi /EFI/m/b.efi\n");

    assertThat(windows.toplevel()).isEmpty();
    assertThat(windows.generation()).isEmpty();
    assertThat(LoaderEntry.parse("e.conf", "").options()).isEmpty();
    assertThat(LoaderEntry.parse("b.conf", "version Generation 99999999999\0\n").generation())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          default nixos-generation-41.conf          | 41
          default nixos-generation-41               | 41
          default NIXOS-GENERATION-41.CONF          | 41
          default nixos-*                           | 42
          default nixos-generation-4[!23].conf      | 41
          default @saved                            | 42
          default gone.conf                         | 42
          timeout 3                                 | 42
          default (((                               | 42
          """)
  void theDefaultIsTheOneThatSystemdBootTakes(String conf, int expected) {
    var entries =
        List.of(
            entry("nixos-generation-9.conf", 9),
            entry("nixos-generation-41.conf", 41),
            entry("nixos-generation-42.conf", 42),
            entry("nixos-generation-43+0-3.conf", 43));

    assertThat(LoaderConf.parse(conf).choose(entries).orElseThrow().generation())
        .hasValue(expected);
  }

  @Test
  void thePreferredEntryGivesWayWhenItsBootsAreUsedUp() {
    LoaderConf conf = LoaderConf.parse("preferred nixos-b.conf\ndefault nixos-a.conf");

    assertThat(conf.choose(List.of(entry("nixos-a.conf", 1), entry("nixos-b+1.conf", 2))))
        .map(LoaderEntry::generation)
        .contains(java.util.OptionalInt.of(2));
    assertThat(conf.choose(List.of(entry("nixos-a.conf", 1), entry("nixos-b+0-3.conf", 2))))
        .map(LoaderEntry::generation)
        .contains(java.util.OptionalInt.of(1));
    assertThat(conf.choose(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Generation 9 x, Generation 10 x",
    "1, 2",
    "1.0~rc1, 1.0",
    "1.0, 1.0.1",
    "1.0-1, 1.0.1",
    "1.0a, 1.0b",
    "007, 8",
    "abc, 1",
    "'', 1",
  })
  void versionsAreOrderedAsTheSpecificationSays(String older, String newer) {
    assertThat(Versions.compare(older, newer)).isNegative();
    assertThat(Versions.compare(newer, older)).isPositive();
    assertThat(Versions.compare(newer, newer)).isZero();
  }

  @Test
  void anEntryWithoutItsKernelDoesNotStart() {
    String init = "options init=/nix/store/x/init\n";
    var newer = LoaderEntry.parse("b.conf", "version 2\nlinux /EFI/nixos/K2.efi\n" + init);
    var older = LoaderEntry.parse("a.conf", "version 1\nlinux /EFI/nixos/k1.efi\n" + init);
    var conf = Optional.of(LoaderConf.parse("default b.conf"));
    var menu = new BootMenu(new SystemdBoot(), List.of(newer, older), Optional.empty(), conf, "");
    var both = Map.of("/EFI/nixos/k2.efi", 1L, "/EFI/nixos/k1.efi", 1L);
    var one = Map.of("/EFI/nixos/k1.efi", 1L);
    var none = Map.of("/loader/loader.conf", 1L);

    assertThat(TestMenus.tree(both, menu).byDefault()).contains(newer);
    assertThat(TestMenus.tree(one, menu).byDefault()).contains(older);
    assertThat(TestMenus.tree(none, menu).byDefault()).contains(newer);
  }
}
