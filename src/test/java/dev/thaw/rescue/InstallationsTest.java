package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.Diagnosis;
import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.Listing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several installations is mounted. */
class InstallationsTest {

  private static final Listing<Installation> TWO =
      new Listing<>(
          List.of(
              Installed.at("", List.of(), Configuration.NONE),
              Installed.at("", List.of(), Configuration.NONE)),
          List.of());

  @Test
  void anUnattendedPlayTakesTheOneThatIsSureAndSaysWhich() {
    var person = FakePerson.yesBeforehand();

    assertThat(choose(person, told(2), 0, false)).isEqualTo(2);
    assertThat(person.told.getFirst()).contains("There are 2 NixOS installations").contains("2. ");
    assertThat(person.told.get(1)).startsWith("It is 2 that fails to boot.");
  }

  @Test
  void whereItCantBeToldItStops() {
    assertThatThrownBy(() -> choose(FakePerson.yesBeforehand(), told(0), 0, false))
        .isInstanceOf(Trouble.NotNow.class)
        .hasMessageContaining("which one fails can't be told");
  }

  @Test
  void aPersonIsAskedWithTheList() {
    var person = FakePerson.yes();

    assertThat(choose(person, told(2), 0, false)).isEqualTo(2);
    assertThat(person.asked).singleElement().asString().startsWith("Is 2 the one to rescue: atlas");
    assertThatThrownBy(() -> choose(FakePerson.no(), told(2), 0, false))
        .isInstanceOf(Trouble.NotNow.class)
        .hasMessageContaining("None of them was chosen");
  }

  @Test
  void aNumberDecidesAndNobodyIsAsked() {
    var person = FakePerson.no();

    assertThat(choose(person, told(2), 1, false)).isEqualTo(1);
    assertThat(choose(person, told(2), 0, true)).isEqualTo(2);
    assertThat(person.asked).isEmpty();
  }

  @Test
  void whatIsMountedIsTheOneWhateverNumberItHad() {
    Installation mounted = Installed.at("/mnt", List.of(), Configuration.NONE);

    assertThat(Installations.choose(new Listing<>(List.of(mounted), List.of()), 2))
        .isEqualTo(mounted);
  }

  private static Diagnosis told(int number) {
    return new Diagnosis(List.of(), List.of(), List.of(), List.of(), number);
  }

  private static int choose(FakePerson person, Diagnosis diagnosis, int number, boolean dryRun) {
    var rescue = new Rescue(null, new Approver(person), "", person, "/mnt");
    return Installations.choose(rescue, TWO, diagnosis, number, dryRun);
  }
}
