package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.TestSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final Finding HANGS =
      new Finding(
          "module-hangs",
          Stage.MODULES,
          BootImpact.HANGS,
          Certainty.SURE,
          "The module vfio_pci hangs while stage 1 loads it.",
          List.of("The screen stopped at “loading module vfio_pci...”, and nothing came after it."),
          "It waits for its device.",
          new Mend.RemoveElement("boot.initrd.kernelModules", "vfio_pci"));

  private static String show(Object value, Style style) {
    return TextView.show(value, 60, style);
  }

  @Test
  void eachFindingIsAParagraphWithItsMendOnALineToCopy() {
    var possible =
        new Finding(
            "x",
            Stage.MODULES,
            BootImpact.HANGS,
            Certainty.POSSIBLE,
            "It may hang.",
            List.of(),
            "",
            new Mend.ByHand("Look."));

    assertThat(
            show(
                new Diagnosis(List.of(HANGS, possible), List.of(), List.of("A note.")),
                Style.PLAIN))
        .isEqualTo(
            """
             1. Sure: The module vfio_pci hangs while stage 1 loads it.
                - The screen stopped at “loading module vfio_pci...”,
                  and nothing came after it.
                Mend: config().remove("boot.initrd.kernelModules", "vfio_pci")

             2. Only possible: It may hang.
                Mend: Look.

            * A note.\
            """
                .stripIndent());
  }

  @Test
  void aFindingAloneSaysWhyToo() {
    assertThat(show(HANGS, Style.PLAIN)).startsWith("Sure: ").endsWith("It waits for its device.");
  }

  @Test
  void howSureItIsIsAColourAndAWordAndNothingFromTheDiskMovesTheCursor() {
    var hostile =
        new Finding(
            "x",
            Stage.MODULES,
            BootImpact.HANGS,
            Certainty.LIKELY,
            "It\u001b[2J hangs.",
            List.of("a\r\nb"),
            "",
            new Mend.RemoveElement("o", "\u001b]0;x\u0007\"$(reboot)"));

    String shown =
        show(new Diagnosis(List.of(hostile), List.of(), List.of("\u202e")), new Style(true, true));

    assertThat(shown).contains("\u001b[33mLikely\u001b[0m").doesNotContain("\u202e");
    assertThat(shown.replaceAll("\u001b\\[[0-9]+m", "")).doesNotContain("\u001b", "\r", "\u0007");
  }

  @Test
  void theForecastOfEachChainIsALineWithTheWayToItsPicture() {
    var chain = new TestSystem().chain();
    var older = new BootChain("atlas", 56, false, chain.links());

    assertThat(
            TextView.show(
                new Diagnosis(List.of(), List.of(chain, older), List.of()), 200, Style.PLAIN))
        .isEqualTo(
            """
            * Generation 57, the menu's default: It boots, as far as the disks tell. See bootChain().
            * Generation 56: It boots, as far as the disks tell. rollback(56) makes it the default; \
            no rebuild. See bootChain(56).\
            """);
  }

  @Test
  void neighboursOfWhichTheSameIsToBeSaidShareALine() {
    var chain = new TestSystem().chain();
    var chains =
        List.of(
            new BootChain("atlas", 59, false, chain.links()),
            new BootChain("atlas", 58, false, chain.links()),
            chain,
            new BootChain("atlas", 56, false, chain.links()));

    assertThat(TextView.show(new Diagnosis(List.of(), chains, List.of()), 200, Style.PLAIN))
        .contains("* Generations 59, 58: It boots", "* Generation 57, the", "* Generation 56: It");
  }

  @Test
  void aSpecialisationHasALineAndCallsOfItsOwnAndAnotherProfileNone() {
    var links = new TestSystem().chain().links();
    var chains =
        List.of(
            new BootChain("atlas", 56, false, links),
            new BootChain("atlas", 56, "system", "safe", false, links),
            new BootChain("atlas", 3, "test", "", false, links));

    assertThat(TextView.show(new Diagnosis(List.of(), chains, List.of()), 200, Style.PLAIN))
        .isEqualTo(
            """
            * Generation 56: It boots, as far as the disks tell. rollback(56) makes it the default; \
            no rebuild. See bootChain(56).
            * Generation 56 (specialisation safe): It boots, as far as the disks tell. \
            rollback(56, specialisation="safe") makes it the default; no rebuild. \
            See bootChain(56, specialisation="safe").
            * Generation 3 of the profile test: It boots, as far as the disks tell.\
            """);
  }

  @Test
  void withSeveralInstallationsEachForecastSaysWhoseItIs() {
    var chain = new TestSystem().chain();
    var other = new BootChain("juno", 3, true, chain.links());

    assertThat(
            TextView.show(
                new Diagnosis(List.of(), List.of(chain, other), List.of()), 200, Style.PLAIN))
        .contains("* atlas: Generation 57", "* juno: Generation 3");
  }
}
