package dev.thaw.notebook;

import dev.thaw.machine.Clean;
import dev.thaw.machine.FileTrouble;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of the computer that Thaw runs on, which the person named. */
public final class OwnFile {

  private OwnFile() {}

  /**
   * The file's text.
   *
   * @throws Trouble.Refused if there is none, it can't be read, or is no UTF-8
   */
  public static String text(Path file) {
    return text(name(file), bytes(file));
  }

  /**
   * What was read, as text.
   *
   * @param name what it was read from, cleaned
   * @throws Trouble.Refused if it is no UTF-8
   */
  public static String text(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Trouble.Rejected(name + " is no text in UTF-8.", "Save it as UTF-8.");
    }
  }

  /** What is in the file, or a sentence why it can't be read. */
  static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new Trouble.Rejected(name(file) + " is a folder.", "Name a file in it.");
    }
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new Trouble.Rejected(
          "There is no file " + name(file) + ".", "Check the name and the folder.");
    } catch (AccessDeniedException e) {
      throw new Trouble.Rejected(
          name(file) + " can't be read: permission denied.",
          "Try as root, or as the file's owner.");
    } catch (IOException e) {
      throw new Trouble.Rejected(
          name(file) + " can't be read: " + FileTrouble.why(e) + ".",
          "Check the disk that it is on.");
    }
  }

  private static String name(Path file) {
    return Clean.line(file.toString());
  }
}
