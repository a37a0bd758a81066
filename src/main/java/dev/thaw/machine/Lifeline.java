package dev.thaw.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command through {@code lifeline.sh}, here or at the far end of a connection: whatever ends
 * the waiting (an interrupt, the time limit, the death of this program) ends the command too.
 */
final class Lifeline {

  private static final String SCRIPT = Scripts.read(Lifeline.class, "lifeline.sh");

  /** How long a command that was told to end may take for it. */
  private static final Duration ENDING = Duration.ofSeconds(12);

  /** How long before it is killed: a rebuild has nothing to close, it is to end. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** The same for a look of Thaw's own: what it has opened has to be closed, however slow. */
  private static final Duration GRACE_OF_LOOKS = Duration.ofMinutes(2);

  private Lifeline() {}

  /** The arguments that run {@code command} under the lifeline on the machine itself. */
  static List<String> wrap(Command command) {
    return wrap(command, "");
  }

  /**
   * The same behind something whose own end could be taken for the command's.
   *
   * @param mark what the machine prints before the status of a command that a signal ended; see
   *     {@link RemoteStatus}
   */
  static List<String> wrap(Command command, String mark) {
    var argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "thaw-lifeline"));
    argv.add(Long.toString(command.stdin().length()));
    boolean look = command.effect() == Effect.LOOKS && command.program().startsWith("thaw-");
    argv.add(Long.toString((look ? GRACE_OF_LOOKS : GRACE).toSeconds()));
    argv.add(mark);
    argv.addAll(command.argv());
    return argv;
  }

  /**
   * Starts {@code argv} on this computer and waits for its end.
   *
   * @param argv what to start: {@link #wrap}, perhaps behind {@code ssh} or {@code sudo}
   * @param preamble bytes to send ahead of the command's own input, such as a password for sudo
   * @return the exit status
   */
  static int run(List<String> argv, byte[] preamble, Command command, OutputListener output) {
    Process process = start(new ProcessBuilder(argv));
    Thread sender = Thread.startVirtualThread(() -> send(process, preamble, command.stdin()));
    Thread out = Thread.startVirtualThread(() -> pump(process.getInputStream(), output::out));
    Thread err = Thread.startVirtualThread(() -> pump(process.getErrorStream(), output::err));
    try {
      Instant latest = Instant.now().plus(command.limit());
      // Something that it left running may hold its output open: that too is over at the limit.
      if (process.waitFor(command.limit()) && out.join(left(latest)) && err.join(left(latest))) {
        return process.exitValue();
      }
      end(process);
      throw new Trouble.TimedOut(command);
    } catch (InterruptedException e) {
      end(process);
      throw new Trouble.Interrupted(command);
    } finally {
      sender.interrupt();
      closeQuietly(process.getOutputStream());
    }
  }

  /** The time until {@code latest}; what is at its end already gets a second to say so. */
  private static Duration left(Instant latest) {
    Duration left = Duration.between(Instant.now(), latest);
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }

  /** Starts a process of this computer, or says why it can't be. */
  static Process start(ProcessBuilder builder) {
    String program = builder.command().getFirst();
    // Otherwise Java would put a ? for what it can't encode, and another file would be meant.
    CharsetEncoder encoder = Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder();
    for (String argument : builder.command()) {
      if (!encoder.canEncode(argument)) {
        throw new Trouble.Rejected(
            "This argument can't be passed on: " + Clean.line(argument),
            "Start Thaw with LC_ALL=C.UTF-8 in its environment.");
      }
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Trouble.Unreachable(
          "Could not start " + program + ": " + e.getMessage(),
          "Install " + program + " on this computer, or put it on the PATH.");
    }
  }

  /** Sends the input and leaves the pipe open: it is the lifeline. */
  private static void send(Process process, byte[] preamble, Stdin stdin) {
    OutputStream to = process.getOutputStream();
    try (InputStream from = stdin.open().get()) {
      to.write(preamble);
      from.transferTo(to);
      to.flush();
    } catch (IOException e) {
      // The command ended before it read everything; its exit status says whether that matters.
    } catch (UncheckedIOException e) {
      // The input can't be read here. Half of it would be worse than nothing: end the command.
      closeQuietly(to);
    }
  }

  private interface Sink {
    void accept(byte[] bytes, int length);
  }

  private static void pump(InputStream from, Sink to) {
    byte[] buffer = new byte[1 << 16];
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.accept(buffer, n);
      }
    } catch (IOException e) {
      // The process was ended; what came until then has been passed on.
    }
  }

  /**
   * Lets go of the lifeline, and waits for the far end to clean up; an impatient second interrupt
   * cuts that short.
   */
  private static void end(Process process) {
    closeQuietly(process.getOutputStream());
    try {
      process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // Already gone.
    }
  }
}
