package dev.thaw.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Reads and writes files of a machine: any bytes, any size, one round trip each. */
public final class MachineFiles {

  private static final String WRITE = Scripts.read(MachineFiles.class, "write-file.sh");

  private static final String RESTORE = Scripts.read(MachineFiles.class, "restore-file.sh");

  /** How long one file may take. */
  public static final Duration LIMIT = Duration.ofHours(2);

  /** What a new file's mode is unless another is given. */
  private static final String USUAL_MODE = "644";

  private final Machine machine;

  /**
   * The files of {@code machine}; when it is a {@link InterceptorChain}, writing is approved and
   * recorded.
   */
  public MachineFiles(Machine machine) {
    this.machine = machine;
  }

  /**
   * The bytes of a file that fits into memory.
   *
   * @param path an absolute path on the machine
   * @throws Trouble.Failed if it is not there or can't be read
   */
  public byte[] read(String path) {
    return machine.run(reading(path)).orFail("Check the path, and that it is mounted.").out();
  }

  /**
   * Passes the bytes of a file on while they come.
   *
   * @param path an absolute path on the machine
   * @throws Trouble.Failed if it is not there or can't be read; a part may have been passed on
   * @throws UncheckedIOException if {@code to} fails
   */
  public void read(String path, OutputStream to) {
    var failure = new AtomicReference<IOException>();
    var err = new java.io.ByteArrayOutputStream();
    CommandResult result =
        machine.run(
            reading(path),
            new OutputListener() {
              @Override
              public void out(byte[] bytes, int length) {
                try {
                  if (failure.get() == null) {
                    to.write(bytes, 0, length);
                  }
                } catch (IOException e) {
                  failure.set(e);
                }
              }

              @Override
              public void err(byte[] bytes, int length) {
                err.write(bytes, 0, length);
              }
            });
    if (failure.get() != null) {
      throw new UncheckedIOException(failure.get());
    }
    new CommandResult(
            result.command(), result.status(), new byte[0], err.toByteArray(), result.took())
        .orFail("Check the path, and that it is mounted.");
  }

  /**
   * Copies a file of the machine to this computer; {@code to} is replaced only by the whole of it.
   *
   * @param path an absolute path on the machine
   * @throws Trouble.Failed if it is not there or can't be read
   */
  public void read(String path, Path to) {
    try {
      Path directory = to.toAbsolutePath().getParent();
      Path temporary = Files.createTempFile(directory, ".thaw", ".part");
      try {
        try (OutputStream out = Files.newOutputStream(temporary)) {
          read(path, out);
        }
        Files.move(temporary, to, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Command reading(String path) {
    return Command.looks("read " + path, "cat", "--", absolute(path)).within(LIMIT);
  }

  /**
   * Writes a file in one step: at any moment the old one is there, or the new one.
   *
   * @param path an absolute path on the machine, in a directory that is there; not a link
   * @throws Trouble.Failed if it could not be written; nothing was changed
   */
  public void write(String path, byte[] content) {
    write(writing(path, Stdin.of(content), USUAL_MODE));
  }

  /** Writes a file with the bytes of one of this computer, like {@link #write(String, byte[])}. */
  public void write(String path, Path content) {
    write(writing(path, Stdin.of(content), USUAL_MODE));
  }

  private void write(Command command) {
    machine
        .run(command)
        .orFail("Nothing was changed. Check that it is mounted, writable and not full.");
  }

  /**
   * The command that writes a file.
   *
   * @param path an absolute path on the machine
   * @param mode the octal mode of a new file; one that is replaced keeps its own
   */
  public static Command writing(String path, Stdin content, String mode) {
    return Command.changes(
            "write " + path, writing(path, mode, content.length(), checksum(content)))
        .reading(content)
        .within(LIMIT);
  }

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
