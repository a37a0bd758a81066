package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.NulText;
import dev.thaw.nixos.AccountRow.Kind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsReaderTest {

  private static final String BASH = "/run/current-system/sw/bin/bash";
  private final NulText rows = new NulText();

  private AccountsReaderTest row(Kind kind, String name, String value) {
    new AccountRow(kind, name, value).print(rows);
    return this;
  }

  private AccountsReaderTest people(String... passwd) {
    return row(Kind.FILE, "passwd", String.join("\n", passwd)).row(Kind.SHELL, BASH, "yes");
  }

  private Account alice(String version) {
    return AccountsReader.read(rows.bytes(), List.of(), version).account("alice").orElseThrow();
  }

  private static final String ALICE = "alice:x:1000:100::/home/alice:" + BASH;

  @Test
  void ofNothingNothingIsKnown() {
    assertThat(AccountsReader.read(rows.bytes(), List.of(), "")).isEqualTo(Accounts.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "$6$, 25.11, CAN",
    "$y$, '', CAN",
    "$1$, 25.11, CANNOT",
    "$1$, 22.11, CAN",
    "des, 25.11, CANNOT",
    "empty, 25.11, CAN",
    "locked, 25.11, CANNOT",
    "none, 22.11, CANNOT"
  })
  void aHashHasToBeOneThatThisNixosTakes(String kind, String version, Account.Answer answer) {
    people(ALICE).row(Kind.FILE, "shadow", "alice:" + kind + ":");
    assertThat(alice(version).answer()).isEqualTo(answer);
  }

  @Test
  void anAccountThatExpiredLetsNobodyIn() {
    long today = LocalDate.now(ZoneOffset.UTC).toEpochDay();
    people(ALICE).row(Kind.FILE, "shadow", "alice:$6$:" + (today - 1));
    assertThat(alice("25.11").why()).anyMatch(why -> why.startsWith("It expired on "));
    assertThat(alice("25.11").canLogIn()).isFalse();

    var later = new AccountsReaderTest();
    later.people(ALICE).row(Kind.FILE, "shadow", "alice:$6$:" + (today + 1));
    assertThat(later.alice("25.11").canLogIn()).isTrue();
  }

  @Test
  void withoutShadowNothingIsSaidOfAPassword() {
    people(ALICE);
    assertThat(alice("25.11").answer()).isEqualTo(Account.Answer.UNKNOWN);
  }

  @Test
  void aNumberOfWheelCountsLikeANameInIt() {
    people(ALICE.replace(":100:", ":1:"))
        .row(Kind.FILE, "shadow", "alice:$6$:")
        .row(Kind.FILE, "group", "wheel:x:1:root");
    assertThat(alice("").admin()).isTrue();
    var another = new AccountsReaderTest();
    another.people(ALICE).row(Kind.FILE, "group", "wheel:x:1:alicea");
    assertThat(another.alice("").admin()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PermitRootLogin no, CANNOT", "PermitRootLogin prohibit-password, CAN"})
  void rootNeedsAServerThatTakesIt(String setting, Account.Answer answer) {
    people("root:x:0:0::/root:" + BASH)
        .row(Kind.FILE, "shadow", "root:locked:")
        .row(Kind.KEYS, "root", "1")
        .row(Kind.SSHD, "sshd.service", "Port 22\n" + setting);
    Accounts accounts = AccountsReader.read(rows.bytes(), List.of(), "25.11");
    assertThat(accounts.account("root").orElseThrow().answer()).isEqualTo(answer);
  }

  @Test
  void whatTheConfigurationHasForgottenIsRemovedWherePasswordsAreItsOwn() {
    people(ALICE)
        .row(Kind.FILE, "shadow", "alice:$6$:")
        .row(
            Kind.DECLARED,
            "/x",
            "{\"mutableUsers\":false,\"users\":[{\"name\":\"root\",\"uid\":0}]}");
    assertThat(alice("25.11").why()).anyMatch(why -> why.contains("the next start removes it"));
    assertThat(alice("25.11").canLogIn()).isFalse();
  }

  @Test
  void peopleOfAnEmptyRootAreMadeByTheConfiguration() {
    row(
            Kind.DECLARED,
            "/x",
            "{\"mutableUsers\":true,\"users\":[{\"name\":\"alice\",\"uid\":null,\"isSystemUser\":false,"
                + "\"initialHashedPassword\":\"=$y$\",\"shell\":\""
                + BASH
                + "\"},{\"name\":\"sshd\",\"uid\":null,\"isSystemUser\":true}]}")
        .row(Kind.SHELL, BASH, "yes");
    Accounts accounts = AccountsReader.read(rows.bytes(), List.of(), "25.11");
    assertThat(accounts.people()).extracting(Account::name).containsExactly("alice");
    assertThat(alice("25.11").canLogIn()).isTrue();
  }
}
