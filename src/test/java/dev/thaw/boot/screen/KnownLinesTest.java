package dev.thaw.boot.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.screen.KnownLine.Expression;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownLinesTest {

  /** The letters that stand for a pattern are in all that it matches, and in no other way. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      textBlock =
          """
          ^grub>                             ~ grub
          dev (?<disk>[a-z]+) failed         ~ " failed"
          (?:EXT4-fs|XFS) error \\(device    ~ " error "
          I\\/O error|timeout                ~ ""
          colou?r                            ~ colo
          [abc]+xyz\\d                       ~ xyz
          (?<module>zfs)+ module             ~ " module"
          """)
  void anExpressionIsGuardedByWhatItIsNeverWithout(String regex, String guard) {
    assertThat(KnownLines.guard(regex)).isEqualTo(guard);
  }

  /** All lines are looked at by those that have no guard: there are none. */
  @Test
  void everyExpressionHasAGuard() {
    assertThat(KnownLines.all())
        .filteredOn(known ->
            known.shape() instanceof Expression expression
                && !Needles.isLongEnough(Letters.squeeze(expression.guard())))
        .isEmpty();
  }

  @Test
  void allWordsAreFoundInOnePass() {
    var found = new ArrayList<String>();
    var words = List.of("load", "loading", "ab", "failed");

    new Needles(words)
        .find("loadingloadfailed", (word, at) -> found.add(words.get(word) + "@" + at));

    assertThat(found).containsExactlyInAnyOrder("load@0", "loading@0", "load@7", "failed@11");
  }
}
