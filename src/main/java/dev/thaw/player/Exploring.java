package dev.thaw.player;

import dev.thaw.app.CellFailure;
import dev.thaw.helpers.KnownNames;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.CellRun;
import dev.thaw.repl.LineInput;
import dev.thaw.repl.Typing;
import dev.thaw.rescue.EditorCopy;
import dev.thaw.session.CellResult.Value;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Screen;
import dev.thaw.view.Tone;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A prompt between two cells, with the cells' variables; and a place to edit a cell. */
final class Exploring {

  private static final String BACK = "/back";

  private final CellEnvironment environment;
  private final KnownNames known;
  private final Typing typing;

  Exploring(CellEnvironment environment) {
    this.environment = environment;
    known = new KnownNames(environment.session().practice().isPresent());
    typing =
        new Typing(
            environment.evaluator(),
            () -> Optional.of(environment.evaluator().get()),
            known,
            Map.of(BACK, "goes back to the notebook"));
  }

  /** Evaluates what the person types, until they want to go back to the notebook. */
  void explore() {
    Screen screen = environment.screen();
    screen.say(
        Tone.DIM, "Explore: Java and the helpers; /back or Ctrl-D goes back to the notebook.");
    try (var editor = LineInput.open(environment, typing, Optional.empty())) {
      for (Optional<String> line = editor.read("thaw> ");
          line.isPresent() && !line.get().strip().equals(BACK);
          line = editor.read("thaw> ")) {
        if (!line.get().isBlank()) {
          editor.remember(line.get());
          evaluate(line.get());
        }
      }
    }
    screen.read();
  }

  private void evaluate(String line) {
    Screen screen = environment.screen();
    screen.anew();
    CellRun ran =
        environment.run(
            line,
            0,
            value -> {
              known.learn(value.value());
              screen.value(value.value());
            });
    if (!(ran.result() instanceof Value)) {
      screen.show(
          CellFailure.of(
                  ran.result(), "", screen.style(), true, environment.verbose(), screen.width())
              .text());
    }
    screen.settle();
  }

  /**
   * Lets the person edit a text: in the editor that they chose, or here; never in one that they may
   * not know how to leave.
   *
   * @return the new text; empty when there is none
   */
  Optional<String> edit(String source) {
    Optional<List<String>> editor = EditorCopy.chosenEditor();
    if (editor.isEmpty()) {
      return editHere(source);
    }
    EditorCopy draft = EditorCopy.of("cell.java", source.getBytes(StandardCharsets.UTF_8));
    try {
      // Ctrl-C is the editor's own.
      byte[] edited = environment.interrupts().during(() -> {}, () -> draft.edited(editor.get()));
      return Optional.of(new String(edited, StandardCharsets.UTF_8).stripTrailing());
    } catch (Trouble trouble) {
      environment.screen().say(Tone.BAD, Clean.text(trouble.getMessage() + " " + trouble.next()));
      return Optional.empty();
    } finally {
      draft.discard();
    }
  }

  private Optional<String> editHere(String source) {
    environment
        .screen()
        .say(Tone.DIM, "Edit the cell; Enter at its end takes it, Ctrl-C leaves it.");
    try (var editor = LineInput.open(environment, typing, Optional.empty())) {
      return editor.change(source);
    }
  }
}
