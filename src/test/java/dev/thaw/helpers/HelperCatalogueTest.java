package dev.thaw.helpers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.helpers.sample.SampleHelpers;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelperCatalogueTest {

  private final HelperCatalogue catalogue = HelperCatalogue.of(SampleHelpers.class);

  @Test
  void findsTheMarkedMethodsAndNoOthers() {
    assertThat(catalogue.names())
        .containsExactly(
            "explain",
            "fails",
            "importPool",
            "leave",
            "pools",
            "reboot",
            "rebuild",
            "rollback",
            "waits");
    assertThat(catalogue.of(Kind.LOOK)).extracting(HelperInfo::name).containsExactly("pools");
  }

  @Test
  void tellsTheOptionsOfARecordAtTheEndOfTheParameters() {
    HelperInfo rebuild = catalogue.find("rebuild").orElseThrow();
    assertThat(rebuild.options())
        .extracting(HelperOption::name)
        .containsExactly("flake", "host", "action", "jobs", "dryRun");
    assertThat(rebuild.option("dryRun").orElseThrow().does())
        .isEqualTo("Show the plan, change nothing.");
    assertThat(rebuild.options())
        .extracting(HelperOption::whenMissing)
        .containsExactly("false", "null", "null", "0", "false");
  }

  @Test
  void writesSignaturesAsAPersonDoes() {
    assertThat(catalogue.find("importPool").orElseThrow().signatures())
        .containsExactly("importPool(String name)", "importPool(String name, force=…)");
    assertThat(catalogue.find("rebuild").orElseThrow().signatures())
        .containsExactly("rebuild()", "rebuild(flake=…, host=…, action=…, jobs=…, dryRun=…)");
  }

  @Test
  void takesTheSummaryFromTheFirstLineOfTheText() {
    assertThat(catalogue.find("rebuild").orElseThrow().summary()).isEqualTo("Rebuilds the system.");
  }

  @Test
  void knowsWhichParameterIsAHelpersName() {
    assertThat(catalogue.find("explain").orElseThrow().takesHelperName(0)).isTrue();
    assertThat(catalogue.find("importPool").orElseThrow().takesHelperName(0)).isFalse();
  }

  @Test
  void refusesOverloadsWithDifferentOptions() {
    assertThatThrownBy(() -> HelperCatalogue.of(Disagreeing.class).all())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("go");
  }

  @Test
  void guessesTheNearestName() {
    assertThat(Nearest.to("rebiuld", catalogue.names())).hasValue("rebuild");
    assertThat(Nearest.to("POOLS", catalogue.names())).hasValue("pools");
    assertThat(Nearest.to("kangaroo", catalogue.names())).isEmpty();
    assertThat(Nearest.to("", List.of("a", "bb"))).hasValue("a");
    assertThat(Nearest.to("dryrun", List.of("dryRun", "host"))).hasValue("dryRun");
  }

  @Test
  void everyHelperOfTheClassItselfIsExplained() {
    for (HelperInfo helper : HelperCatalogue.of(Helpers.class).all()) {
      assertThat(helper.summary())
          .as(helper.name())
          .endsWith(".")
          .hasSizeLessThan(120)
          .doesNotContain("#");
      assertThat(helper.text().lines().count()).as(helper.name()).isGreaterThan(1);
      assertThat(helper.options()).as(helper.name()).noneMatch(o -> o.does().isBlank());
    }
  }

  /** Overloads that disagree. */
  public static final class Disagreeing {
    /** Options. */
    public record One(@Option("a") boolean a) {}

    /** Options. */
    public record Two(@Option("b") boolean b) {}

    /** Goes. */
    @Helper(Kind.ACT)
    public static void go(One... one) {}

    /** Goes. */
    @Helper(Kind.ACT)
    public static void go(Two... two) {}
  }
}
