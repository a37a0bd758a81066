package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.FakePerson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NixOutputTest {

  private static final String DRV = "/nix/store/m9qy44740d52gccf9f5fy30ibmyg2wgg-dep-1.0.drv";
  private static final String LOG =
      "building the system configuration...\n"
          + NixEventTest.start(7, 105, "building '" + DRV + "'", DRV)
          + "\n@nix {\"action\":\"result\",\"id\":7,\"type\":101,\"fields\":[\"cc: no such thing\"]}\n"
          + "@nix {\"action\":\"stop\",\"id\":7}\n";
  private static final String FAILURE =
      "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: builder for '"
          + DRV
          + "' failed with exit code 1\"}\n";

  private final FakePerson person = FakePerson.yes();
  private final NixOutput output = new NixOutput(person);

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.err(bytes, bytes.length);
  }

  @Test
  void tellsLineByLineWhereNoProgressIsSeen() {
    print(LOG + FAILURE);
    assertThat(person.told)
        .containsExactly(
            "  building the system configuration...",
            "  building '" + DRV + "'...",
            "  cc: no such thing",
            "  error: builder for '" + DRV + "' failed with exit code 1");
  }

  @Test
  void tellsOnlyMessagesWhereProgressIsSeen() {
    person.watching();
    print(LOG);
    assertThat(person.told).containsExactly("  building the system configuration...");
  }

  @Test
  void tellsTheLogOfTheBuildThatFailed() {
    person.watching();
    print(LOG + FAILURE + FAILURE);
    String error = "  error: builder for '" + DRV + "' failed with exit code 1";
    assertThat(person.told)
        .containsExactly(
            "  building the system configuration...", "  cc: no such thing", error, error);
    assertThat(output.last()).contains("cc: no such thing").doesNotContain("@nix");
  }

  @Test
  void tellsTheLogAlsoWhereNixSaysItInItsNewWords() {
    person.watching();
    print(
        LOG
            + "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: Cannot build '"
            + DRV
            + "'.\\n       Reason: builder failed with exit code 1.\"}\n");
    assertThat(person.told)
        .containsExactly(
            "  building the system configuration...",
            "  cc: no such thing",
            "  error: Cannot build '" + DRV + "'.",
            "         Reason: builder failed with exit code 1.");
  }

  @Test
  void aLineThatIsTooLongIsToldByItsBeginningInWords() {
    String text = "\\u001b[31merror:\\u001b[0m \\\"x\\\" failed\\n" + "é".repeat(80_000);
    print(
        "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"" + text + "\",\"raw_msg\":\"\"}\nnext\n");
    print("@nix {\"action\":\"result\",\"fields\":[\"" + "y".repeat(80_000) + "\"],\"id\":7}\n");
    print("@nix {\"action\":\"start\",\"parent\":" + "1".repeat(80_000) + "}\n");

    assertThat(person.told).hasSize(4);
    assertThat(person.told.getFirst()).isEqualTo("  error: \"x\" failed");
    assertThat(person.told.get(1)).startsWith("  éé").endsWith("é … (shortened: nix said more)");
    assertThat(person.told.get(2)).isEqualTo("  next");
    assertThat(person.told.get(3)).startsWith("  yy").hasSizeLessThan(600);
    assertThat(output.isLog()).isTrue();
  }

  @Test
  void drawsNothingAfterTheEnd() throws InterruptedException {
    person.watching();
    output.close();
    Thread clock = Thread.startVirtualThread(output::tick);
    Thread.sleep(600);
    clock.interrupt();
    assertThat(person.progress).isEmpty();
  }

  @Test
  void whatIsCutOffOrDamagedIsShownAsItIs() {
    print("@nix {\"action\":\"msg\",\"msg\":\"cut \033[2J\n@nix nonsense\nno end");
    output.close();
    assertThat(person.told)
        .isEqualTo(
            List.of(
                "  @nix {\"action\":\"msg\",\"msg\":\"cut \\x1b[2J",
                "  @nix nonsense",
                "  no end"));
  }

  @Test
  void aLineWithoutAnEndDoesNotFillMemory() {
    print("x".repeat(200_000));
    output.close();
    assertThat(person.told)
        .hasSize(4)
        .allSatisfy(line -> assertThat(line.length()).isLessThan(70_000));
  }
}
