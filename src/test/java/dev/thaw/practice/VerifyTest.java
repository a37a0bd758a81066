package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.DamagedPath;
import dev.thaw.rescue.DamagedPath.Damage;
import dev.thaw.rescue.Rescue;
import dev.thaw.storage.ListWithNotes;
import org.junit.jupiter.api.Test;

/** A generation held to nix's database, on a practice machine. */
class VerifyTest {

  private final Practice practice = Practice.of("vfio");
  private final FakePerson person = FakePerson.yes().watching();

  private Rescue rescue() {
    return practice.rescue(person);
  }

  /** Where a link of the current system leads. */
  private String leadsTo(String name) {
    String system = rescue().installations().getFirst().toplevel();
    return practice.sh("readlink /mnt" + system + "/" + name).text().strip();
  }

  @Test
  void whatIsAsItWasMadeIsNotListed() {
    practice.mounted();
    String before = practice.says("find /mnt/nix -type f");

    ListWithNotes<DamagedPath> found = rescue().verify(57);

    assertThat(found).isEmpty();
    assertThat(found.notes()).singleElement().asString().startsWith("Generation 57: all of its ");
    assertThat(person.progress).anyMatch(line -> line.startsWith("comparing generation 57: "));
    assertThat(practice.says("find /mnt/nix -type f")).isEqualTo(before);
    assertThat(rescue().verify(0)).isEmpty();
  }

  @Test
  void whatIsCutOffOrGoneIsNamedWithWhatRepairsIt() {
    practice.mounted();
    String etc = leadsTo("etc");
    String software = leadsTo("sw");
    practice.sh("printf '' >/mnt" + software + "/bin/ls");
    practice.sh("rm -r /mnt" + etc);

    ListWithNotes<DamagedPath> found = rescue().verify(57);

    assertThat(found)
        .containsExactlyInAnyOrder(
            new DamagedPath(software, Damage.MODIFIED, ""),
            new DamagedPath(etc.replaceFirst("/etc$", ""), Damage.MODIFIED, ""));
    assertThat(found.notes().getLast())
        .contains("nix-store --repair-path ", software, "diagnose()");
    assertThat(person.progress).anyMatch(line -> line.endsWith(", 2 damaged"));

    practice.sh("rm -r /mnt" + software);
    assertThatThrownBy(() -> rescue().verify(57)).isInstanceOf(Trouble.NotReady.class);
  }

  @Test
  void aPathThatIsNotThereIsMissing() {
    practice.mounted();
    String path = leadsTo("kernel").replaceFirst("/bzImage$", "");
    practice.sh("rm -r /mnt" + path);

    assertThat(rescue().verify(57)).containsExactly(new DamagedPath(path, Damage.MISSING, ""));
  }

  @Test
  void withoutASystemOrAGenerationItSaysSo() {
    assertThatThrownBy(() -> rescue().verify(57))
        .isInstanceOf(Trouble.NotReady.class)
        .hasMessageContaining("nothing is mounted");
    practice.mounted();
    assertThatThrownBy(() -> rescue().verify(3)).hasMessageContaining("There is no generation 3");
  }
}
