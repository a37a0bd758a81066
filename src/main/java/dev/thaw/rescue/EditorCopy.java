package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of a file, on this computer, for the person's own editor; it has a directory to itself.
 *
 * @param copy where it is
 */
public record EditorCopy(Path copy) {

  /**
   * Copies a text.
   *
   * @param path the file it is of, whose name the copy gets
   * @throws Trouble.Refused if it can't be stored here
   */
  public static EditorCopy of(String path, byte[] content) {
    try {
      Path directory = Files.createTempDirectory("thaw");
      return new EditorCopy(Files.write(directory.resolve(Path.of(path).getFileName()), content));
    } catch (IOException e) {
      throw new Trouble.NotReady(
          "Could not copy " + Clean.line(path) + " to this computer: " + Clean.line("" + e),
          "Make room in the directory for temporary files.");
    }
  }

  /**
   * Runs the editor on it until the person leaves it, and gives the text.
   *
   * @throws Trouble.Refused if the editor could not be started, or said that it failed
   */
  public byte[] edited(List<String> editor) {
    var argv = new ArrayList<>(editor);
    argv.add(copy.toString());
    try {
      int status = new ProcessBuilder(argv).inheritIO().start().waitFor();
      if (status != 0) {
        throw new Trouble.NotReady(
            "The editor " + editor.getFirst() + " ended with status " + status + ".",
            "Nothing was written. Set EDITOR to one that you have.");
      }
      return Files.readAllBytes(copy);
    } catch (IOException e) {
      throw new Trouble.NotReady(
          "The editor " + Clean.line(editor.getFirst()) + " did not work: " + Clean.line("" + e),
          "Nothing was written. Set EDITOR to one that you have.");
    } catch (InterruptedException e) {
      throw new Trouble.Interrupted(Command.looks("edit " + copy, argv));
    }
  }

  /**
   * Removes it with what the editor put beside it; best effort, because nothing that may fail here
   * matters as much as what became of the text.
   */
  public void discard() {
    Path directory = copy.getParent();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException | DirectoryIteratorException ignored) {
      // It is left to whoever clears the directory for temporary files.
    }
  }

  /**
   * What to say when it was not written: where the person's text is; nothing when there is none.
   *
   * @param original what it was copied from; a draft that is still the same is discarded
   */
  String kept(byte[] original) {
    try {
      if (Arrays.equals(original, Files.readAllBytes(copy))) {
        discard();
        return "";
      }
    } catch (IOException e) {
      // The editor may have moved it: what is there is worth looking at.
      return " What is left of your text is on this computer, in " + copy.getParent() + ".";
    }
    return " Your text is kept on this computer, in " + copy + ".";
  }

  /** $VISUAL or $EDITOR, with its arguments; empty if the person set neither. */
  public static Optional<List<String>> chosenEditor() {
    return Stream.of("VISUAL", "EDITOR")
        .map(name -> System.getenv().getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> List.of(value.split("\\s+")));
  }

  /**
   * $VISUAL, $EDITOR, or the first of the usual ones; may bring arguments, as in "code --wait".
   *
   * @throws Trouble.Refused if there is none
   */
  static List<String> editor() {
    Optional<List<String>> chosen = chosenEditor();
    if (chosen.isPresent()) {
      return chosen.get();
    }
    for (String name : List.of("nano", "vim", "vi")) {
      for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
        if (Files.isExecutable(Path.of(directory, name))) {
          return List.of(name);
        }
      }
    }
    throw new Trouble.NotReady("There is no editor here.", "Set EDITOR to one that you have.");
  }
}
