package dev.thaw.terminal;

import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jline.nativ.CLibrary;
import org.jline.nativ.JLineNativeLoader;

/**
 * The terminal that the program was started in, even when its input and output are redirected:
 * {@code /dev/tty}.
 */
public final class Tty {

  private static final Path DEVICE = Path.of("/dev/tty");
  private static final Size DEFAULT_SIZE = new Size(80, 24);
  private static final int NARROWEST = 20;

  /** The kernel's major numbers of the terminals that programs make. */
  private static final int FIRST_PSEUDO = 136;

  private static final int LAST_PSEUDO = 143;
  private static final int LOWEST = 5;

  /** How many cells a line has, and how many lines the screen. */
  public record Size(int columns, int rows) {}

  private Tty() {}

  /** Whether there is one. */
  public static boolean exists() {
    try (FileChannel opened = FileChannel.open(DEVICE, StandardOpenOption.READ)) {
      return opened.isOpen();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether an open file of this program, such as 1 for standard output, is a terminal. */
  public static boolean is(int descriptor) {
    try {
      Path open = Path.of("/proc/self/fd/" + descriptor);
      String link = Files.readSymbolicLink(open).toString();
      return link.startsWith("/dev/pts/")
          || link.matches("/dev/(tty|console|hvc).*")
          || isPseudoTerminal(open);
    } catch (IOException e) {
      // No /proc: this knows only about input and output together.
      return Objects.requireNonNull(System.console()).isTerminal();
    }
  }

  /** By its number: in a container, the name of one that comes from outside is another one. */
  private static boolean isPseudoTerminal(Path open) throws IOException {
    long major = (long) Files.getAttribute(open, "unix:rdev") >> 8 & 0xfff;
    return FIRST_PSEUDO <= major && major <= LAST_PSEUDO;
  }

  /** Its size; 80 by 24 as far as that can't be told, as over a serial line. */
  public static Size size() {
    Size told = asked().orElseGet(Tty::sttySize);
    int rows = number(System.getenv("LINES"), told.rows());
    int columns = number(System.getenv("COLUMNS"), told.columns());
    return new Size(
        columns >= NARROWEST ? columns : DEFAULT_SIZE.columns(),
        rows >= LOWEST ? rows : DEFAULT_SIZE.rows());
  }

  /** How many cells a line has; 80 when that can't be told. */
  public static int width() {
    return size().columns();
  }

  private static int number(String first, int second) {
    return first == null || first.isBlank() ? second : number(first);
  }

  private static int number(String told) {
    return told.matches("\\d{1,4}") ? Integer.parseInt(told) : 0;
  }

  /** What the terminal itself says, if a standard stream of this program is one. */
  private static Optional<Size> asked() {
    var size = new CLibrary.WinSize();
    return hasNative()
        ? IntStream.rangeClosed(0, 2)
            .filter(descriptor -> CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, size) == 0)
            .mapToObj(_ -> new Size(size.ws_col, size.ws_row))
            .findFirst()
        : Optional.empty();
  }

  private static Size sttySize() {
    String[] told = stty("size").strip().split(" ");
    return told.length == 2 ? new Size(number(told[1]), number(told[0])) : new Size(0, 0);
  }

  /**
   * Whether JLine's native library works on this computer, so that nothing needs to be started to
   * ask the terminal.
   */
  public static boolean hasNative() {
    try {
      return JLineNativeLoader.initialize();
    } catch (Exception | LinkageError e) {
      return false;
    }
  }

  /**
   * Asks a question and reads a line.
   *
   * @return the answer; empty at the end of input
   */
  public static Optional<String> ask(String question) {
    return read(question).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
  }

  /**
   * Asks for a secret: what is typed is not shown.
   *
   * @return the secret; empty when nothing was typed
   */
  public static Optional<Secret> askMasked(String prompt) {
    try (Mode mode = Mode.of("-echo")) {
      if (!mode.isSet()) {
        throw new Trouble.NotApproved(
            "A passphrase is needed, and this terminal can't hide what is typed.",
            "Install stty (part of coreutils), or use --passphrase-file FILE.");
      }
      Optional<byte[]> typed = read(prompt);
      write("\n");
      return typed.filter(bytes -> bytes.length > 0).map(Secret::of);
    }
  }

  /** Settings of the terminal that hold until they are closed, or the program ends. */
  public static final class Mode implements AutoCloseable {
    private final String before;
    private final Thread restore;
    private final boolean set;

    private Mode(String before, String... settings) {
      this.before = before;
      restore = new Thread(() -> stty(before));
      Runtime.getRuntime().addShutdownHook(restore);
      set = !before.isEmpty() && run(settings).isPresent();
    }

    /** Changes settings, as stty names them; nothing when they can't be read first. */
    static Mode of(String... settings) {
      return new Mode(stty("-g").strip(), settings);
    }

    /** Whether the settings hold. */
    boolean isSet() {
      return set;
    }

    @Override
    public void close() {
      if (!before.isEmpty()) {
        stty(before);
      }
      try {
        Runtime.getRuntime().removeShutdownHook(restore);
      } catch (IllegalStateException e) {
        // The program is ending already, and restores the terminal.
      }
    }
  }

  /**
   * Reads one key; what was typed before is thrown away. Interrupting the thread ends it.
   *
   * @param prompt shown when it is time to type
   * @return the key's first byte; -1 at the end of input, or when single keys can't be had
   */
  public static int key(String prompt) {
    try (Mode mode =
        Mode.of(
            "-icanon", "-echo", "min", "1", "intr", "undef", "quit", "undef", "susp", "undef")) {
      if (!mode.isSet()) {
        return -1;
      }
      drain();
      write(prompt);
      try (FileChannel in = FileChannel.open(DEVICE, StandardOpenOption.READ)) {
        ByteBuffer one = ByteBuffer.allocate(1);
        int key = in.read(one) == 1 ? one.get(0) & 0xff : -1;
        // The rest of an arrow key, or of a letter of several bytes.
        drain();
        return key;
      } catch (IOException e) {
        return -1;
      }
    }
  }

  /** Throws away what was typed before a question: it was no answer to it. */
  static void drain() {
    try (var in = new FileInputStream(DEVICE.toString())) {
      for (int waiting = in.available(); waiting > 0; waiting = in.available()) {
        in.readNBytes(waiting);
      }
    } catch (IOException e) {
      // The terminal is gone: reading the key will say so.
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

  /** Prints to the terminal itself. */
  public static void write(String text) {
    try (FileChannel out = FileChannel.open(DEVICE, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stty prints; empty when it fails. */
  private static String stty(String... arguments) {
    return run(arguments).orElse("");
  }

  /** Runs stty on the terminal and gives what it prints; empty when it fails. */
  private static Optional<String> run(String... arguments) {
    var argv = new ArrayList<>(List.of("stty"));
    argv.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(argv)
              .redirectInput(new File(DEVICE.toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
