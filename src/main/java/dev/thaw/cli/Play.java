package dev.thaw.cli;

import dev.thaw.app.CapturedInteraction;
import dev.thaw.app.ExitStatus;
import dev.thaw.app.Session;
import dev.thaw.machine.Clean;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.notebook.Headings;
import dev.thaw.notebook.Journal;
import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.NotebookFinder;
import dev.thaw.notebook.PlayOrigin;
import dev.thaw.player.PlaySummary;
import dev.thaw.player.Player;
import dev.thaw.player.ResumeCommands;
import dev.thaw.player.Resuming;
import dev.thaw.player.StatusLine;
import dev.thaw.session.Evaluator;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Interrupts;
import dev.thaw.terminal.Keys;
import dev.thaw.terminal.Screen;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code thaw play}: plays a notebook in the terminal, cell by cell. */
@Command(
    name = "play",
    description = {
      "Plays a notebook in the terminal, cell by cell: Enter goes on, ? shows the other keys.",
      "What its cells give is kept in a notebook of its own, from which a later play goes on.",
      "Without NOTEBOOK, lists those that come with Thaw."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:all cells passed, or were held back by --dry-run or --only-look",
      " 1:a cell failed",
      " 2:the command line or the notebook makes no sense; nothing was run",
      " 3:something needed approval, and nobody could be asked",
      " 4:the machine could not be reached, or was lost",
      " 5:what was printed could not be written",
      "130:ended by Ctrl-C, or left before its end",
      "141:all passed, but who read the output left before its end"
    },
    footer = "")
final class Play implements Callable<Integer> {

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NOTEBOOK",
      description = "An .ipynb file, or the bare name of one that comes with Thaw.")
  private @Nullable String name;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "The value of a variable of the cell tagged parameters; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "HEADING",
      description =
          "Begins at the section with this heading; the cells before are evaluated as far as they"
              + " only look.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "HEADING",
      description = "Stops after the section with this heading.")
  private String to = "";

  @ArgGroup private Caution caution = new Caution();

  /** How far the play may go. */
  private static final class Caution {
    @Option(
        names = "--only-look",
        description = "Runs what changes nothing; what would is held back, and said so.")
    private boolean onlyLook;

    @Option(
        names = "--dry-run",
        description = "Shows every acting helper's plan, and changes nothing.")
    private boolean dryRun;

    ExecutionMode mode() {
      return onlyLook
          ? ExecutionMode.READ_ONLY
          : dryRun ? ExecutionMode.DRY_RUN : ExecutionMode.APPLY;
    }
  }

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the played notebook goes; else NAME-DATE-TIME.ipynb in the working directory.")
  private @Nullable Path out;

  @ArgGroup private Resuming.Wish wish = new Resuming.Wish();

  @Override
  public Integer call() {
    if (name == null) {
      return list();
    }
    try {
      return play(name);
    } catch (Trouble trouble) {
      // Before anything was run: the command line, or the notebook.
      throw new Misuse(trouble);
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
          "  %-26s %s"
              .formatted(
                  Clean.line(NotebookFinder.stem(file)), Clean.line(NotebookFinder.title(file))));
    }
    return ExitStatus.PASSED;
  }

  private int play(String name) {
    if (!from.isEmpty() && wish.isResume()) {
      throw new Trouble.Rejected(
          "--from begins at a heading, and --resume where an earlier play ended.",
          "Give one of them.");
    }
    Path file = NotebookFinder.find(name);
    Notebook original = Notebook.read(file);
    if (original.cells().isEmpty()) {
      throw new Trouble.Rejected("The notebook has no cells.", "There is nothing to play.");
    }
    Headings.of(original).range(from, to);
    Optional<Path> wanted = Optional.ofNullable(out);
    Resuming.check(wanted, file);
    boolean attended = Tty.is(0) && Tty.is(1) && Tty.exists() && !main.common.yes;
    Screen screen = screen(attended);
    UserInteraction interaction = main.common.person(System.out, Tty.is(1), screen::tell);
    if (interaction instanceof TerminalPerson terminal) {
      screen.before(terminal::clearProgress);
      terminal.answered(screen::read);
    }
    var captured = new CapturedInteraction(interaction);
    Session session = main.common.session(captured, original.practiceMachine());
    Thread player = Thread.currentThread();
    try (session;
        var warm = new WarmEvaluator(Evaluator.withHelpers());
        var interrupts = new Interrupts(player::interrupt, session::close)) {
      warm.get().warm();
      session.rescue().mode(caution.mode());
      String machine = session.machine().name();
      session
          .context()
          .switching((_, _) -> "This play is on " + machine + ", where it was started.")
          .bind();
      var environment =
          new CellEnvironment(
              session, warm, captured, screen, interrupts, attended, main.common.verbose);
      PlayOrigin origin = PlayOrigin.of(file, machine, caution.mode(), Version.number());
      List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
      var onward = new ResumeCommands(main.common.reach(), machine, arguments);
      var resuming = new Resuming(environment, origin, file, wanted, wish, onward);
      return play(environment, original, resuming, onward);
    }
  }

  /**
   * Plays a notebook in a session that is there already, with its variables.
   *
   * @throws Trouble if it can't be read, or is for another machine
   */
  static void within(CellEnvironment environment, Common common, Path file) {
    Notebook original = Notebook.read(file);
    String machine = environment.session().machine().name();
    String shown = Clean.line(NotebookFinder.stem(file));
    Optional<String> other = original.practiceMachine().filter(made -> !made.equals(machine));
    if (other.isPresent()) {
      throw new Trouble.Rejected(
          shown + " is for " + other.get() + ", and this is " + Clean.line(machine) + ".",
          "Leave this prompt, and play it by itself: thaw play " + shown);
    }
    var play = new Play();
    var arguments = List.of("play", file.toString(), "--on", machine);
    var onward = new ResumeCommands(common.reach(), machine, arguments);
    PlayOrigin origin = PlayOrigin.of(file, machine, environment.rescue().mode(), Version.number());
    play.play(
        environment,
        original,
        new Resuming(environment, origin, file, Optional.empty(), play.wish, onward),
        onward);
  }

  private static Screen screen(boolean attended) {
    Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
    Optional<Keys> keys = attended ? Optional.of(Keys.ofTerminal()) : Optional.empty();
    return new Screen(System.out, Tty.is(1), style, keys);
  }

  private int play(
      CellEnvironment environment, Notebook original, Resuming resuming, ResumeCommands onward) {
    // Everything that can be wrong with the command line is found before anything is run.
    if (!settings.isEmpty()) {
      dev.thaw.notebook.Parameters.set(original, settings, environment.evaluator().get());
    }
    Optional<Resuming.Begun> begun = resuming.begin(original, given(), from, to);
    if (begun.isEmpty()) {
      return ExitStatus.INTERRUPTED;
    }
    Instant start = Instant.now();
    Journal journal = begun.get().journal();
    var whereabouts = new StatusLine(environment.session());
    var player = new Player(environment, journal, whereabouts);
    try {
      begun.get().catchUp(environment);
      int status = player.play(begun.get().first(environment), begun.get().end());
      Duration took = Duration.between(start, Instant.now());
      PlaySummary.say(environment, journal, whereabouts, took, player.isAtEnd(), onward);
      return status;
    } catch (Trouble trouble) {
      // The played notebook could not be written, in the midst of it.
      environment.screen().say(Tone.BAD, Clean.text(trouble.getMessage() + " " + trouble.next()));
      return ExitStatus.FAILED;
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
