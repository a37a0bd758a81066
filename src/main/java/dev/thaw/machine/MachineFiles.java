package dev.thaw.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The commands that write files of a machine: any bytes, any size, one round trip each. */
public final class MachineFiles {

  private static final String WRITE = Scripts.read(MachineFiles.class, "write-file.sh");

  private static final String RESTORE = Scripts.read(MachineFiles.class, "restore-file.sh");

  /** How long one file may take. */
  public static final Duration LIMIT = Duration.ofHours(2);

  /** What a new file's mode is unless another is given. */
  private static final String USUAL_MODE = "644";

  private MachineFiles() {}

  /**
   * The arguments that write a file in one step from standard input: they name the content's length
   * and checksum, so that approving them approves this content.
   *
   * @param path an absolute path on the machine
   * @param mode the octal mode of a new file; one that is replaced keeps its own
   * @param sha256 of the content
   */
  public static List<String> writing(String path, String mode, long length, String sha256) {
    return List.of(
        "sh", "-c", WRITE, "thaw-write-file", absolute(path), mode, Long.toString(length), sha256);
  }

  /**
   * The same, if the file still holds what was shown.
   *
   * @param shown the checksum of that
   */
  public static List<String> replacing(String path, long length, String sha256, String shown) {
    var argv = new ArrayList<>(writing(path, USUAL_MODE, length, sha256));
    argv.add(shown);
    return argv;
  }

  /**
   * The arguments that bring a copy back, if the file holds what was written.
   *
   * @param backup where the copy is
   * @param written the checksum of what was written
   */
  public static List<String> restoring(String backup, String path, String written) {
    return List.of("sh", "-c", RESTORE, "thaw-restore-file", backup, path, written);
  }

  private static String absolute(String path) {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new Trouble.Rejected(
          "“" + Clean.line(path) + "” is no path of a file on the machine.",
          "Give it from the root on: /mnt/etc/nixos/configuration.nix.");
    }
    return path;
  }

  /** The SHA-256 of a content, as lower-case hexadecimal digits. */
  public static String checksum(Stdin content) {
    try (InputStream in = content.open().get();
        var digest =
            new DigestOutputStream(
                OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(digest);
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
