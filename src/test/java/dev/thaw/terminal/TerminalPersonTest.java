package dev.thaw.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class TerminalPersonTest {

  @Test
  void readsASecretWithoutShowingIt() throws Exception {
    try (var pty = new Pty(PersonProbe.class, "secret")) {
      pty.expect("Passphrase: ");
      pty.type("correct hörse\n");
      pty.expect("got ");
      assertThat(pty.exit()).isZero();
      byte[] secret = "correct hörse".getBytes(StandardCharsets.UTF_8);
      assertThat(pty.seen())
          .contains("got %d bytes, sum %d".formatted(secret.length, PersonProbe.sum(secret)))
          .doesNotContain("correct")
          .doesNotContain("rse");
    }
  }

  @ParameterizedTest
  @CsvSource({"y,true", "YES,true", "n,false", "'',false"})
  void takesOnlyAYesForAYes(String typed, boolean approved) throws Exception {
    try (var pty = new Pty(PersonProbe.class, "approves")) {
      pty.expect("Go on? [y/N] ");
      pty.type("what\n");
      pty.expect("Please answer y or n");
      pty.type(typed + "\n");
      pty.expect("answer " + approved);
      assertThat(pty.exit()).isZero();
    }
  }

  @Test
  void takesWhatWasTypedBeforeTheQuestionForNoAnswer() throws Exception {
    try (var pty = new Pty(PersonProbe.class, "approves")) {
      pty.type("y\n");
      pty.expect("Go on? [y/N] ");
      pty.type("\n");
      pty.expect("answer false");
    }
  }

  @Test
  void takesTheEndOfInputForANo() throws Exception {
    try (var pty = new Pty(PersonProbe.class, "approves")) {
      pty.expect("Go on? [y/N] ");
      pty.type("\u0004");
      pty.expect("answer false");
    }
  }

  @Test
  void keepsProgressOnOneLineAndClearsIt() throws Exception {
    try (var pty = new Pty(PersonProbe.class, "approves")) {
      pty.expect("Go on? [y/N] ");
      assertThat(pty.seen()).isEqualTo("\r\033[Ka line of progress \r\033[KGo on? [y/N] ");
    }
  }
}
