package dev.thaw.player;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.machine.Clean;
import dev.thaw.machine.FileTrouble;
import dev.thaw.notebook.Cell;
import dev.thaw.notebook.Journal;
import dev.thaw.notebook.NotebookFinder;
import dev.thaw.notebook.Output;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Tone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Copies cells and what they showed: to a file beside the played notebook, and to the clipboard of
 * a terminal that may know how (OSC 52).
 */
final class Copying {

  /** Terminals without a clipboard: what they don't know, they would show. */
  private static final Set<String> WITHOUT =
      Set.of("", "linux", "dumb", "ansi", "vt52", "vt100", "vt102", "vt220", "cons25");

  /** How many bytes a terminal takes at least. */
  private static final int MOST = 74_000;

  private static final FileAttribute<?> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final CellEnvironment environment;
  private final Journal journal;

  Copying(CellEnvironment environment, Journal journal) {
    this.environment = environment;
    this.journal = journal;
  }

  /** Copies the code and the prose from one place to another, both counted from 0 and included. */
  void copy(int from, int to) {
    String text =
        IntStream.rangeClosed(from, to)
            .mapToObj(journal::cell)
            .filter(cell -> cell.type() != Cell.Type.RAW)
            .map(Copying::text)
            .collect(Collectors.joining("\n"));
    Path file = beside(journal.file());
    String name = Clean.line(file.toString());
    try {
      if (!Files.exists(file)) {
        // As the played notebook: nobody else's to read.
        Files.createFile(file, OWN);
      }
      Files.writeString(file, text + "\n", StandardOpenOption.APPEND);
      boolean clipboard = toClipboard(text);
      environment
          .screen()
          .say(
              Tone.DIM,
              "Copied to the end of "
                  + name
                  + (clipboard ? ", and to the clipboard if this terminal allows it." : "."));
    } catch (IOException e) {
      environment.screen().say(Tone.BAD, name + " can't be written: " + FileTrouble.why(e) + ".");
    }
  }

  private static Path beside(Path played) {
    return played.resolveSibling(NotebookFinder.stem(played) + ".txt");
  }

  private static String text(Cell cell) {
    var text = new StringBuilder(Clean.text(cell.source().stripTrailing())).append('\n');
    cell.outputs().forEach(output -> text.append(text(output).stripTrailing()).append('\n'));
    return text.toString();
  }

  private static String text(Output output) {
    return switch (output) {
      case Output.Stream stream -> stream.text();
      case Output.Result result -> plain(result.data());
      case Output.Display display -> plain(display.data());
      case Output.Failure failure -> failure.value();
    };
  }

  private static String plain(Map<String, JsonNode> data) {
    JsonNode text = data.get("text/plain");
    return text == null ? "" : text.asText();
  }

  private boolean toClipboard(String text) {
    String term = System.getenv().getOrDefault("TERM", "");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (WITHOUT.contains(term) || bytes.length > MOST) {
      return false;
    }
    Tty.write("\033]52;c;" + Base64.getEncoder().encodeToString(bytes) + "\007");
    return true;
  }
}
