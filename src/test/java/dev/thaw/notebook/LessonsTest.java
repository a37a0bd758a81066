package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lessons, played on their practice machines. */
class LessonsTest {

  static List<String> machines() {
    return List.of("vfio");
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
}
