package dev.thaw.repl;

import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.EditorCopy;
import dev.thaw.session.CellResult;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.Variable;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Screen;
import dev.thaw.terminal.WarmEvaluator;
import dev.thaw.view.JavaHighlight;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The commands of the prompt: what is about the session, not about the machine. */
final class Commands {

  /** Their names, each with a few words. */
  static final Map<String, String> ALL = all();

  private static Map<String, String> all() {
    var all = new LinkedHashMap<String, String>();
    all.put("/help", "these commands, and the keys");
    all.put("/why", "where the last failure comes from");
    all.put("/vars", "the variables, with their types and values");
    all.put("/list", "what was typed and run");
    all.put("/edit", "/edit [N]: changes what was typed, in your editor, and runs it");
    all.put("/save", "/save FILE.jsh, or FILE.ipynb with the outputs");
    all.put("/open", "/open FILE.jsh runs it; /open NOTEBOOK plays it");
    all.put("/reset", "forgets the variables and what was typed; the machine stays as it is");
    all.put("/exit", "leaves, as Ctrl-D does");
    return all;
  }

  private static final List<String> KEYS =
      List.of(
          "Tab         completes; once more, explains; a third time, Javadoc; then, more",
          "Up, Down    what was typed before; Ctrl-R searches it",
          "Ctrl-C      ends what runs, or clears the line",
          "Ctrl-D      leaves",
          "Enter       runs it when it is complete; else goes on in the next line",
          "a blank     before a line keeps it out of the history");

  /** What is to be done after a command. */
  sealed interface Next {
    /** Reads the next line. */
    record Read() implements Next {}

    /** Runs a cell. */
    record Run(String source) implements Next {}

    /** Leaves. */
    record Leave() implements Next {}
  }

  private static final Next READ = new Next.Read();

  private final CellEnvironment environment;
  private final WarmEvaluator evaluator;
  private final PastCells past;
  private final Saving saving;

  Commands(
      CellEnvironment environment, WarmEvaluator evaluator, PastCells past, Consumer<Path> play) {
    this.environment = environment;
    this.evaluator = evaluator;
    this.past = past;
    this.saving = new Saving(environment, past, play);
  }

  /** Does what the line says. */
  Next run(String line, LineInput editor) {
    String[] words = line.split("\\s+", 2);
    String argument = words.length > 1 ? words[1].strip() : "";
    try {
      return switch (words[0]) {
        case "/help", "/?" -> help();
        case "/why" -> why();
        case "/vars" -> variables();
        case "/list" -> list();
        case "/edit" -> edit(argument, editor);
        case "/save" -> saving.save(argument);
        case "/open" -> saving.open(argument);
        case "/reset" -> reset();
        case "/exit", "/quit" -> new Next.Leave();
        default -> isLeaving(line) ? new Next.Leave() : unknown(words[0]);
      };
    } catch (Trouble trouble) {
      screen().say(Tone.BAD, Clean.text(trouble.getMessage()));
      screen().say(Tone.PLAIN, Clean.text(trouble.next()));
      return READ;
    }
  }

  /** Whether a line is one of the words with which other prompts are left. */
  static boolean isLeaving(String line) {
    return Set.of("exit", "quit", "exit()", "quit()").contains(line.strip());
  }

  private Screen screen() {
    return environment.screen();
  }

  private Next unknown(String name) {
    throw new Trouble.Rejected(
        "There is no command " + Clean.line(name) + ".",
        Nearest.to(name, ALL.keySet()).map(near -> "Did you mean " + near + "? ").orElse("")
            + "/help lists them.");
  }

  private Next help() {
    screen().say(Tone.DIM, "Commands of the prompt; help() is about rescuing:");
    ALL.forEach((name, about) -> screen().show("%-8s %s".formatted(name, about)));
    screen().say(Tone.DIM, "Keys:");
    KEYS.forEach(screen()::show);
    return READ;
  }

  private Next why() {
    Optional<CellResult> failure = past.failure();
    if (failure.isEmpty()) {
      screen().say(Tone.DIM, "The last cell did not fail.");
      return READ;
    }
    switch (failure.get()) {
      case Threw threw -> {
        var trace = new StringWriter();
        threw.thrown().printStackTrace(new PrintWriter(trace, true));
        screen().show(Clean.text(trace.toString()).stripTrailing());
      }
      case CompileError _ ->
          screen().say(Tone.DIM, "It did not compile, so nothing ran; what was said is all.");
      default -> screen().say(Tone.DIM, "It was interrupted.");
    }
    return READ;
  }

  private Next variables() {
    List<Variable> variables = evaluator.get().values();
    if (variables.isEmpty()) {
      screen().say(Tone.DIM, "There are no variables yet: var p = pools() makes one.");
    }
    for (Variable variable : variables) {
      String line = variable.type() + " " + variable.name() + " = " + variable.value();
      screen().show(Width.cut(Clean.line(line), screen().width() - 1, screen().style()));
    }
    return READ;
  }

  private Next list() {
    for (PastCells.Past cell : past.all()) {
      String text = JavaHighlight.text(cell.source().strip(), screen().style());
      String mark = cell.passed() ? "%4d  " : "%3d!  ";
      screen().show((mark.formatted(cell.number()) + text.replace("\n", "\n      ")));
    }
    if (past.all().stream().anyMatch(cell -> !cell.passed())) {
      screen().say(Tone.DIM, "(! failed)");
    }
    return READ;
  }

  private Next edit(String argument, LineInput editor) {
    List<PastCells.Past> all = past.all();
    boolean numbered = argument.matches("\\d{1,6}");
    Optional<PastCells.Past> chosen =
        numbered
            ? past.find(Integer.parseInt(argument))
            : all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    if (chosen.isEmpty() || !argument.isEmpty() && !numbered) {
      throw new Trouble.Rejected(
          "There is nothing to edit" + (argument.isEmpty() ? "." : " with that number."),
          "/list shows what was typed, with numbers.");
    }
    Optional<String> changed = changed(chosen.get().source(), editor);
    return changed.filter(text -> !text.isBlank()).<Next>map(Next.Run::new).orElse(READ);
  }

  /** The text as the person wants it: from the editor that they chose, or typed here. */
  private Optional<String> changed(String source, LineInput editor) {
    Optional<List<String>> chosen = EditorCopy.chosenEditor();
    if (chosen.isEmpty()) {
      screen().say(Tone.DIM, "Change it; Enter at its end runs it, Ctrl-C gives it up.");
      return editor.change(source);
    }
    EditorCopy draft = EditorCopy.of("cell.java", source.getBytes(StandardCharsets.UTF_8));
    try {
      // Ctrl-C is the editor's own.
      byte[] edited = environment.interrupts().during(() -> {}, () -> draft.edited(chosen.get()));
      String text = new String(edited, StandardCharsets.UTF_8).stripTrailing();
      screen().show(JavaHighlight.text(text, screen().style()));
      return Optional.of(text);
    } finally {
      draft.discard();
    }
  }

  private Next reset() {
    evaluator.restart();
    past.clear();
    screen().say(Tone.DIM, "Forgotten: the variables, and what was typed.");
    return READ;
  }
}
