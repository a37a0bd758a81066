package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Scripts;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Account;
import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.Rescue;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who can log in to a machine, by what its past has left on its disks. */
class LoginTest {

  private static final String NORMAL = "isNormalUser = true;";
  private static final String FIRST_BUILD = "time 2026-11-22T15:12:15Z";

  /** The machine of the article, on which nobody has set these passwords. */
  private static Practice machine(String alice, String... locked) {
    return machine(alice, "services.openssh.enable = true;", locked);
  }

  private static Practice machine(String alice, String services, String[] locked) {
    String text =
        Scripts.read(MachineBuilder.class, "vfio.machine")
            .replace(NORMAL, NORMAL + " " + alice)
            .replace("services.openssh.enable = true;", services)
            .replace(
                FIRST_BUILD,
                Stream.of(locked).map(one -> "locked " + one + "\n").collect(Collectors.joining())
                    + FIRST_BUILD);
    return Practice.of(MachineBuilder.whole("vfio", Description.parse(text)));
  }

  private static Practice lockedOut() {
    return machine("", "alice", "root");
  }

  private static Practice declared(String file) {
    String setting = "hashedPasswordFile = \"" + file + "\";";
    return machine(setting, "users.mutableUsers = false;", new String[0]);
  }

  private static Rescue rescue(Practice practice) {
    return practice.rescue(FakePerson.knowing("open sesame"));
  }

  private static Optional<Finding> finding(Practice practice, String screen) {
    return rescue(practice).diagnose(screen).findings().stream()
        .filter(finding -> finding.id().equals("locked-out"))
        .findFirst();
  }

  private static Optional<Finding> finding(Practice practice) {
    return finding(practice, "");
  }

  @Test
  void whereEverybodyHasAPasswordNothingIsFound() {
    Practice practice = machine("");

    assertThat(rescue(practice).logins())
        .extracting(Account::name, Account::answer, Account::admin)
        .containsExactly(
            tuple("root", Account.Answer.CAN, true), tuple("alice", Account.Answer.CAN, true));
    assertThat(finding(practice)).isEmpty();
    assertThat(rescue(practice).diagnose("").notLookedAt())
        .noneMatch(one -> one.contains("log in"))
        .isNotEmpty();
  }

  @Test
  void aLockedRootIsUsualWhereSomebodyOfWheelCanLogIn() {
    Practice practice = machine("", "root");

    assertThat(rescue(practice).login("root").answer()).isEqualTo(Account.Answer.CANNOT);
    assertThat(finding(practice)).isEmpty();
  }

  @Test
  void whereNobodyCanLogInTheFirstOfWheelGetsAPassword() {
    Practice practice = lockedOut();

    Finding found = finding(practice).orElseThrow();
    assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(found.mend()).isEqualTo(new Mend.SetPassword("alice"));
    assertThat(found.evidence()).anyMatch(seen -> seen.startsWith("alice: No password fits"));
  }

