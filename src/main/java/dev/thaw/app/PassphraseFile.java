package dev.thaw.app;

import dev.thaw.machine.Clean;
import dev.thaw.machine.FileTrouble;
import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The file of {@code --passphrase-file}, which answers when a disk's passphrase is asked for.
 *
 * @param path the file; a newline at its end is not part of the passphrase
 */
public record PassphraseFile(Path path) {

  private static final String CHECK = "Check --passphrase-file.";

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * A file that is there, and nobody else's to read or write.
   *
   * @throws Trouble.Refused if it is not
   */
  public static PassphraseFile usable(Path path) {
    var file = new PassphraseFile(path);
    file.check();
    return file;
  }

  private void check() {
    if (!Files.exists(path)) {
      throw new Trouble.Rejected("There is no passphrase file " + name() + ".", CHECK);
    }
    if (Files.isDirectory(path)) {
      throw new Trouble.Rejected("The passphrase file " + name() + " is a folder.", CHECK);
    }
    if (!Files.isReadable(path)) {
      throw new Trouble.Rejected(
          "The passphrase file " + name() + " can't be read: permission denied.", CHECK);
    }
    if (Files.isRegularFile(path) && isOpenToOthers()) {
      throw new Trouble.Rejected(
          "The passphrase file " + name() + " can be read or written by others.",
          "Close it first: chmod 600 " + name());
    }
  }

  /**
   * Reads the passphrase.
   *
   * @param prompt what asks for it: sudo gets no disk's passphrase
   * @throws Trouble.Refused if it can't be read, is empty, or others can read it too
   */
  public Optional<Secret> answer(String prompt) {
    if (prompt.startsWith("[sudo]")) {
      return Optional.empty();
    }
    check();
    try {
      byte[] bytes = Files.readAllBytes(path);
      int length =
          bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
      if (length == 0) {
        throw new Trouble.Rejected("The passphrase file " + name() + " is empty.", CHECK);
      }
      byte[] passphrase = Arrays.copyOf(bytes, length);
      Arrays.fill(bytes, (byte) 0);
      return Optional.of(Secret.of(passphrase));
    } catch (IOException e) {
      throw new Trouble.Rejected(
          "The passphrase file " + name() + " can't be read: " + FileTrouble.why(e) + ".", CHECK);
    }
  }

  private boolean isOpenToOthers() {
    try {
      return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
    } catch (IOException e) {
      throw new Trouble.Rejected(
          "The passphrase file " + name() + " can't be read: " + FileTrouble.why(e) + ".", CHECK);
    }
  }

  private String name() {
    return Clean.line(path.toString());
  }
}
