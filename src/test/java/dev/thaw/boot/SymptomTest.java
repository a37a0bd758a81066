package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymptomTest {

  private static final List<String> MODULES =
      List.of("vfio_pci", "vfio", "vfio_iommu_type1", "zfs", "i915");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loading module vfio_pci...",
        "loading module v\nfio_pci...",
        "LOADING  MODULE   VFIO-PCI …",
        "loading module vfi0_pci",
        "laoding module vfio_pci...",
        "loading modul vfio_pcl...",
        "[    2.104417] loading module vfio pci....",
        "\u001b[0;32mloading module\u001b[0m vfio_pci..",
        "loading module vfio...\nloading module vfio_pci...\n",
        "Loading m0dule\nvfio_pci . . .",
      })
  void readsAModulesNameInSpiteOfSlips(String typed) {
    Symptom symptom = Symptom.of(typed);

    assertThat(symptom.oneOf(MODULES, symptom.last("loading module").orElseThrow()))
        .contains("vfio_pci");
  }

  @Test
  void takesTheShorterNameWhereTheShorterStands() {
    Symptom symptom = Symptom.of("loading module vfio...");

    assertThat(symptom.oneOf(MODULES, symptom.last("loading module").orElseThrow()))
        .contains("vfio");
  }

  @Test
  void shortNamesAreTakenToTheLetter() {
    Symptom symptom = Symptom.of("loading module xfs...");
    int place = symptom.last("loading module").orElseThrow();

    assertThat(symptom.oneOf(MODULES, place)).isEmpty();
    assertThat(symptom.nameAfter(place)).isEqualTo("xfs");
  }

  @Test
  void namesWhatIsTypedAsItIsTypedButForBlanks() {
    Symptom symptom = Symptom.of("loading module Foo-b\n  ar_1...");

    assertThat(symptom.nameAfter(symptom.last("loading module").orElseThrow()))
        .isEqualTo("Foo-bar_1");
  }

  @Test
  void knowsWhatComesAfterwards() {
    Symptom symptom = Symptom.of("loading module vfio_pci...\nrunning udev...");
    int place = symptom.last("loading module").orElseThrow();

    assertThat(symptom.goesOnAfter(place, List.of("running udev"))).isTrue();
    assertThat(symptom.goesOnAfter(place, List.of("Passphrase for"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n ", "...", "\u001b[2J", "日本語", "$(reboot)", "\uD800\"'"})
  void strangeTextsSayNothing(String typed) {
    assertThat(Symptom.of(typed).says("loading module")).isFalse();
    assertThat(Symptom.of(typed).nearest(List.of(new Sign("loading module", "")))).isEmpty();
  }

  @Test
  void ofALongTextTheEndCounts() {
    assertThat(Symptom.of("x".repeat(100_000) + " loading module zfs...").says("loading module"))
        .isTrue();
  }

  @Test
  void nothingTypedIsNone() {
    assertThat(Symptom.of(null).isEmpty()).isTrue();
    assertThat(Symptom.of("\n").isEmpty()).isTrue();
  }

  @Test
  void namesTheNearestKnownLines() {
    var known =
        List.of(
            new Sign("loading module", "loading module M..."),
            new Sign("waiting for device", "waiting for device D to appear..."));

    assertThat(Symptom.of("wait for the device /dev/x").nearest(known))
        .extracting(Sign::shown)
        .first()
        .isEqualTo("waiting for device D to appear...");
  }
}
