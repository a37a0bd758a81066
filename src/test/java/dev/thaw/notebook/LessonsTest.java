package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.helpers.Helpers;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.practice.lessons.CheckResult;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.view.Pictures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lessons, played on their practice machines. */
class LessonsTest {

  static List<String> machines() {
    return PracticeMachines.lessons();
  }

  private static Notebook notebook(String name) {
    return Notebook.read(Path.of("notebooks", name + ".ipynb"));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void itsNotebookRescuesTheMachineAndShowsWhatItsTextPromises(String name) {
    try (var play = new PracticePlay(name)) {
      assertThat(play.machine.check().passed()).isFalse();
      Notebook lesson = notebook("lesson-" + name);
      assertThat(lesson.practiceMachine()).contains("practice:" + name);
      Notebook played = play.play(lesson, "");
      assertThat(play.machine.check().left()).isEmpty();
      Prose.isKept(played);
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void itsSolutionRescuesTheMachine(String name) {
    try (var play = new PracticePlay(name)) {
      assertThat(play.machine.check().passed()).isFalse();
      play.machine.solution().forEach(play::run);
      assertThat(play.machine.check().left()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"how-a-nixos-machine-boots", "exploring"})
  void lookingAroundShowsWhatTheTextPromisesAndChangesNothing(String name) {
    Notebook notebook = notebook(name);
    String machine = notebook.practiceMachine().orElseThrow().substring("practice:".length());
    try (var play = new PracticePlay(machine)) {
      PracticeCheck before = play.machine.check();
      Prose.isKept(play.play(notebook, ""));
      assertThat(play.acted()).isZero();
      assertThat(play.machine.check()).isEqualTo(before);
    }
  }

  @Test
  void theRunbookRescuesThePracticeMachineAsItDoesARealOne() {
    try (var play = new PracticePlay("vfio")) {
      Notebook played =
          play.play(
              notebook("rescue-stage-1"),
              """
              String symptom = "loading module v\\nfio_pci...";
              int install = 0;
              String host = "";
              """);
      assertThat(play.machine.check().left()).isEmpty();
      Prose.isKept(played);
    }
  }

  /** Encrypted ext4 whose name is gone, plain ext4, a pool: nothing of a runbook is tied to one. */
  @ParameterizedTest
  @CsvSource({
    "wrong-uuid, Timed out waiting for device /dev/disk/by-uuid/0b9f3c7e",
    "missing-driver, waiting for device",
    "foreign-pool, cannot import"
  })
  void theRunbookComesToItsLookAtWhatBrokeOnMachinesOfEveryShape(String name, String screen) {
    try (var play = new PracticePlay(name)) {
      List<Cell> cells =
          notebook("rescue-stage-1").cells().stream()
              .filter(cell -> cell.type() == Cell.Type.CODE && !cell.is("parameters"))
              .toList();
      play.run("String symptom = \"" + screen + "\"; int install = 0; String host = \"\";");
      List<String> last =
          List.of("mend", "rebuild", "verify-check", "verify-chain-check", "reboot");
      cells.stream()
          .filter(cell -> !last.contains(cell.id()))
          .forEach(cell -> play.run(cell.source()));
    }
  }

  @Test
  void theFastWayMakesAnOlderGenerationBootThatDoesNotFailAlike() {
    try (var play = new PracticePlay("missing-driver")) {
      play.play(
          notebook("without-rebuilding"),
          "String symptom = \"waiting for device\"; int generation = 0; int install = 0;");
      assertThat(play.machine.check().verdicts().getFirst().ok()).isTrue();
      assertThat(play.machine.check().left())
          .as("its configuration is as it was")
          .singleElement()
          .extracting(CheckResult::what)
          .asString()
          .startsWith("The next rebuild would break it again");
    }
  }

  @Test
  void thePictureOfABootIsAsThawDrawsItNow() {
    try (var _ = new PracticePlay("missing-driver")) {
      assertThat(Path.of("notebooks/boot-chain.svg"))
          .content()
          .isEqualTo(Pictures.svg(Helpers.bootChain()).orElseThrow());
    }
  }
}
