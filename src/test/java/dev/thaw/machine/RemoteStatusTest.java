package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteStatusTest {

  /** However it is cut on its way: what a program prints is passed on, and only that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          a~mark137   | a       | 137
          ~mark137    | ''      | 137
          a~mark137b  | ab      | 137
          a~          | a~      | 0
          a~~mark143  | a~      | 143
          ~mar~mark254| ~mar    | 254
          ~mark13     | ~mark13 | 0
          ~markx      | ~markx  | 0
          mark137     | mark137 | 0
          ''          | ''      | 0
          """)
  void theMarkIsTakenOutWithItsStatus(String printed, String passed, int status) {
    byte[] bytes = printed.replace('~', '\036').getBytes(StandardCharsets.US_ASCII);
    for (int cut = 0; cut <= bytes.length; cut++) {
      for (int second = cut; second <= bytes.length; second++) {
        var to = new Collected();
        var far = new RemoteStatus("mark", to);
        part(far, bytes, 0, cut);
        part(far, bytes, cut, second);
        part(far, bytes, second, bytes.length);
        far.end();
        assertThat(new String(to.err(), StandardCharsets.US_ASCII).replace('\036', '~'))
            .as("cut at %d and %d", cut, second)
            .isEqualTo(passed);
        assertThat(far.status()).as("cut at %d and %d", cut, second).isEqualTo(status);
      }
    }
  }

  private static void part(RemoteStatus far, byte[] bytes, int from, int end) {
    far.err(java.util.Arrays.copyOfRange(bytes, from, end), end - from);
  }
}
