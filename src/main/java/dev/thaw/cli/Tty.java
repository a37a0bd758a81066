package dev.thaw.cli;

import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The terminal that the program was started in, even when its input and output are redirected:
 * {@code /dev/tty}.
 */
final class Tty {

  private static final Path DEVICE = Path.of("/dev/tty");
  private static final int DEFAULT_WIDTH = 80;
  private static final int NARROWEST = 20;

  private Tty() {}

  /** Whether there is one. */
  static boolean exists() {
    try (FileChannel opened = FileChannel.open(DEVICE, StandardOpenOption.READ)) {
      return opened.isOpen();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether an open file of this program, such as 1 for standard output, is a terminal. */
  static boolean is(int descriptor) {
    try {
      Path link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return link.startsWith("/dev/pts") || link.toString().matches("/dev/(tty|console|hvc).*");
    } catch (IOException e) {
      // No /proc: this knows only about input and output together.
      return System.console() != null && System.console().isTerminal();
    }
  }

  /** How many cells a line has; 80 when that can't be told. */
  static int width() {
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    String[] size = columns.matches("\\d{1,4}") ? null : stty("size").strip().split(" ");
    String told = size == null ? columns : size.length == 2 ? size[1] : "";
    int width = told.matches("\\d{1,4}") ? Integer.parseInt(told) : 0;
    return width >= NARROWEST ? width : DEFAULT_WIDTH;
  }

  /**
   * Asks a question and reads a line.
   *
   * @return the answer; empty at the end of input
   */
  static Optional<String> ask(String question) {
    return read(question).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
  }

  /**
   * Asks for a secret: what is typed is not shown.
   *
   * @return the secret; empty when nothing was typed
   */
  static Optional<Secret> askMasked(String prompt) {
    String before = stty("-g").strip();
    if (before.isEmpty()) {
      throw new Trouble.NotApproved(
          "A passphrase is needed, and this terminal can't hide what is typed.",
          "Install stty (part of coreutils), or use --passphrase-file FILE.");
    }
    Thread restore = new Thread(() -> stty(before));
    Runtime.getRuntime().addShutdownHook(restore);
    try {
      stty("-echo");
      Optional<byte[]> typed = read(prompt);
      write("\n");
      return typed.filter(bytes -> bytes.length > 0).map(Secret::of);
    } finally {
      stty(before);
      Runtime.getRuntime().removeShutdownHook(restore);
    }
  }

  /** Reads up to a newline; interrupting the thread ends it. */
  private static Optional<byte[]> read(String question) {
    write(question);
    try (FileChannel in = FileChannel.open(DEVICE, StandardOpenOption.READ)) {
      var line = new Line();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (in.read(one.clear()) == 1) {
        if (one.get(0) == '\n') {
          return Optional.of(line.take());
        }
        line.write(one.get(0));
      }
      write("\n");
      byte[] rest = line.take();
      return rest.length == 0 ? Optional.empty() : Optional.of(rest);
    } catch (ClosedByInterruptException e) {
      throw new Trouble.NotApproved("Interrupted at the question.", "Go on when ready.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line that leaves no copy of itself behind. */
  private static final class Line extends ByteArrayOutputStream {
    byte[] take() {
      byte[] bytes = toByteArray();
      Arrays.fill(buf, (byte) 0);
      return bytes;
    }
  }

  private static void write(String text) {
    try (FileChannel out = FileChannel.open(DEVICE, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs stty on the terminal and gives what it prints; empty when it fails. */
  private static String stty(String... arguments) {
    var argv = new ArrayList<>(List.of("stty"));
    argv.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(argv)
              .redirectInput(new File(DEVICE.toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? printed : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
