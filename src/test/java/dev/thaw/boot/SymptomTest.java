package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.screen.ScreenEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymptomTest {

  private static final List<String> MODULES =
      List.of("vfio_pci", "vfio", "vfio_iommu_type1", "zfs", "i915");

  private static ScreenEvent event(String typed) {
    return Symptom.of(typed).screen().events().getLast();
  }

  private static Reading read(String typed) {
    return NameReader.of(MODULES).read(event(typed).names().getFirst(), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loading module vfio_pci...",
        "loading module v\nfio_pci...",
        "LOADING  MODULE   VFIO-PCI …",
        "laoding module vfio_pci...",
        "loading modul vfio_pci...",
        "[    2.104417] loading module vfio pci....",
        "\u001b[0;32mloading module\u001b[0m vfio_pci..",
        "loading module vfio...\nloading module vfio_pci...\n",
        "Loading m0dule\nvfio_pci . . .",
        "loading module vfio_pci",
        "loading module vfio_pci and then nothing",
      })
  void readsAModulesNameToTheLetterHoweverItIsSetDown(String typed) {
    assertThat(read(typed).names()).containsExactly("vfio_pci");
    assertThat(read(typed).exact()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loading module vfi0_pci",
        "loading modul vfio_pcl...",
        "loading module vfio_pc",
        "loading module vfio_pc...",
        "loading module vfoi_pci...",
        "loading module vfio_p",
      })
  void whatIsCorrectedIsNotExact(String typed) {
    assertThat(read(typed).names()).containsExactly("vfio_pci");
    assertThat(read(typed).exact()).isFalse();
    assertThat(read(typed).sentence()).startsWith("You typed “vf").endsWith("read as vfio_pci.");
  }

  @Test
  void aUnitsNameInFrontOfWhatItIsCalledSaysNothing() {
    assertThat(
            event("[FAILED] Failed to start zfs-import-rpool.service - Import ZFS pool \"rpool\".")
                .about())
        .isEqualTo("rpool");
    assertThat(
            event("Failed to start systemd-modules-load.service - Load Kernel Modules.")
                .known()
                .shown())
        .isEqualTo("Failed to start Load Kernel Modules");
  }

  @Test
  void whatFitsSeveralIsNoneOfThem() {
    assertThat(read("loading module vfio").names())
        .containsExactlyInAnyOrder("vfio", "vfio_pci", "vfio_iommu_type1");
    assertThat(read("loading module vfio pci").names()).contains("vfio", "vfio_pci");
    assertThat(read("loading module vfio_").isSeveral()).isTrue();
  }

  @Test
  void takesTheShorterNameWhereTheShorterStands() {
    assertThat(read("loading module vfio...").names()).containsExactly("vfio");
    assertThat(read("loading module vfio...").exact()).isTrue();
  }

  @Test
  void shortNamesAreTakenToTheLetter() {
    assertThat(read("loading module xfs...").isUnknown()).isTrue();
    assertThat(read("loading module xfs...").typed()).isEqualTo("xfs");
  }

  @Test
  void quotesWhatWasTypedAsItWasTypedAndTellsWhatStandsBehindIt() {
    String typed = "laoding  module\nvfio_pc. and then nothing";

    assertThat(event(typed).line()).isEqualTo("laoding  module vfio_pc. and then nothing");
    assertThat(Symptom.of(typed).screen().rest()).isEqualTo("and then nothing");
    assertThat(event("loading module v\nfio_pci...").line())
        .isEqualTo("loading module v fio_pci...");
    assertThat(Symptom.of("loading module v\nfio_pci...").screen().rest()).isEmpty();
  }

  @Test
  void theKernelsOwnLinesSayNothingAboutWhatComesAfter() {
    assertThat(
            Symptom.of("loading module zfs...\n[    6.187004] random: crng init done")
                .screen()
                .rest())
        .isEmpty();
  }

  @Test
  void namesWhatIsTypedAsItIsTypedButForBlanks() {
    assertThat(event("loading module Foo-b\n  ar_1...").about()).isEqualTo("Foo-bar_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n ", "...", "\u001b[2J", "日本語", "$(reboot)", "\uD800\"'"})
  void strangeTextsSayNothing(String typed) {
    assertThat(ScreenReport.of(Symptom.of(typed)).screen().events()).isEmpty();
  }

  @Test
  void ofALongTextTheEndCounts() {
    assertThat(event("x".repeat(100_000) + "\nloading module zfs...").about()).isEqualTo("zfs");
    assertThat(Symptom.of("zfs" + " x".repeat(100_000)).speaksOf("zfs")).isFalse();
  }

  @Test
  void nothingTypedIsNone() {
    assertThat(Symptom.of(null).isEmpty()).isTrue();
    assertThat(Symptom.of("\n").isEmpty()).isTrue();
  }

  @Test
  void namesTheNearestKnownLines() {
    ScreenReport report = ScreenReport.of(Symptom.of("wait for the device /dev/x"));

    assertThat(report.sentences().getFirst()).startsWith("The screen is not understood");
    assertThat(report.sentences().getLast()).contains("“waiting for device X to appear”");
  }
}
