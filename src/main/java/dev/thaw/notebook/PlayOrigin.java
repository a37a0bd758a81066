package dev.thaw.notebook;

import dev.thaw.machine.Clean;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is played, on which machine, by what: two plays with the same notebook, machine and mode can
 * go on from each other.
 *
 * @param notebook where the notebook is, as an absolute path
 * @param sha256 the notebook's file, as lower-case hexadecimal digits
 * @param machine the machine, as the person names it
 * @param mode how far the play may go
 * @param version Thaw's own
 */
public record PlayOrigin(
    String notebook, String sha256, String machine, ExecutionMode mode, String version) {

  /**
   * The origin of a play that begins now.
   *
   * @throws Trouble.Refused if the file can't be read
   */
  public static PlayOrigin of(Path notebook, String machine, ExecutionMode mode, String version) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(notebook));
      String path = notebook.toAbsolutePath().normalize().toString();
      return new PlayOrigin(path, HexFormat.of().formatHex(hash), machine, mode, version);
    } catch (IOException e) {
      throw new Trouble.Rejected(
          Clean.line(notebook.toString()) + " can't be read.", "Check the file.");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** Whether it is the same notebook on the same machine. */
  boolean isSame(PlayOrigin other) {
    return notebook.equals(other.notebook) && machine.equals(other.machine);
  }

  /** Whether a play from there can go on as one from here; the notebook may have changed. */
  boolean continues(PlayOrigin earlier) {
    return isSame(earlier) && mode == earlier.mode;
  }
}