  @Test
  void someoneWhoMayNotBecomeRootIsToldAsPossible() {
    Practice practice = machine("}; users.users.bob = { isNormalUser = true;", "alice", "root");
    // The group stands in alice's block, which now is bob's: she has none.
    assertThat(rescue(practice).login("alice").admin()).isFalse();
    assertThat(finding(practice)).isEmpty();

    Practice without = machine("}; users.users.bob = { isNormalUser = true;", "bob", "root");
    assertThat(finding(without).orElseThrow().certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(finding(without).orElseThrow().what()).contains("become root");
  }

  @Test
  void aKeyIsEnoughWhereAnSshServerStarts() {
    String key = "openssh.authorizedKeys.keys = [ \"ssh-ed25519 AAAA alice\" ];";
    Practice practice = machine(key, "alice", "root");

    assertThat(finding(practice)).isEmpty();
    assertThat(rescue(practice).login("alice").ways()).containsExactly("ssh key");

    Practice without = machine(key, "", new String[] {"alice", "root"});
    assertThat(finding(without)).isPresent();
    assertThat(rescue(without).login("alice").why())
        .contains("It has a key, and no ssh server starts.");
  }

  @ParameterizedTest
  @CsvSource({
    "/var/secret, is not there",
    "/home/secret, mounted only after accounts are set up",
  })
  void aPasswordFileThatIsMissingWhenAccountsAreSetUpLocksOut(String file, String why) {
    Practice practice = declared(file);
    practice.mounted();
    if (file.startsWith("/home")) {
      practice.sh("echo '$6$salt$hash' >/mnt/home/secret");
    }

    Finding found = finding(practice).orElseThrow();
    assertThat(found.evidence()).anyMatch(seen -> seen.startsWith("alice: ") && seen.contains(why));
    assertThat(found.mend().isCall()).isFalse();
    assertThat(found.mend().call()).contains("mutableUsers = false", file, "neededForBoot");
  }

  @Test
  void aPasswordFileThatIsThereInTimeLocksNobodyOut() {
    Practice practice = declared("/var/secret");
    practice.mounted();
    practice.sh("echo '$6$salt$hash' >/mnt/var/secret");

    assertThat(finding(practice)).isEmpty();
    practice.sh("echo 'open sesame' >/mnt/var/secret");
    assertThat(finding(practice).orElseThrow().evidence())
        .anyMatch(seen -> seen.contains("no hash that NixOS takes"));
  }

  @Test
  void whatIsDecryptedAtTheStartCantBeTold() {
    Practice practice = declared("/run/secrets-for-users/alice");

    assertThat(finding(practice)).isEmpty();
    assertThat(rescue(practice).login("alice").answer()).isEqualTo(Account.Answer.UNKNOWN);
  }

  @Test
  void aShellThatIsGoneIsMendedInTheConfiguration() {
    Practice practice = machine("shell = \"/nix/store/gone/bin/fish\";", "root");

    Finding found = finding(practice).orElseThrow();
    assertThat(found.evidence())
        .anyMatch(seen -> seen.contains("Its shell, /nix/store/gone/bin/fish, is not there."));
    assertThat(found.mend().call()).contains("users.users.alice (shell, expires)");
    assertThat(finding(machine("shell = \"/run/current-system/sw/bin/bash\";", "root"))).isEmpty();
  }

  @Test
  void theScreenThatNamesAnAccountMakesItLikely() {
    Practice practice = machine("", "alice");

    assertThat(finding(practice)).isEmpty();
    Finding found =
        finding(practice, "atlas login: alice\nPassword:\nLogin incorrect").orElseThrow();
    assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(found.subject()).isEqualTo("alice");
    assertThat(finding(practice, "Login incorrect").orElseThrow().certainty())
        .isEqualTo(Certainty.POSSIBLE);
  }

  @Test
  void setsAPasswordAsOftenAsOneLikesAndTakesItBack() {
    Practice practice = lockedOut().mounted();
    FakePerson person = FakePerson.knowing("open sesame");
    Rescue rescue = practice.rescue(person);
    String before = practice.says("cat /mnt/etc/shadow");

    assertThat(rescue.planning().setPassword("alice")).isInstanceOf(Plan.class);
    assertThat(practice.says("cat /mnt/etc/shadow")).isEqualTo(before);

    assertThat(((Applied) rescue.setPassword("alice")).changed()).isTrue();
    assertThat(person.asked)
        .containsExactly("Run this command?", "New password for alice: ", "The same again: ");
    String first = practice.says("cat /mnt/etc/shadow");
    assertThat(first).contains("alice:$6$", "root:!:1").doesNotContain("sesame");
    assertThat(rescue.login("alice").canLogIn()).isTrue();
    assertThat(finding(practice)).isEmpty();

    practice.rescue(FakePerson.knowing("another")).setPassword("alice");
    assertThat(practice.says("cat /mnt/etc/shadow")).isNotEqualTo(first);
    rescue.undo();
    assertThat(practice.says("cat /mnt/etc/shadow")).isEqualTo(first);
    rescue.undo();
    assertThat(practice.says("cat /mnt/etc/shadow")).isEqualTo(before);
    assertThat(practice.says("cat /run/thaw/record.jsonl")).doesNotContain("sesame", "another");
  }

  @Test
  void changesNothingWhereTheTwoAreNotTheSameOrNoneIsGiven() {
    Practice practice = lockedOut().mounted();
    String before = practice.says("cat /mnt/etc/shadow");

    assertThatThrownBy(
            () -> practice.rescue(FakePerson.knowing("one").slipping("on")).setPassword("alice"))
        .isInstanceOf(Trouble.NotApproved.class)
        .hasMessageContaining("not the same");
    assertThatThrownBy(() -> practice.rescue(FakePerson.yes()).setPassword("alice"))
        .isInstanceOf(Trouble.NotApproved.class);
    assertThatThrownBy(() -> rescue(practice).setPassword("bob"))
        .isInstanceOf(Trouble.Rejected.class)
        .hasMessageContaining("Nobody is called bob");
    assertThat(practice.says("cat /mnt/etc/shadow")).isEqualTo(before);
  }

  @Test
  void whatTheNextStartSetsBackIsRefused() {
    Practice practice = declared("/var/secret").mounted();
    String before = practice.says("cat /mnt/etc/shadow");

    assertThatThrownBy(() -> rescue(practice).setPassword("alice"))
        .isInstanceOfSatisfying(
            Trouble.NotReady.class,
            trouble -> {
              assertThat(trouble).hasMessageContaining("gone with the next one");
              assertThat(trouble.next()).contains("/var/secret", "neededForBoot");
            });
    assertThat(practice.says("cat /mnt/etc/shadow")).isEqualTo(before);
  }
}
