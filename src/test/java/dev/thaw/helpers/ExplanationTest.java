package dev.thaw.helpers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thaw.boot.FailurePage;
import dev.thaw.machine.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

  @Test
  void isAHelpersTextOrAFailuresPage() {
    assertThat(Helpers.explain("mountAll").markdown()).startsWith("# mountAll\n");
    FailurePage page = FailurePage.of("zfs-pool-foreign").orElseThrow();
    assertThat(Helpers.explain("zfs-pool-foreign").markdown())
        .startsWith("# " + page.title() + "\n")
        .isEqualTo(page.markdown());
    assertThat(Helpers.explain("failures").markdown()).contains("`zfs-pool-foreign`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mountal         | mountAll?",
        "zfs-pol-foreign | zfs-pool-foreign?",
        "pool-foreign    | zfs-pool-foreign?",
        "LUKS key        | luks-wrong-key, luks-keyboard-dead, luks-key-file-missing?",
        "zfs pool | zfs-pool-foreign, zfs-pool-missing, zfs-pool-twice, zfs-pool-damaged,"
            + " zfs-pool-too-new, zfs-data-pool?",
      })
  void tellsTheNearestNames(String name, String near) {
    Trouble.Rejected trouble =
        catchThrowableOfType(Trouble.Rejected.class, () -> Helpers.explain(name));
    assertThat(trouble).hasMessage("There is no helper " + name + ", and no failure of that name.");
    assertThat(trouble.next()).isEqualTo("See help() and explain(failures). Did you mean " + near);
  }

  @Test
  void offersNothingForWhatIsLikeNothing() {
    Trouble.Rejected trouble =
        catchThrowableOfType(Trouble.Rejected.class, () -> Helpers.explain("xyzzy"));
    assertThat(trouble.next()).isEqualTo("See help() and explain(failures).");
  }
}
