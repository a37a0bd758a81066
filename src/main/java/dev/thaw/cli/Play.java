package dev.thaw.cli;

import dev.thaw.arguments.Misuse;
import dev.thaw.arguments.Option;
import dev.thaw.arguments.Syntax;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Leeway;
import dev.thaw.machine.Person;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Headings;
import dev.thaw.notebook.Journal;
import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.NotebookFinder;
import dev.thaw.notebook.Origin;
import dev.thaw.notebook.Overheard;
import dev.thaw.notebook.Parameters;
import dev.thaw.player.Ended;
import dev.thaw.player.Onward;
import dev.thaw.player.Player;
import dev.thaw.player.Resuming;
import dev.thaw.player.Whereabouts;
import dev.thaw.terminal.Interrupts;
import dev.thaw.terminal.Keys;
import dev.thaw.terminal.Screen;
import dev.thaw.terminal.Session;
import dev.thaw.terminal.Stage;
import dev.thaw.terminal.Status;
import dev.thaw.terminal.TerminalPerson;
import dev.thaw.terminal.Tty;
import dev.thaw.terminal.WarmEvaluator;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code thaw play}: plays a notebook in the terminal, cell by cell. */
final class Play {

  private final Common common;
  private final List<String> arguments;
  private final List<String> settings = new ArrayList<>();
  private String name;
  private String from = "";
  private String to = "";
  private Leeway leeway = Leeway.ACT;
  private Path out;
  private Resuming.Wish wish = Resuming.Wish.NONE;

  private Play(Common common, List<String> arguments) {
    this.common = common;
    this.arguments = arguments;
  }

  /**
   * The command.
   *
   * @param arguments all of the command line, for telling how to go on
   */
  static Syntax syntax(Common common, List<String> arguments) {
    var play = new Play(common, arguments);
    return new Syntax(
            "play",
            "Plays a notebook in the terminal, cell by cell: Enter goes on, ? shows the other keys.",
            "What its cells give is kept in a notebook of its own, from which a later play goes on.",
            "Without NOTEBOOK, lists those that come with Thaw.")
        .optionalOperand(
            "NOTEBOOK",
            "An .ipynb file, or the bare name of one that comes with Thaw.",
            value -> play.name = value)
        .options(play.options())
        .either(
            Option.flag(
                "--only-look",
                "Runs what changes nothing; what would is held back, and said so.",
                () -> play.leeway = Leeway.LOOK_ONLY),
            Option.flag(
                "--dry-run",
                "Shows every acting helper's plan, and changes nothing.",
                () -> play.leeway = Leeway.REHEARSE))
        .either(
            Option.flag(
                "--resume",
                "Goes on where the newest unfinished play of the notebook ended.",
                () -> play.wish = new Resuming.Wish(true, false)),
            Option.flag(
                "--afresh",
                "Begins anew, whatever unfinished play there is.",
                () -> play.wish = new Resuming.Wish(false, true)))
        .statuses(
            "  0  all cells passed, or were held back by --dry-run or --only-look",
            "  1  a cell failed",
            "  2  the command line or the notebook makes no sense; nothing was run",
            "  3  something needed approval, and nobody could be asked",
            "  4  the machine could not be reached",
            "130  ended by Ctrl-C, or left before its end")
        .does(play::run);
  }

  private Option[] options() {
    return new Option[] {
      Option.values(
          "--set",
          "NAME=VALUE",
          "The value of a variable of the cell tagged parameters; may be repeated.",
          settings::add),
      Option.value(
          "--from",
          "HEADING",
          "Begins at the section with this heading; the cells before are evaluated as far as they"
              + " only look.",
          value -> from = value),
      Option.value(
          "--to", "HEADING", "Stops after the section with this heading.", value -> to = value),
      Option.value(
          "--out",
          "FILE",
          "Where the played notebook goes; else NAME-DATE-TIME.ipynb in the working directory.",
          value -> out = Path.of(value))
    };
  }

  private int run() {
    if (name == null) {
      return list();
    }
    try {
      return play();
    } catch (Trouble trouble) {
      // Before anything was run: the command line, or the notebook.
      throw new Misuse(trouble.getMessage() + "\n" + trouble.next());
    }
  }

