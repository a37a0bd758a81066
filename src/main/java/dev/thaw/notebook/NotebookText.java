package dev.thaw.notebook;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A notebook's file as text. */
final class NotebookText {

  private static final long LARGEST = 50_000_000;

  private NotebookText() {}

  /** The file's text, or a sentence why there is none. */
  static String read(Path file) {
    String name = Clean.line(file.toString());
    if (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file)) {
      throw new Trouble.Rejected(
          name + " is no ordinary file.", "Save the notebook to a file, and name that one.");
    }
    long size = file.toFile().length();
    if (size > LARGEST) {
      throw new Trouble.Rejected(
          name + " has " + size / 1_000_000 + " MB, more than any notebook needs.",
          "Clear its outputs: jupyter nbconvert --clear-output --inplace FILE");
    }
    return decode(OwnFile.bytes(file), name);
  }

  private static String decode(byte[] bytes, String name) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      if (text.isBlank()) {
        throw new Trouble.Rejected(
            name + " is empty.",
            "It was probably not copied or downloaded as a whole: get it again.");
      }
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new Trouble.Rejected(
          name + ", line " + line + ": this is no text in UTF-8, as every notebook is.",
          "Get the notebook again, or save it as UTF-8.");
    }
  }
}
