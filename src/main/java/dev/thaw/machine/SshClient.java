package dev.thaw.machine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The user's own OpenSSH client: how it is called, and the private directory with its sockets and
 * logs. Its own messages go to a log file ({@code -E}), so that they never mix with a command's.
 */
final class SshClient implements AutoCloseable {

  /**
   * How one call of ssh ended.
   *
   * @param out standard output
   * @param said what ssh itself had to say: its log, then standard error
   */
  record Answer(int status, String out, String said) {}

  /** The exit status by which ssh says that it failed itself. */
  static final int FAILED = 255;

  private final MachineAddress.Ssh address;
  private final SshOptions options;
  private final Path directory;
  private final AtomicInteger logs = new AtomicInteger();

  SshClient(MachineAddress.Ssh address, SshOptions options) {
    this.address = address;
    this.options = options;
    try {
      // Not java.io.tmpdir: the path of a socket must stay under about 100 bytes.
      this.directory = Files.createTempDirectory(Path.of("/tmp"), "thaw-ssh");
    } catch (IOException e) {
      throw new Trouble.NotReady(
          "ssh needs a folder for its connection in /tmp of this computer: "
              + FileTrouble.why(e)
              + ".",
          "Make room there, and see that you may write to it.");
    }
  }

  /** A file in the private directory. */
  Path file(String name) {
    return directory.resolve(name);
  }

  /** A file for ssh's own messages that nobody else uses. */
  Path newLog() {
    return file("log-" + logs.incrementAndGet());
  }

  /**
   * The arguments of one call.
   *
   * @param first options that win over everybody's, each {@code KEY=VALUE}
   * @param last options that the user's win over
   * @param flags such as {@code -T}
   * @param remote what the login shell there gets; none for an empty string
   */
  List<String> argv(List<String> first, List<String> last, List<String> flags, String remote) {
    var argv = new ArrayList<>(List.of("ssh"));
    first.forEach(option -> argv.addAll(List.of("-o", option)));
    options.options().forEach(option -> argv.addAll(List.of("-o", option)));
    options
        .identity()
        .ifPresent(file -> argv.addAll(List.of("-o", "IdentitiesOnly=yes", "-i", file.toString())));
    last.forEach(option -> argv.addAll(List.of("-o", option)));
    // What a person's configuration may say about a login of theirs, and must not do here.
    for (String option : List.of("RemoteCommand=none", "ClearAllForwardings=yes")) {
      argv.addAll(List.of("-o", option));
    }
    argv.addAll(flags);
    address.user().ifPresent(user -> argv.addAll(List.of("-l", user)));
    address.port().ifPresent(port -> argv.addAll(List.of("-p", Integer.toString(port))));
    argv.addAll(List.of("--", address.host()));
    if (!remote.isEmpty()) {
      argv.add(remote);
    }
    return argv;
  }

  /** Calls ssh and collects what it prints; {@code flags} must not have {@code -E}. */
  Answer call(List<String> first, List<String> last, String remote, Duration limit) {
    Path log = newLog();
    List<String> argv = argv(first, last, List.of("-T", "-E", log.toString()), remote);
    var output = new Collected();
    Command command = Command.looks("connect to " + address.text(), argv).within(limit);
    int status;
    try {
      status = Lifeline.run(argv, new byte[0], command, output);
    } catch (Trouble.TimedOut e) {
      return new Answer(FAILED, "", read(log) + "Timed out.");
    }
    return new Answer(
        status,
        new String(output.out(), StandardCharsets.UTF_8),
        read(log) + new String(output.err(), StandardCharsets.UTF_8));
  }

  /** What ssh wrote into a log, which is then gone unless ssh still writes to it. */
  String read(Path log) {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      Files.delete(log);
      return text;
    } catch (IOException e) {
      return "";
    }
  }

  /** The socket of the connection that all commands share. */
  Path socket() {
    return file("c");
  }

  /** Whether the shared connection's process is there; nothing is sent over the network. */
  boolean isOpen() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the shared connection, if there is one. */
  void hangUp() {
    if (Files.exists(socket())) {
      var argv = new ArrayList<>(List.of("ssh", "-o", "ControlPath=" + socket(), "-O", "exit"));
      argv.add("thaw");
      local(argv);
    }
    try {
      Files.deleteIfExists(socket());
    } catch (IOException e) {
      // A socket that nobody listens at does no harm.
    }
  }

  /** Runs a tool of OpenSSH that stays on this computer, and gives what it printed. */
  String local(List<String> argv) {
    try {
      Process process =
          new ProcessBuilder(argv)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return printed;
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    hangUp();
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // It is in /tmp, and holds no secret.
    }
  }
}
