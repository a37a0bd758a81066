package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.rescue.NixEvent.Activity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log for programs, by lines that nix 2.8 and 2.26 printed. */
class NixEventTest {

  private static final String DRV = "/nix/store/m9qy44740d52gccf9f5fy30ibmyg2wgg-dep-1.0.drv";

  /** The line with which something begins; its texts as JSON writes them. */
  static String start(long id, int type, String text, String subject) {
    return "@nix {\"action\":\"start\",\"fields\":[\"%s\",\"\",1,1],\"id\":%d,\"level\":3,\"text\":\"%s\",\"type\":%d}"
        .formatted(subject, id, text, type);
  }

  @Test
  void readsWhatIsForAPersonWithoutItsColours() {
    assertThat(
            NixEvent.of(
                "@nix {\"action\":\"msg\",\"column\":null,\"file\":null,\"level\":0,\"line\":null,\"msg\":\"\\u001b[31;1merror:\\u001b[0m bad\",\"raw_msg\":\"bad\"}"))
        .contains(new NixEvent.Message("error: bad"));
  }

  @Test
  void readsWhatBeginsIsCountedPrintsAndEnds() {
    assertThat(NixEvent.of(start(85070417231878L, 105, "building '" + DRV + "'", DRV)))
        .contains(
            new NixEvent.Begun(85070417231878L, Activity.BUILD, "building '" + DRV + "'", DRV));
    assertThat(
            NixEvent.of("@nix {\"action\":\"result\",\"fields\":[1,2,0,0],\"id\":7,\"type\":105}"))
        .contains(new NixEvent.Counted(7, 1, 2));
    assertThat(NixEvent.of("@nix {\"action\":\"result\",\"fields\":[100,3],\"id\":7,\"type\":106}"))
        .contains(new NixEvent.Expected(7, Activity.PATH, 3));
    assertThat(
            NixEvent.of(
                "@nix {\"action\":\"result\",\"fields\":[\"building dep\"],\"id\":7,\"type\":101}"))
        .contains(new NixEvent.Printed(7, "building dep"));
    assertThat(NixEvent.of("@nix {\"action\":\"stop\",\"id\":7}")).contains(new NixEvent.Ended(7));
  }

  @Test
  void leavesOutWhatPeopleAreNotToldOf() {
    assertThat(
            NixEvent.of(
                "@nix {\"action\":\"start\",\"id\":1,\"level\":6,\"text\":\"querying info about missing paths\",\"type\":0}"))
        .contains(new NixEvent.Begun(1, Activity.OTHER, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "building the system configuration...",
        "@nix ",
        "@nix {\"action\":\"msg\",\"level\":3,\"msg\":\"cut o",
        "@nix []",
        "@nix null",
        "@nix {}",
        "@nix {\"action\":7}",
        " @nix {\"action\":\"stop\"}"
      })
  void whatIsNoneOfItStaysText(String line) {
    assertThat(NixEvent.of(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@nix {\"action\":\"dance\"}",
        "@nix {\"action\":\"stop\",\"id\":{}}",
        "@nix {\"action\":\"msg\",\"msg\":[1]}",
        "@nix {\"action\":\"start\",\"type\":\"105\",\"fields\":7}",
        "@nix {\"action\":\"result\",\"id\":1e400,\"type\":106,\"fields\":[1e99,\"x\"]}"
      })
  void strangeValuesAreNoTrouble(String line) {
    assertThat(NixEvent.of(line)).isPresent();
  }
}
