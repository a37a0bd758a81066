package dev.thaw.player;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Earlier;
import dev.thaw.notebook.Headings;
import dev.thaw.notebook.Journal;
import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.NotebookFinder;
import dev.thaw.notebook.Parameters;
import dev.thaw.notebook.PlayOrigin;
import dev.thaw.notebook.WholeFile;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Keys;
import dev.thaw.terminal.Screen;
import dev.thaw.view.Tone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a play begins: afresh, or where an earlier one ended before its time. */
public final class Resuming {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** What the person decided on the command line. */
  public static final class Wish {
    @Option(
        names = "--resume",
        description = "Goes on where the newest unfinished play of the notebook ended.")
    private boolean resume;

    @Option(names = "--afresh", description = "Begins anew, whatever unfinished play there is.")
    private boolean afresh;

    /** Whether it is to go on, and not to ask. */
    public boolean isResume() {
      return resume;
    }
  }

  /**
   * A play that begins.
   *
   * @param from the first cell to be played, from 0
   * @param end the cell after the last
   * @param again whether the cells before were played earlier
   */
  public record Begun(Journal journal, int from, int end, boolean again) {
    /** The cell to show first: a person who goes on reads again what leads there. */
    public int first(CellEnvironment environment) {
      return again && environment.attended() ? Steps.of(journal.cells()).withText(from) : from;
    }

    /** Brings back the variables of the cells before. */
    public void catchUp(CellEnvironment environment) {
      var catchUp = new CatchUp(environment, journal);
      if (again) {
        catchUp.again(from);
      } else {
        catchUp.skipped(from);
      }
    }
  }

  private final CellEnvironment environment;
  private final PlayOrigin origin;
  private final Path notebook;
  private final Optional<Path> out;
  private final Wish wish;
  private final ResumeCommands onward;

  /**
   * Begins plays.
   *
   * @param out where the played notebook goes; empty for the usual place
   */
  public Resuming(
      CellEnvironment environment,
      PlayOrigin origin,
      Path notebook,
      Optional<Path> out,
      Wish wish,
      ResumeCommands onward) {
    this.environment = environment;
    this.origin = origin;
    this.notebook = notebook;
    this.out = out;
    this.wish = wish;
    this.onward = onward;
  }

  /**
   * Sees to it that the played notebook replaces nothing but a played notebook.
   *
   * @param given where it goes, if that was said
   * @throws Trouble.Refused if it would
   */
  public static void check(Optional<Path> given, Path notebook) {
    if (given.isEmpty()) {
      return;
    }
    Path out = given.get();
    String name = Clean.line(out.toString());
    if (WholeFile.isSame(out, notebook)) {
      throw new Trouble.Rejected(
          name + " is the notebook itself, which stays as it is.", "Name another file with --out.");
    }
    if (Files.exists(out) && Earlier.read(out).isEmpty()) {
      throw new Trouble.Rejected(
          name + " exists, and is no played notebook.", "Name another file with --out.");
    }
  }

  /**
   * Sees to it that the played notebook does not replace another play that may still be wanted.
   *
   * @throws Trouble.Refused if it would
   */
  private void checkReplaced() {
    Optional<Earlier> replaced = out.flatMap(Earlier::read);
    if (replaced.isEmpty()) {
      return;
    }
    String name = Clean.line(out.orElseThrow().toString());
    if (!replaced.get().isOfSame(origin)) {
      throw new Trouble.Rejected(
          name + " holds a play of another notebook, or on another machine.",
          "Name another file with --out.");
    }
    boolean kept = replaced.get().isFinished() || !replaced.get().isContinuedBy(origin);
    if (kept && !wish.afresh) {
      throw new Trouble.Rejected(
          name
              + " holds "
              + (replaced.get().isFinished() ? "a finished play" : "a play of another kind")
              + " of this notebook.",
          "Name another file with --out, or replace it with --afresh.");
    }
  }

