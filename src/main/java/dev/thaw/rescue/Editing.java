package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.MachineFiles;
import dev.thaw.machine.Outcome;
import dev.thaw.machine.Stdin;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.edit.Diff;
import dev.thaw.nixos.edit.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changes a file of the configuration: shows the difference, keeps the old one, writes the new. */
final class Editing {

  private static final int NOT_FOUND = 127;

  private Editing() {}

  /** A file, what it is to hold, and the difference of the two texts. */
  private record Change(InstalledFile file, byte[] content, String diff) {

    static Change of(InstalledFile file, byte[] content) {
      var after = new InstalledFile(file.path(), file.place(), content);
      return new Change(file, content, Diff.unified(file.path(), file.text(), after.text()));
    }
  }

  /**
   * Writes the files of an edit.
   *
   * @throws Trouble.NotNow if a new text does not parse, or a file was changed since it was read;
   *     nothing is written then
   */
  static Result write(Rescue rescue, SettingEdit.Edits edits) {
    var changes = new ArrayList<Change>();
    for (SettingEdit.FileEdit edit : edits.files()) {
      String path = edit.file().path();
      InstalledFile file = InstalledFile.read(rescue.machine(), rescue.root(), path);
      String surveyed = new String(file.content(), StandardCharsets.UTF_8);
      // Made again for the bytes as they are: what was surveyed has lost those that are no UTF-8.
      if (!surveyed.equals(edit.file().text())
          || !(edit.edit().apply(file.text()) instanceof Edit.Changed changed)) {
        throw new Trouble.NotNow(
            Clean.line(path) + " was changed meanwhile.",
            "Call config() again, and repeat the change.");
      }
      changes.add(Change.of(file, file.bytes(changed.text())));
    }
    return write(rescue, changes, edits.notes());
  }

  /**
   * Opens the file in the person's own editor, on this computer, and writes back what comes of it.
   */
  static Result open(Rescue rescue, InstalledFile file) {
    if (!rescue.person().hasTerminal()) {
      throw new Trouble.NotNow(
          "There is no terminal here for an editor.",
          "config().remove(…), add(…) and set(…) change a setting without one.");
    }
    byte[] content = edited(file);
    if (Arrays.equals(file.content(), content)) {
      return new Done(file.path() + " was left as it is.", false, List.of());
    }
    return write(rescue, List.of(Change.of(file, content)), List.of());
  }

  private static Result write(Rescue rescue, List<Change> changes, List<String> more) {
    // To the millisecond: the next edit of the same second must not replace this one's backup.
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS"));
    var steps = new ArrayList<Command>();
    var backups = new ArrayList<String>();
    for (Change change : changes) {
      InstalledFile file = change.file();
      parseOrRefuse(rescue, file.path(), change.content());
      String backup = file.place() + ".thaw-" + time;
      backups.add(backup);
      steps.add(
          Command.changes(
              "keep the old " + file.path() + " beside it",
              "cp",
              "-a",
              "--",
              file.place(),
              backup));
      steps.add(
          MachineFiles.writing(file.place(), Stdin.of(change.content()), "644")
              .undoneBy("cp", "-a", "--", backup, file.place()));
    }
    String names = String.join(", ", changes.stream().map(c -> c.file().path()).toList());
    changes.forEach(c -> rescue.person().tell(Clean.text(c.diff()).stripTrailing()));
    var notes = new ArrayList<>(more);
    notes.add(
        "Next: rebuild(). undo() brings the old text back"
            + (changes.size() == 1 ? "." : ", one file each time."));
    return rescue.carryOut(
        new Plan("Change " + names, steps, List.of("Nothing takes effect before rebuild().")),
        false,
        "",
        "Changed " + names + "; the old text is in " + String.join(", ", backups) + ".",
        notes);
  }

  private static byte[] edited(InstalledFile file) {
    try {
      Path directory = Files.createTempDirectory("thaw");
      Path copy = directory.resolve(Path.of(file.path()).getFileName());
      try {
        Files.write(copy, file.content());
        var argv = new ArrayList<>(editor());
        argv.add(copy.toString());
        int status = new ProcessBuilder(argv).inheritIO().start().waitFor();
        if (status != 0) {
          throw new Trouble.NotNow(
              "The editor " + argv.getFirst() + " ended with status " + status + ".",
              "Nothing was written. Set EDITOR to one that you have.");
        }
        return Files.readAllBytes(copy);
      } finally {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new Trouble.Interrupted(Command.looks("edit " + file.path(), "editor"));
    }
  }

  /** $VISUAL, $EDITOR, or the first of the usual ones; may bring arguments, as in "code --wait". */
  private static List<String> editor() {
    for (String name : List.of("VISUAL", "EDITOR")) {
      String value = System.getenv(name);
      if (value != null && !value.isBlank()) {
        return List.of(value.strip().split("\\s+"));
      }
    }
    for (String name : List.of("nano", "vim", "vi")) {
      for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
        if (Files.isExecutable(Path.of(directory, name))) {
          return List.of(name);
        }
      }
    }
    throw new Trouble.NotNow("There is no editor here.", "Set EDITOR to one that you have.");
  }

  /**
   * Nix itself decides whether the text is well formed: the live system's, or the installed one's.
   */
  private static void parseOrRefuse(Rescue rescue, String path, byte[] text) {
    if (!path.endsWith(".nix")) {
      return;
    }
    List<String> argv = List.of("nix-instantiate", "--parse", "-");
    String purpose = "check that the new text parses";
    Command here = Command.looks(purpose, argv).reading(Stdin.of(text));
    Outcome outcome = rescue.machine().run(here);
    if (outcome.status() == NOT_FOUND) {
      outcome =
          rescue
              .machine()
              .run(
                  Inside.look(purpose, rescue.root(), Inside.PROFILE, argv)
                      .reading(Stdin.of(text)));
    }
    if (!outcome.ok()) {
      throw new Trouble.NotNow(
          "The new text of "
              + path
              + " does not parse, so it was not written:\n"
              + Clean.lastLines(outcome.errText(), 8),
          "Mend that place, and try again.");
    }
  }
}
