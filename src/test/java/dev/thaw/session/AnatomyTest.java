package dev.thaw.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.helpers.HelperInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnatomyTest {

  private static Evaluator evaluator;

  @BeforeAll
  static void start() {
    evaluator = Evaluator.withHelpers();
  }

  @AfterAll
  static void end() {
    evaluator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mountAll()|mountAll|true|false",
        "rebuild(flake=true); leave();|rebuild,leave|true|false",
        "config().remove('a')|config|true|false",
        "pools().stream().map(p -> p.name()).toList()|pools|true|false",
        "var p = pools()|pools|false|true",
        "pools(); int n = 1;|pools|false|true",
        "1 + disks().size()|disks|false|false",
        "if (true) { reboot(); }|reboot|false|false",
        "int f() { return disks().size(); }|disks|false|true",
        "record R(int n) {}||false|true",
        "import java.net.*;||false|true",
        "x = 5||false|false",
        "String s = null; s.rollback(1)||false|true",
        "// mountAll()||false|false",
        "broken(||false|false",
      })
  void findsHelpersAndDeclarations(
      String cell, String helpers, boolean onlyCalls, boolean declares) {
    Anatomy anatomy = evaluator.anatomy(cell.replace('\'', '"'));
    assertThat(anatomy.helpers().stream().map(HelperInfo::name).toList())
        .containsExactly(helpers == null ? new String[0] : helpers.split(","));
    assertThat(anatomy.onlyCalls()).isEqualTo(onlyCalls);
    assertThat(anatomy.declares()).isEqualTo(declares);
  }

  @Test
  void runsNothing() {
    assertThat(evaluator.anatomy("throw new Error()").declares()).isFalse();
    assertThat(evaluator.isComplete("List.of(1,")).isFalse();
    assertThat(evaluator.isComplete("List.of(1,\n2)")).isTrue();
  }
}
