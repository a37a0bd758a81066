package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mending what is installed in a folder. */
class MendingTest {

  private static final Mend REMOVE =
      new Mend.RemoveElement("boot.initrd.kernelModules", "vfio_pci");
  private static final String BAD = "{ boot.initrd.kernelModules = [ \"vfio_pci\" \"vfio\" ]; }\n";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void installASystem() throws IOException {
    Path root = directory.resolve("mnt");
    Files.createDirectories(root.resolve("nix/store"));
    file = Files.createDirectories(root.resolve("etc/nixos")).resolve("configuration.nix");
    Files.writeString(file, BAD);
  }

  private Rescue rescue(UserInteraction interaction) {
    var approver = new Approver(interaction);
    String record = directory.resolve("record").toString();
    var chain =
        new InterceptorChain(
            new LocalMachine(interaction), List.of(approver, new ActionRecorder(record)));
    return new Rescue(chain, approver, record, interaction, directory.resolve("mnt").toString());
  }

  private static Finding finding(Certainty certainty, Mend mend) {
    return new Finding(
        "test", Stage.MODULES, BootImpact.HANGS, certainty, "It hangs.", List.of(), "", mend);
  }

  private static Diagnosis diagnosis(Certainty certainty, Mend mend) {
    return new Diagnosis(List.of(finding(certainty, mend)), List.of(), List.of());
  }

  @Test
  @NeedsRoot
  void whatIsSureIsMendedAsTheHelperWouldAndASecondTimeThereIsNothingToDo() throws IOException {
    Rescue rescue = rescue(FakePerson.yesBeforehand());

    Applied done = (Applied) rescue.mend(diagnosis(Certainty.SURE, REMOVE));

    assertThat(done.changed()).isTrue();
    assertThat(Files.readString(file)).contains("[ \"vfio\" ]");
    Applied again = (Applied) rescue.mend(diagnosis(Certainty.SURE, REMOVE));
    assertThat(again.changed()).isFalse();
  }

  @Test
  @NeedsRoot
  void aFolderThatStage1NeedsIsMadeAndUndoneWhileItIsEmpty() throws IOException {
    Rescue rescue = rescue(FakePerson.yesBeforehand());
    Diagnosis missing = diagnosis(Certainty.LIKELY, new Mend.MakeFolder("/persist/var/lib"));
    Path folder = directory.resolve("mnt/persist/var/lib");

    assertThat(((Applied) rescue.mend(missing)).changed()).isTrue();
    assertThat(folder).isEmptyDirectory();
    rescue.undo();
    assertThat(folder).doesNotExist();
    assertThat(folder.getParent()).exists();

    rescue.mend(missing);
    Files.writeString(folder.resolve("mine"), "");
    assertThatThrownBy(rescue::undo).isInstanceOf(Trouble.class);
    assertThat(folder.resolve("mine")).exists();
  }

  @Test
  @NeedsRoot
  void whatAnotherInstallationHasIsNotMendedInTheOneThatIsMounted() throws IOException {
    Finding others = about("another/");
    Rescue rescue = rescue(FakePerson.yesBeforehand());
    var ofOthers = new Diagnosis(List.of(others), List.of(), List.of());

    assertThatThrownBy(() -> rescue.mend(ofOthers))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("in the installation that is mounted");
    assertThatThrownBy(() -> rescue.mend(others)).isInstanceOf(Trouble.Refused.class);
    assertThat(Files.readString(file)).isEqualTo(BAD);

    String mounted = rescue.installations().getFirst().identity();
    rescue.mend(new Diagnosis(List.of(others, about(mounted)), List.of(), List.of()));
    assertThat(Files.readString(file)).contains("[ \"vfio\" ]");
  }

  private static Finding about(String identity) {
    Finding it = finding(Certainty.SURE, REMOVE);
    return new Finding(
        it.id(),
        it.stage(),
        it.course(),
        it.certainty(),
        it.what(),
        it.evidence(),
        it.why(),
        it.mend(),
        it.subject(),
        identity);
  }

