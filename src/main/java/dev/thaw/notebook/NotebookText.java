package dev.thaw.notebook;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A notebook's file as text. */
final class NotebookText {

  private static final long LARGEST = 50_000_000;

  private NotebookText() {}

  /** The file's text, or a sentence why there is none. */
  static String read(Path file) {
    String name = Clean.line(file.toString());
    if (Files.isDirectory(file)) {
      throw new Trouble.NotNow(name + " is a folder.", "Name a notebook in it: NAME.ipynb");
    }
    if (!Files.exists(file)) {
      throw new Trouble.NotNow("There is no file " + name + ".", "Check the name and the folder.");
    }
    if (!Files.isRegularFile(file)) {
      throw new Trouble.NotNow(
          name + " is no ordinary file.", "Save the notebook to a file, and name that one.");
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new Trouble.NotNow(
            name + " has " + Files.size(file) / 1_000_000 + " MB, more than any notebook needs.",
            "Clear its outputs: jupyter nbconvert --clear-output --inplace FILE");
      }
      return decode(Files.readAllBytes(file), name);
    } catch (AccessDeniedException e) {
      throw new Trouble.NotNow(
          name + " can't be read: permission denied.", "Try as root, or as the file's owner.");
    } catch (IOException e) {
      throw new Trouble.NotNow(
          name + " can't be read: " + Clean.line(String.valueOf(e.getMessage())) + ".",
          "Check the disk that it is on, or get the notebook again.");
    }
  }

  private static String decode(byte[] bytes, String name) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      if (text.isBlank()) {
        throw new Trouble.NotNow(
            name + " is empty.",
            "It was probably not copied or downloaded as a whole: get it again.");
      }
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new Trouble.NotNow(
          name + ", line " + line + ": this is no text in UTF-8, as every notebook is.",
          "Get the notebook again, or save it as UTF-8.");
    }
  }
}
