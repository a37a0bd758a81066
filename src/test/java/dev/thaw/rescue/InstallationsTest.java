package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.JudgedSystem;
import dev.thaw.boot.ScreenReport;
import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.ListWithNotes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several installations is mounted. */
class InstallationsTest {

  private static final ListWithNotes<Installation> TWO =
      new ListWithNotes<>(List.of(on("a"), on("b")), List.of());

  @Test
  void anUnattendedPlayTakesTheOneThatIsSureAndSaysWhich() {
    var person = FakePerson.yesBeforehand();

    assertThat(choose(person, told(2), 0)).isEqualTo(2);
    assertThat(person.told.getFirst()).contains("There are 2 NixOS installations").contains("2. ");
    assertThat(person.told.get(1)).startsWith("It is 2 that fails to boot.");
  }

  @Test
  void whereItCantBeToldItStops() {
    assertThatThrownBy(() -> choose(FakePerson.yesBeforehand(), told(0), 0))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("which one fails can't be told");
  }

  @Test
  void aPersonIsAskedWithTheList() {
    var person = FakePerson.yes();

    assertThat(choose(person, told(2), 0)).isEqualTo(2);
    assertThat(person.asked).singleElement().asString().startsWith("Is 2 the one to rescue: atlas");
    assertThatThrownBy(() -> choose(FakePerson.no(), told(2), 0))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("None of them was chosen");
  }

  @Test
  void aNumberDecidesAndNobodyIsAsked() {
    var person = FakePerson.no();

    assertThat(choose(person, told(2), 1)).isEqualTo(1);
    assertThat(Installations.choose(rescue(person).planning(), TWO, told(2), 0)).isEqualTo(2);
    assertThat(person.asked).isEmpty();
  }

  @Test
  void whatIsMountedIsTheOneWhateverNumberItHad() {
    Installation mounted = Installed.at("/mnt", List.of(), Configuration.NONE);

    assertThat(Installations.choose(new ListWithNotes<>(List.of(mounted), List.of()), 2))
        .isEqualTo(mounted);
  }

  @Test
  void theOneThatFailsIsKnownByWhatItIsNotByItsPlaceInAListing() {
    ListWithNotes<Installation> turned = new ListWithNotes<>(List.of(on("b"), on("a")), List.of());
    var person = FakePerson.yesBeforehand();

    assertThat(choose(person, turned, told(2), 0)).isEqualTo(1);
    assertThat(person.told.get(1)).startsWith("It is 1 that fails to boot.");
  }

  @Test
  void whatWasNotJudgedMayBeTheOneThatFails() {
    var person = FakePerson.yesBeforehand();
    Diagnosis ofOne =
        new Diagnosis(
            ScreenReport.NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of(subject("a")),
            1,
            List.of(),
            List.of());

    assertThatThrownBy(() -> choose(person, TWO, ofOne, 0))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("which one fails can't be told");
    assertThat(person.told).noneMatch(line -> line.contains("that fails to boot"));
  }

  @Test
  void theOtherOneIsNotTakenWhereTheOneThatFailsIsGone() {
    ListWithNotes<Installation> left = new ListWithNotes<>(List.of(on("a")), List.of());

    assertThatThrownBy(() -> choose(FakePerson.yesBeforehand(), left, told(2), 0))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("not known to be the one that fails");
    assertThat(choose(FakePerson.yesBeforehand(), left, told(1), 0)).isZero();
  }

  @Test
  void aNumberMeansTheSameInstallationAfterMoreWereFound() {
    ListWithNotes<Installation> more =
        new ListWithNotes<>(List.of(on("c"), on("a"), on("b")), List.of());

    assertThat(Installations.again(TWO, 2, more)).isEqualTo(3);
    assertThat(Installations.again(TWO, 0, more)).isZero();
    assertThatThrownBy(
            () -> Installations.again(TWO, 1, new ListWithNotes<>(List.of(on("b")), List.of())))
        .isInstanceOf(Trouble.Refused.class);
  }

  private static Installation on(String uuid) {
    return Installed.on(new FilesystemLocation("/dev/" + uuid, "ext4", uuid, ""), "");
  }

  private static JudgedSystem subject(String uuid) {
    return JudgedSystem.of(on(uuid), List.of());
  }

  private static Diagnosis told(int number) {
    List<JudgedSystem> subjects = List.of(subject("a"), subject("b"));
    return new Diagnosis(
        ScreenReport.NONE, List.of(), List.of(), List.of(), subjects, number, List.of(), List.of());
  }

  private static int choose(FakePerson person, Diagnosis diagnosis, int number) {
    return choose(person, TWO, diagnosis, number);
  }

  private static int choose(
      FakePerson person, ListWithNotes<Installation> found, Diagnosis diagnosis, int number) {
    return Installations.choose(rescue(person), found, diagnosis, number);
  }

  private static Rescue rescue(FakePerson person) {
    return new Rescue(null, new Approver(person), "", person, "/mnt");
  }
}