  private int list() {
    List<Path> own = NotebookFinder.own();
    System.out.println(
        own.isEmpty()
            ? "No notebooks came with this Thaw. Name a file: thaw play FILE.ipynb"
            : "The notebooks that come with Thaw; play one with: thaw play NAME --on MACHINE");
    for (Path file : own) {
      System.out.println(
          "  %-24s %s"
              .formatted(
                  Clean.line(NotebookFinder.stem(file)), Clean.line(NotebookFinder.title(file))));
    }
    return Status.PASSED;
  }

  private int play() {
    if (!from.isEmpty() && wish.resume()) {
      throw new Trouble.NotNow(
          "--from begins at a heading, and --resume where an earlier play ended.",
          "Give one of them.");
    }
    Path file = NotebookFinder.find(name);
    Notebook original = Notebook.read(file);
    if (original.cells().isEmpty()) {
      throw new Trouble.NotNow("The notebook has no cells.", "There is nothing to play.");
    }
    Headings.of(original).range(from, to);
    Resuming.check(out, file);
    boolean attended = Tty.is(0) && Tty.is(1) && Tty.exists() && !common.yes;
    Screen screen = screen(attended);
    Person person = common.person(System.out, Tty.is(1), screen::tell);
    if (person instanceof TerminalPerson terminal) {
      screen.before(terminal::clearProgress);
      terminal.answered(screen::read);
    }
    var overheard = new Overheard(person);
    Session session = common.session(overheard, original.practiceMachine());
    Thread player = Thread.currentThread();
    try (session;
        var warm = new WarmEvaluator();
        var interrupts = new Interrupts(player::interrupt, session::close)) {
      session.rescue().approver().leeway(leeway);
      session.begin();
      var stage = new Stage(session, warm, overheard, screen, interrupts, attended, common.verbose);
      String machine = session.machine().name();
      Origin origin = Origin.of(file, machine, leeway, Main.version());
      var onward = new Onward(common.reach(), machine, arguments);
      var resuming = new Resuming(stage, origin, file, out, wish, onward);
      return play(stage, original, resuming, onward);
    }
  }

  /**
   * Plays a notebook in a session that is there already, with its variables.
   *
   * @throws Trouble if it can't be read, or is for another machine
   */
  static void within(Stage stage, Common common, Path file) {
    Notebook original = Notebook.read(file);
    String machine = stage.session().machine().name();
    String shown = Clean.line(NotebookFinder.stem(file));
    Optional<String> other = original.practiceMachine().filter(made -> !made.equals(machine));
    if (other.isPresent()) {
      throw new Trouble.NotNow(
          shown + " is for " + other.get() + ", and this is " + Clean.line(machine) + ".",
          "Leave this prompt, and play it by itself: thaw play " + shown);
    }
    var play = new Play(common, List.of("play", file.toString(), "--on", machine));
    var onward = new Onward(common.reach(), machine, play.arguments);
    Origin origin = Origin.of(file, machine, stage.approver().leeway(), Main.version());
    play.play(stage, original, new Resuming(stage, origin, file, null, play.wish, onward), onward);
  }

  private static Screen screen(boolean attended) {
    Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
    Optional<Keys> keys = attended ? Optional.of(Keys.ofTerminal()) : Optional.empty();
    return new Screen(System.out, Tty.is(1), style, keys);
  }

  private int play(Stage stage, Notebook original, Resuming resuming, Onward onward) {
    // Everything that can be wrong with the command line is found before anything is run.
    if (!settings.isEmpty()) {
      Parameters.set(original, settings, stage.evaluator().get());
    }
    Optional<Resuming.Begun> begun = resuming.begin(original, given(), from, to);
    if (begun.isEmpty()) {
      return Status.INTERRUPTED;
    }
    Instant start = Instant.now();
    Journal journal = begun.get().journal();
    var whereabouts = new Whereabouts(stage.session());
    var player = new Player(stage, journal, whereabouts);
    try {
      begun.get().catchUp(stage);
      int status = player.play(begun.get().first(stage), begun.get().end());
      Duration took = Duration.between(start, Instant.now());
      Ended.say(stage, journal, whereabouts, took, player.isAtEnd(), onward);
      return status;
    } catch (Trouble trouble) {
      // The played notebook could not be written, in the midst of it.
      stage.screen().say(Tone.BAD, Clean.text(trouble.getMessage() + " " + trouble.next()));
      return Status.FAILED;
    }
  }

  /** The settings by name; they were checked. */
  private Map<String, String> given() {
    var given = new LinkedHashMap<String, String>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      given.put(setting.substring(0, equals).strip(), setting.substring(equals + 1));
    }
    return given;
  }
}
