package dev.thaw.repl;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.helpers.KnownNames;
import dev.thaw.session.Candidate;
import dev.thaw.session.Completing;
import dev.thaw.session.Completion;
import dev.thaw.session.Evaluator;
import dev.thaw.session.Inspecting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What helps while a line is typed: whether it is complete, what may follow, what it means. */
public final class Typing {

  private final Supplier<Evaluator> evaluator;
  private final Map<String, String> commands;
  private final Completing completing;
  private final Inspecting inspecting;
  private String lastCell = "";
  private int lastCursor = -1;
  private Completion last = new Completion(0, List.of());

  /**
   * Helps with cells, and with commands of the prompt.
   *
   * @param evaluator the session, waited for when a line is finished
   * @param ready the session, if nobody has to wait for it
   * @param commands what can be typed beside Java, each beginning with a slash, with a few words
   */
  public Typing(
      Supplier<Evaluator> evaluator,
      Supplier<Optional<Evaluator>> ready,
      KnownNames known,
      Map<String, String> commands) {
    this.evaluator = evaluator;
    this.commands = commands;
    HelperCatalogue catalogue = HelperCatalogue.of(Helpers.class);
    completing = new Completing(catalogue, known, ready);
    // Who asks what something is waits for the answer.
    inspecting = new Inspecting(catalogue, () -> Optional.of(evaluator.get()));
  }

  /** Whether a line is a command of the prompt: a slash and a word, and no comment. */
  static boolean isCommand(String line) {
    String text = line.strip();
    return text.startsWith("/") && !text.startsWith("//") && !text.startsWith("/*");
  }

  /** Whether what was typed can be run; else more lines belong to it. */
  boolean isComplete(String line) {
    return line.isBlank() || isCommand(line) || evaluator.get().isComplete(line);
  }

  /** What may stand at the cursor. */
  Completion completion(String line, int cursor) {
    if (cursor == lastCursor && line.equals(lastCell)) {
      return last;
    }
    last = isCommand(line) ? command(line.substring(0, cursor)) : completing.at(line, cursor);
    lastCell = line;
    lastCursor = cursor;
    return last;
  }

  private Completion command(String typed) {
    int from = typed.indexOf('/');
    String word = typed.substring(from);
    if (word.startsWith("/open ") || word.startsWith("/save ")) {
      int file = from + "/open ".length();
      return new Completion(file, OwnFiles.at(typed.substring(file)));
    }
    List<Candidate> candidates =
        commands.entrySet().stream()
            .filter(command -> command.getKey().startsWith(word))
            .map(command ->
                new Candidate(
                    command.getKey(), command.getKey(), command.getValue(), Candidate.Kind.VALUE))
            .toList();
    return new Completion(from, candidates);
  }

  /** What was completed may mean something else now: a cell was run. */
  void forget() {
    lastCursor = -1;
  }

  /** What can follow, in a few words; may be empty. */
  String hint(String typed) {
    return isCommand(typed) ? "" : inspecting.hint(typed);
  }

  /**
   * What stands at the cursor, in Markdown; empty when there is nothing to say.
   *
   * @param all whether to look for Javadoc too, which takes longer
   */
  Optional<String> explanation(String line, int cursor, boolean all) {
    return isCommand(line)
        ? Optional.empty()
        : inspecting.at(line, cursor, all).map(explanation -> explanation.markdown());
  }
}