  @Test
  void whatIsOnlyPossibleIsNotMendedByAYesGivenBeforehand() throws IOException {
    Rescue rescue = rescue(FakePerson.yesBeforehand());

    assertThatThrownBy(() -> rescue.mend(diagnosis(Certainty.POSSIBLE, REMOVE)))
        .isInstanceOf(Trouble.NotApproved.class);

    assertThat(Files.readString(file)).isEqualTo(BAD);
  }

  @Test
  @NeedsRoot
  void whatIsOnlyPossibleIsAskedAboutInPerson() throws IOException {
    FakePerson person = FakePerson.yes();

    rescue(person).mend(finding(Certainty.POSSIBLE, REMOVE));

    assertThat(person.asked.getFirst()).contains("only possible").contains(REMOVE.call());
    assertThat(Files.readString(file)).doesNotContain("vfio_pci");
  }

  @Test
  @NeedsRoot
  void aDryRunGivesAPlanAndChangesNothing() throws IOException {
    FakePerson person = FakePerson.nobody();

    ActionResult plan = rescue(person).planning().mend(finding(Certainty.POSSIBLE, REMOVE));

    assertThat(plan).isInstanceOf(Plan.class);
    assertThat(person.asked).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(BAD);
  }

  @Test
  @NeedsRoot
  void whereARebuildMendsItNothingIsChangedAndItSaysSo() {
    Rescue rescue = rescue(FakePerson.nobody());

    Applied rebuild = (Applied) rescue.mend(finding(Certainty.SURE, new Mend.Rebuild()));

    assertThat(rebuild.changed()).isFalse();
    assertThat(rebuild.notes()).containsExactly("Next: mountAll(), then rebuild().");
  }

  @Test
  void whatOnlyHandsCanMendStopsARescueThatWouldElseGoOnUnmended() {
    Rescue rescue = rescue(FakePerson.nobody());
    Finding hands = finding(Certainty.SURE, new Mend.ByHand("Pull it."));

    assertThatThrownBy(() -> rescue.mend(hands))
        .isInstanceOfSatisfying(
            Trouble.Refused.class, trouble -> assertThat(trouble.next()).isEqualTo("Pull it."));
    assertThatThrownBy(
            () -> rescue.mend(new Diagnosis(List.of(), List.of(), List.of("Look there."))))
        .isInstanceOfSatisfying(
            Trouble.Refused.class, trouble -> assertThat(trouble.next()).contains("edit()"));
  }

  @Test
  void whatIsMendedAlreadyLetsTheRescueGoOn() {
    var mended =
        new Finding(
            "test",
            Stage.MODULES,
            BootImpact.GOES_ON,
            Certainty.SURE,
            "It hung.",
            List.of(),
            "",
            new Mend.ByHand("It is mended already."));

    Applied done = (Applied) rescue(FakePerson.nobody()).mend(mended);

    assertThat(done.changed()).isFalse();
    assertThat(done.notes()).containsExactly("It is mended already.");
  }

  @Test
  @NeedsRoot
  void whichOfSeveralItIsSaysSomebodyWhoSeesTheScreenAndNoYesGivenBeforehand() throws IOException {
    var mends = new LinkedHashMap<String, Mend>();
    mends.put("vfio", new Mend.RemoveElement("boot.initrd.kernelModules", "vfio"));
    mends.put("vfio_pci", REMOVE);
    Diagnosis several = diagnosis(Certainty.LIKELY, Mend.OneOf.typed("vfio", mends));

    assertThatThrownBy(() -> rescue(FakePerson.yesBeforehand()).mend(several))
        .isInstanceOf(Trouble.NotApproved.class)
        .hasMessageContaining("“vfio” can be vfio or vfio_pci");
    assertThatThrownBy(() -> rescue(FakePerson.no()).mend(several))
        .isInstanceOf(Trouble.NotApproved.class);
    assertThat(Files.readString(file)).isEqualTo(BAD);

    rescue(FakePerson.yes()).mend(several);
    assertThat(Files.readString(file)).doesNotContain("\"vfio\"").contains("\"vfio_pci\"");
  }
}
