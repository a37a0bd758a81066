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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads and writes files of a machine: any bytes, any size, one round trip each. */
public final class MachineFiles {

  private static final String WRITE = Scripts.read(MachineFiles.class, "write-file.sh");

  private static final String RESTORE = Scripts.read(MachineFiles.class, "restore-file.sh");

  /** What the scripts are called where they are shown. */
  private static final String WRITER = "thaw-write-file";

  private static final String RESTORER = "thaw-restore-file";

  /** How long one file may take. */
  private static final Duration LIMIT = Duration.ofHours(2);

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
    CommandResult outcome =
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
            outcome.command(), outcome.status(), new byte[0], err.toByteArray(), outcome.took())
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
   * The command that writes a file, for a plan. It names the content's length and checksum, so that
   * approving it approves this content.
   *
   * @param path an absolute path on the machine
   * @param mode the octal mode of a new file; one that is replaced keeps its own
   */
  public static Command writing(String path, Stdin content, String mode) {
    String length = Long.toString(content.length());
    return Command.changes(
            "write " + path,
            "sh",
            "-c",
            WRITE,
            WRITER,
            absolute(path),
            mode,
            length,
            checksum(content))
        .reading(content)
        .within(LIMIT);
  }

  /**
   * The command that replaces a file's content by another one, if the file still holds what was
   * shown; its undo brings that back, if the file holds then what was written.
   *
   * @param path an absolute path on the machine
   * @param shown what the file holds
   * @param backup where a copy of that is by then
   */
  public static Command replacing(String path, byte[] shown, Stdin content, String backup) {
    Command writing = writing(path, content, USUAL_MODE);
    var argv = new ArrayList<>(writing.argv());
    argv.add(checksum(Stdin.of(shown)));
    return writing
        .withArgv(argv)
        .undoneBy("sh", "-c", RESTORE, RESTORER, backup, path, checksum(content));
  }

  /**
   * A copy that a command brings back.
   *
   * @param backup where the copy is
   * @param path the file that it is of
   */
  public record Restored(String backup, String path) {}

  /** What this command brings back, if it is an undo of {@link #replacing}. */
  public static Optional<Restored> restoredBy(Command command) {
    int name = command.argv().indexOf(RESTORER);
    return name < 0
        ? Optional.empty()
        : Optional.of(new Restored(command.argv().get(name + 1), command.argv().get(name + 2)));
  }

  /** The file that this command writes, if it is one of {@link #writing}. */
  public static Optional<String> writtenBy(Command command) {
    int name = command.argv().indexOf(WRITER);
    return name < 0 ? Optional.empty() : Optional.of(command.argv().get(name + 1));
  }

  private static String absolute(String path) {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new Trouble.NotNow(
          "“" + Clean.line(path) + "” is no path of a file on the machine.",
          "Give it from the root on: /mnt/etc/nixos/configuration.nix.");
    }
    return path;
  }

  private static String checksum(Stdin content) {
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
