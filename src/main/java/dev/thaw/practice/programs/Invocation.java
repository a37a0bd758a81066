package dev.thaw.practice.programs;

import dev.thaw.machine.OutputListener;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountNamespace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One run of a program: what it was called with, and what it can reach.
 *
 * @param programs which programs there are
 * @param state the machine
 * @param namespace the files as it sees them
 * @param directory the directory that it stands in, an absolute path of its view
 * @param environment the variables that were set for it
 * @param argv its name and its arguments
 * @param stdin what it reads on standard input
 * @param output where it prints
 */
public record Invocation(
    ProgramTable programs,
    MachineState state,
    MountNamespace namespace,
    String directory,
    Map<String, String> environment,
    List<String> argv,
    byte[] stdin,
    OutputListener output) {

  /** What a program printed, and how it ended. */
  public record Printed(int status, byte[] out, byte[] err) {
    /** What it printed on standard output, as text. */
    public String text() {
      return new String(out, StandardCharsets.UTF_8);
    }

    /** What it printed on standard error, as text. */
    public String errText() {
      return new String(err, StandardCharsets.UTF_8);
    }
  }

  /** Its arguments, without its name. */
  public List<String> arguments() {
    return argv.subList(1, argv.size());
  }

  /** Its name. */
  public String name() {
    return argv.getFirst();
  }

  /** Prints text on standard output. */
  public void print(String text) {
    print(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Prints bytes on standard output. */
  public void print(byte[] bytes) {
    if (bytes.length > 0) {
      output.out(bytes, bytes.length);
    }
  }

  /** Prints a line on standard output. */
  public void line(String line) {
    print(line + "\n");
  }

  /** Prints a line on standard error, and gives the status to end with. */
  public int fail(int status, String line) {
    complain(line + "\n");
    return status;
  }

  /** Prints text on standard error. */
  public void complain(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      output.err(bytes, bytes.length);
    }
  }

  /** The path as an absolute one. */
  public String absolute(String path) {
    return path.startsWith("/") ? path : (directory.equals("/") ? "" : directory) + "/" + path;
  }

  /** A call of another program that prints where this one does. */
  public Invocation calling(List<String> other) {
    return new Invocation(programs, state, namespace, directory, environment, other, stdin, output);
  }

  /** The same with other files to see. */
  public Invocation seeing(MountNamespace other, String there) {
    return new Invocation(programs, state, other, there, environment, argv, stdin, output);
  }

  /** The same standing in another directory. */
  Invocation in(String there) {
    return new Invocation(programs, state, namespace, there, environment, argv, stdin, output);
  }

  /** The same with other variables. */
  public Invocation with(Map<String, String> variables) {
    return new Invocation(programs, state, namespace, directory, variables, argv, stdin, output);
  }

  /** The same reading other bytes. */
  Invocation reading(byte[] bytes) {
    return new Invocation(programs, state, namespace, directory, environment, argv, bytes, output);
  }

  /** The same printing elsewhere. */
  Invocation printing(OutputListener elsewhere) {
    return new Invocation(
        programs, state, namespace, directory, environment, argv, stdin, elsewhere);
  }

  /** Runs it. */
  public int run() {
    return programs.run(this);
  }

  /** Runs another program, and keeps what it prints; it has nothing to read. */
  public Printed capture(String... other) {
    return capture(List.of(other));
  }

  /** Runs another program, and keeps what it prints; it has nothing to read. */
  public Printed capture(List<String> other) {
    var kept = new Captured();
    int status = calling(other).reading(new byte[0]).printing(kept).run();
    return new Printed(status, kept.out.toByteArray(), kept.err.toByteArray());
  }

  /** Keeps what is printed. */
  public static final class Captured implements OutputListener {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What came on standard error. */
    public final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public void out(byte[] bytes, int length) {
      out.write(bytes, 0, length);
    }

    @Override
    public void err(byte[] bytes, int length) {
      err.write(bytes, 0, length);
    }
  }
}
