package dev.thaw.repl;

import dev.thaw.app.CellFailure;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Cell;
import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.NotebookFinder;
import dev.thaw.notebook.Output;
import dev.thaw.notebook.OwnFile;
import dev.thaw.notebook.WholeFile;
import dev.thaw.repl.Commands.Next;
import dev.thaw.repl.PastCells.Past;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes what was typed to a file, as a script or as a notebook; runs and plays such files. */
record Saving(CellEnvironment environment, PastCells past, Consumer<Path> play) {

  private static final String NOTEBOOK = ".ipynb";

  /** {@code /save FILE}. */
  Next save(String name) {
    Path file = path(name, "/save FILE.jsh writes what was typed, /save FILE.ipynb a notebook.");
    if (past.all().isEmpty()) {
      throw new Trouble.NotReady("There is nothing to save yet.", "Type something first.");
    }
    if (Files.exists(file) && !replace(file)) {
      return new Next.Read();
    }
    if (name.endsWith(NOTEBOOK)) {
      notebook().write(file);
    } else {
      WholeFile.write(file, script());
    }
    long secrets = past.all().stream().filter(cell -> isSecret(cell)).count();
    String left =
        secrets == 0 ? "" : " Left out, because a secret may be in it: " + secrets + " of them.";
    environment.screen().say(Tone.DIM, "Written to " + Clean.line(file.toString()) + "." + left);
    return new Next.Read();
  }

  private boolean replace(Path file) {
    String question = Clean.line(file.toString()) + " is there already. Replace it? [y/N]";
    Optional<String> answer = environment.screen().ask(question);
    return answer.filter(word -> word.toLowerCase(Locale.ROOT).startsWith("y")).isPresent();
  }

  private static boolean isSecret(Past cell) {
    return HistoryFile.isSecret(cell.source().strip());
  }

  /** What passed, as Java; a script goes on behind a failure as the person did. */
  private String script() {
    return past.all().stream()
        .filter(cell -> cell.passed() && !isSecret(cell))
        .map(cell -> cell.source().strip() + "\n")
        .collect(Collectors.joining());
  }

  private Notebook notebook() {
    var cells = new ArrayList<Cell>();
    for (Past cell : past.all().stream().filter(cell -> !isSecret(cell)).toList()) {
      var outputs = new ArrayList<Output>(cell.ran().outputs());
      if (!cell.passed()) {
        outputs.add(CellFailure.of(cell.ran().result(), "", Style.PLAIN, true, false, 0).output());
      }
      cells.add(
          Cell.code("typed-" + cell.number(), cell.source().strip())
              .played(cell.number(), outputs));
    }
    return Notebook.typed(cells, environment.session().machine().name());
  }

  /** {@code /open FILE}. */
  Next open(String name) {
    if (name.endsWith(NOTEBOOK) || !name.endsWith(".jsh") && !isFile(name)) {
      play.accept(NotebookFinder.find(need(name)));
      return new Next.Read();
    }
    return new Next.Run(OwnFile.text(path(name, "")));
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String need(String name) {
    if (name.isEmpty()) {
      throw new Trouble.Rejected(
          "/open what?", "/open FILE.jsh runs it; /open NOTEBOOK plays a notebook.");
    }
    return name;
  }

  private static Path path(String name, String usage) {
    try {
      String home = System.getProperty("user.home");
      Path path = Path.of(name.startsWith("~/") ? home + name.substring(1) : name);
      if (name.isEmpty() || Files.isDirectory(path)) {
        throw new Trouble.Rejected("A file's name is missing.", usage);
      }
      return path;
    } catch (InvalidPathException e) {
      throw new Trouble.Rejected(Clean.line(name) + " is no file's name.", usage);
    }
  }
}
