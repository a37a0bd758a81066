package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.MachineFiles;
import dev.thaw.machine.Stdin;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.edit.Diff;
import dev.thaw.nixos.edit.Edit;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Changes a file of the configuration: shows the difference, keeps the old one, writes the new. */
final class Editing {

  /** From this status to {@link #NOT_FOUND}, the program was not run at all. */
  private static final int NOT_PREPARED = 125;

  private static final int NOT_FOUND = 127;

  /** What the name of a backup has behind the file's. */
  static final String BACKUP = ".thaw-";

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
   * @param configuration what the files are of
   * @throws Trouble.Refused if a new text does not parse, or a file was changed since it was read;
   *     nothing is written then
   */
  static ActionResult write(Rescue rescue, SettingEdit.Edits edits, Configuration configuration) {
    var changes = new ArrayList<Change>();
    for (SettingEdit.FileEdit edit : edits.files()) {
      String path = edit.file().path();
      InstalledFile file = InstalledFile.read(rescue, configuration, path);
      file.mustNotBeInStore(rescue.root(), configuration.elsewhere());
      String surveyed = new String(file.content(), StandardCharsets.UTF_8);
      // Made again for the bytes as they are: what was surveyed has lost those that are no UTF-8.
      if (!surveyed.equals(edit.file().text())
          || !(edit.edit().apply(file.text()) instanceof Edit.Changed changed)) {
        throw new Trouble.NotReady(
            Clean.line(path) + " was changed meanwhile.",
            "Call config() again, and repeat the change.");
      }
      changes.add(Change.of(file, file.bytes(changed.text())));
    }
    for (Change change : changes) {
      String path = change.file().path();
      Optional<String> complaint = complaint(rescue, path, change.content());
      if (complaint.isPresent()) {
        throw new Trouble.Rejected(
            doesNotParse(path, complaint.get()),
            "Mend it with edit(\"" + Clean.line(path) + "\").");
      }
    }
    return write(rescue, changes, edits.notes());
  }

  /** Opens the file in the person's own editor, and writes back what comes of it. */
  static ActionResult open(Rescue rescue, InstalledFile file, List<String> elsewhere) {
    file.mustNotBeInStore(rescue.root(), elsewhere);
    var plan =
        new Plan(
            "Edit " + file.path(),
            List.of(keep(file, backup(file))),
            List.of(
                "Your editor opens a copy on this computer. What you make of it is shown as a"
                    + " difference and, if it parses and you say yes, written in the file's"
                    + " place."));
    if (rescue.executor().isDry()) {
      return rescue.executor().dry(plan);
    }
    rescue.executor().mustBeInEarnest(plan);
    if (!rescue.interaction().hasTerminal()) {
      throw new Trouble.NotReady(
          "There is no terminal here for an editor.",
          "config().remove(…), add(…) and set(…) change a setting without one.");
    }
    return edit(rescue, file, EditorCopy.editor());
  }

  /**
   * Opens the file in an editor, again and again while its text does not parse and the person wants
   * to; a text that was not written is kept on this computer.
   *
   * @param editor the editor's program and arguments
   */
  static ActionResult edit(Rescue rescue, InstalledFile file, List<String> editor) {
    EditorCopy draft = EditorCopy.of(file.path(), file.content());
    try {
      // The editor's screen is not to begin with a line of progress.
      rescue.interaction().progress("");
      byte[] content = draft.edited(editor);
      while (!Arrays.equals(file.content(), content)) {
        Optional<String> complaint = complaint(rescue, file.path(), content);
        if (complaint.isEmpty()) {
          ActionResult result = write(rescue, List.of(Change.of(file, content)), List.of());
          draft.discard();
          return result;
        }
        rescue.interaction().tell(doesNotParse(file.path(), complaint.get()));
        // In person: with --yes an editor that mends nothing would be opened for ever.
        if (!rescue.interaction().approvesInPerson("Open it again?")) {
          throw new Trouble.Rejected(
              Clean.line(file.path()) + " was not written: the new text does not parse.",
              "Mend your text, and edit() again.");
        }
        content = draft.edited(editor);
      }
      draft.discard();
      return new Applied(file.path() + " was left as it is.", false, List.of());
    } catch (Trouble.Refused e) {
      throw new Trouble.NotReady(e.getMessage() + draft.kept(file.content()), e.next());
    } catch (Trouble.NotApproved e) {
      throw new Trouble.NotApproved(e.getMessage() + draft.kept(file.content()), e.next());
    } catch (Trouble e) {
      // After an interruption the editor may still be open: its copy stays, whatever it holds.
      rescue.interaction().tell("Your text is kept on this computer, in " + draft.copy() + ".");
      throw e;
    }
  }