  /**
   * Begins a play; asks where, if that is open.
   *
   * @param given values of parameters, by name
   * @param from the heading to begin at; may be empty
   * @param to the heading of the last section; may be empty
   * @return empty when the person quits instead
   * @throws Trouble.Refused if the played notebook would replace a play that may still be wanted
   */
  public Optional<Begun> begin(
      Notebook original, Map<String, String> given, String from, String to) {
    checkReplaced();
    if (!from.isEmpty()) {
      return asked(original, given, from).map(values -> afresh(original, values, from, to));
    }
    Optional<Earlier> earlier =
        (out.isEmpty()
                ? Earlier.newest(Path.of(""), NotebookFinder.stem(notebook), origin)
                : out.filter(Files::exists).flatMap(Earlier::read))
            .filter(play -> play.isContinuedBy(origin) && !play.isFinished());
    if (earlier.isEmpty()) {
      if (wish.resume) {
        environment
            .screen()
            .say(Tone.DIM, "There is no unfinished play to go on from: this is a new one.");
      }
      return Optional.of(afresh(original, given, from, to));
    }
    return decide(earlier.get(), original, given, to);
  }

  /** The parameters' values; a person who begins behind their cell is asked for them here. */
  private Optional<Map<String, String>> asked(
      Notebook original, Map<String, String> given, String from) {
    int first = Headings.of(original).range(from, "").from();
    boolean passed =
        original.cells().subList(0, first).stream().anyMatch(cell -> cell.is("parameters"));
    var asking = new Asking(environment, original);
    return environment.attended() && passed && !asking.open(given).isEmpty()
        ? asking.ask(given)
        : Optional.of(given);
  }

  private Optional<Begun> decide(
      Earlier earlier, Notebook original, Map<String, String> given, String to) {
    Map<String, String> values = new LinkedHashMap<>(earlier.parameters());
    values.putAll(given);
    Notebook set = set(original, values);
    int next = earlier.next(set);
    Screen screen = environment.screen();
    Steps steps = Steps.of(set.cells());
    String where = where(steps, next);
    String began = MINUTE.format(earlier.started().atZone(ZoneId.systemDefault()));
    if (!wish.afresh) {
      screen.say(
          Tone.HEAD,
          "An unfinished play of this notebook, begun "
              + began
              + ", stopped before "
              + where
              + ".");
      if (earlier.isOfAnother(origin)) {
        screen.say(
            Tone.WARN,
            "The notebook has changed since"
                + (next < earlier.next() ? ": from there on it is another one." : "."));
      }
    }
    boolean goOn = wish.resume;
    if (environment.attended() && !wish.resume && !wish.afresh) {
      int key = ' ';
      while (key != '\n' && key != '\r' && key != 'a') {
        key = screen.press("Enter: go on from there, a: afresh, q: quit");
        if (key == 'q' || key == Keys.LEAVE) {
          if (earlier.hasActed()) {
            screen.say(Tone.WARN, "It changed something: it may still be mounted there.");
            screen.show(PlaySummary.beforeRestart(onward));
          }
          return Optional.empty();
        }
      }
      goOn = key != 'a';
    } else if (!goOn && !wish.afresh) {
      screen.say(Tone.DIM, "Nobody is there to ask: playing afresh. --resume goes on from it.");
    }
    if (!goOn) {
      return Optional.of(afresh(original, given, "", to));
    }
    int end = Headings.of(set).range("", to).end();
    Journal journal = Journal.goOn(earlier, origin, set, next, values);
    journal.at(next);
    return Optional.of(new Begun(journal, next, Math.max(next, end), true));
  }

  private static String where(Steps steps, int next) {
    String title = steps.title(next);
    return "step "
        + steps.number(next)
        + " of "
        + steps.count()
        + (title.isEmpty() ? "" : ", " + Clean.line(title));
  }

  private Begun afresh(Notebook original, Map<String, String> given, String from, String to) {
    Notebook set = set(original, given);
    Headings.Range range = Headings.of(set).range(from, to);
    Path file = out.orElseGet(this::fresh);
    Journal journal = Journal.begin(file, origin, set, given);
    journal.at(0);
    return new Begun(journal, range.from(), range.end(), false);
  }

  private Notebook set(Notebook original, Map<String, String> given) {
    List<String> settings = Journal.settings(given);
    return settings.isEmpty()
        ? original
        : Parameters.set(original, settings, environment.evaluator().get());
  }

  private Path fresh() {
    String name =
        NotebookFinder.stem(notebook)
            + "-"
            + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
    Path file = Path.of(name + ".ipynb");
    for (int i = 2; Files.exists(file); i++) {
      file = Path.of(name + "-" + i + ".ipynb");
    }
    return file;
  }
}