  /** To the millisecond: the next edit of the same second must not replace this one's backup. */
  private static String backup(InstalledFile file) {
    String time =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS"));
    return file.place() + BACKUP + time;
  }

  private static Step keep(InstalledFile file, String backup) {
    return Step.of(
        "keep the old " + file.path() + " beside it",
        new FileAction.CopyFile(file.place(), backup, true));
  }

  private static Step writing(String place, byte[] shown, Stdin content, String backup) {
    String sha256 = MachineFiles.checksum(content);
    return Step.of(
            "write " + place,
            new FileAction.WriteFile(
                place, content.length(), sha256, MachineFiles.checksum(Stdin.of(shown))))
        .reading(content)
        .undoneBy(new FileAction.RestoreFile(backup, place, sha256));
  }

  private static ActionResult write(Rescue rescue, List<Change> changes, List<String> more) {
    var steps = new ArrayList<Step>();
    var backups = new ArrayList<String>();
    for (Change change : changes) {
      InstalledFile file = change.file();
      String backup = backup(file);
      backups.add(backup);
      steps.add(keep(file, backup));
      steps.add(writing(file.place(), file.content(), Stdin.of(change.content()), backup));
    }
    String names = String.join(", ", changes.stream().map(c -> c.file().path()).toList());
    changes.forEach(c -> rescue.interaction().tell(Clean.text(c.diff()).stripTrailing()));
    var notes = new ArrayList<>(more);
    notes.add(
        "Next: rebuild(). undo() brings the old text back"
            + (changes.size() == 1 ? "." : ", one file each time."));
    return rescue
        .executor()
        .carryOut(
            new Plan("Change " + names, steps, List.of("Nothing takes effect before rebuild().")),
            "",
            "Changed " + names + "; the old text is in " + String.join(", ", backups) + ".",
            notes);
  }

  private static String doesNotParse(String path, String complaint) {
    return "The new text of "
        + Clean.line(path)
        + " does not parse, so it was not written:\n"
        + complaint;
  }

  /**
   * What Nix has against the text, the live system's or the installed one's; empty when it parses.
   *
   * @throws Trouble.NotApproved if there is no Nix to ask, and the person won't have it unchecked
   */
  private static Optional<String> complaint(Rescue rescue, String path, byte[] text) {
    if (!path.endsWith(".nix")) {
      return Optional.empty();
    }
    List<String> argv = List.of("nix-instantiate", "--parse", "-");
    String purpose = "check that the new text parses";
    Command here = Command.looks(purpose, argv).reading(Stdin.of(text));
    CommandResult result = rescue.machine().run(here);
    boolean asks = rescue.executor().isInEarnest();
    if (isMissing(result) && (asks || rescue.isReadable())) {
      Command inside = Inside.look(purpose, rescue.root(), Inside.PROFILE, argv);
      result = rescue.machine().run(inside.reading(Stdin.of(text)));
    }
    if (isMissing(result)) {
      rescue
          .interaction()
          .tell(
              "The new text of "
                  + Clean.line(path)
                  + " could not be checked: neither the live nor the installed system has a"
                  + " nix-instantiate that runs"
                  + (asks ? "." : " now."));
      if (asks && !rescue.interaction().approves("Go on without the check?")) {
        throw new Trouble.NotApproved(
            Clean.line(path) + " was not written: its new text could not be checked.",
            "Look whether everything is mounted, or go on without the check.");
      }
      return Optional.empty();
    }
    return result.ok() ? Optional.empty() : Optional.of(Clean.lastLines(result.errText(), 8));
  }

  private static boolean isMissing(CommandResult result) {
    return result.status() >= NOT_PREPARED && result.status() <= NOT_FOUND;
  }
}
