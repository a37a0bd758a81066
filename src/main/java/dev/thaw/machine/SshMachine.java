package dev.thaw.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A computer behind the user's own OpenSSH client: their configuration, agent and jump hosts apply.
 * All commands share one connection, which is opened by the first and ends with {@link #close} or
 * with this program. A user who is not root works through sudo.
 */
public final class SshMachine implements Machine {

  /**
   * What starts ssh in a session of its own, where Ctrl-C does not reach it: this program ends the
   * command at the far end first. Not every system has it; then ssh may die of Ctrl-C by itself.
   */
  private static final List<String> APART =
      Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")))
          ? List.of("setsid")
          : List.of();

  /** How a shell counts what SIGINT ended. */
  private static final int BY_CTRL_C = RemoteStatus.BY_SIGNAL + 2;

  /** What every call of ssh gets, and the user's options win over. */
  static final List<String> COMMON =
      List.of(
          "ConnectTimeout=15",
          // A dead link is noticed after 15 seconds.
          "ServerAliveInterval=5",
          "ServerAliveCountMax=3",
          "StrictHostKeyChecking=yes");

  private static final Duration CONNECTING = Duration.ofMinutes(2);
  private static final Pattern HOST_KEY_REFUSED = Pattern.compile("Host key verification failed");
  private static final Pattern DENIED =
      Pattern.compile("Permission denied|Too many authentication failures");

  private final MachineAddress.Ssh address;
  private final UserInteraction interaction;
  private final SshClient client;
  private final HostKeys hostKeys;
  private final String mark = RemoteStatus.newMark();
  private final Thread atExit = new Thread(this::end, "thaw-ssh-exit");
  private @Nullable Sudo sudo;
  private @Nullable Process holder;

  /**
   * Names the machine; nothing is connected yet.
   *
   * @param interaction asked about an unknown host key, and for sudo's password, once, when needed
   */
  public SshMachine(MachineAddress.Ssh address, SshOptions options, UserInteraction interaction) {
    this.address = address;
    this.interaction = interaction;
    this.client = new SshClient(address, options);
    this.hostKeys = new HostKeys(client, address, options, interaction);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  @Override
  public String name() {
    return address.text();
  }

  @Override
  public CommandResult run(Command command, OutputListener output) {
    Instant start = Instant.now();
    Sudo root = connect();
    int status = command.terminal() ? onTerminal(root, command) : onPipes(root, command, output);
    Duration took = Duration.between(start, Instant.now());
    return new CommandResult(command, status, new byte[0], new byte[0], took);
  }

  private int onPipes(Sudo root, Command command, OutputListener output) {
    Sudo.Wrapped wrapped = root.wrap(Lifeline.wrap(command, mark), this::runAsUser);
    return session(wrapped.argv(), wrapped.preamble(), command, output);
  }

  private int onTerminal(Sudo root, Command command) {
    String remote = remote(root.interactive(Terminal.wrap(command)));
    var quiet = new ArrayList<>(sharing());
    quiet.add("LogLevel=ERROR");
    List<String> argv = client.argv(hostKeys.trusting(), quiet, List.of("-t"), remote);
    int status = Terminal.run(interaction, argv, command);
    // What runs there ends with no such status.
    if (status > RemoteStatus.BY_SIGNAL) {
      throw SshTrouble.lost(address, command, status, "");
    }
    return status;
  }

  /** Runs something small as the user who logged in, for sudo's own questions. */
  private int runAsUser(List<String> argv, byte[] input) {
    Command command =
        Command.looks("see whether sudo asks for a password", argv).reading(Stdin.of(input));
    return session(Lifeline.wrap(command, mark), new byte[0], command, OutputListener.NONE);
  }

  private int session(List<String> argv, byte[] preamble, Command command, OutputListener output) {
    Path log = client.newLog();
    List<String> ssh = new ArrayList<>(APART);
    ssh.addAll(
        client.argv(
            hostKeys.trusting(), sharing(), List.of("-T", "-E", log.toString()), remote(argv)));
    var far = new RemoteStatus(mark, output);
    try {
      int status = Lifeline.run(ssh, preamble, command, far);
      far.end();
      boolean lost = status > RemoteStatus.BY_SIGNAL && far.status() != status;
      if (lost && (status == SshClient.FAILED || status == BY_CTRL_C)) {
        // Ctrl-C reaches ssh and this program at once, and ssh may be quicker.
        Thread.sleep(300);
      }
      if (lost) {
        throw SshTrouble.lost(address, command, status, client.read(log));
      }
      return status;
    } catch (InterruptedException e) {
      throw new Trouble.Interrupted(command);
    } finally {
      client.read(log);
    }
  }

  private static String remote(List<String> argv) {
    return "exec " + ShellQuoting.quote(argv);
  }

  /** Options of a session on the shared connection. */
  private List<String> sharing() {
    var options = new ArrayList<>(COMMON);
    options.addAll(List.of("BatchMode=yes", "ControlMaster=no", "ControlPath=" + client.socket()));
    return options;
  }

  /** Opens the shared connection unless it is open, and says how to be root there. */
  private synchronized Sudo connect() {
    if (!client.isOpen()) {
      client.hangUp();
      hostKeys.acceptPinned();
      SshClient.Answer answer = open();
      if (HOST_KEY_REFUSED.matcher(answer.said()).find() && !answer.said().contains("REVOKED")) {
        hostKeys.accept();
        answer = open();
      }
      if (answer.status() == SshClient.FAILED
          && DENIED.matcher(answer.said()).find()
          && interaction.hasTerminal()) {
        answer = openOnTerminal();
      }
      if (answer.status() != 0) {
        throw SshTrouble.connecting(address, answer.said());
      }
      if (sudo == null) {
        boolean root = answer.out().strip().equals("0");
        sudo = root ? Sudo.notNeeded() : new Sudo(interaction, address.text());
      }
    }
    hold();
    // Once it was open, it is known.
    return Objects.requireNonNull(sudo);
  }

  private List<String> opening(boolean asking) {
    var options = new ArrayList<>(COMMON);
    options.addAll(
        List.of(
            "BatchMode=" + (asking ? "no" : "yes"),
            "ControlMaster=yes",
            "ControlPath=" + client.socket(),
            "ControlPersist=60"));
    return options;
  }

  /** Opens the connection with what needs no question: keys and agent. */
  private SshClient.Answer open() {
    return client.call(hostKeys.trusting(), opening(false), "id -u", CONNECTING);
  }

  /** Opens the connection on the person's terminal, where ssh asks for passwords, masked. */
  private SshClient.Answer openOnTerminal() {
    List<String> argv = client.argv(hostKeys.trusting(), opening(true), List.of("-T"), "exit");
    Terminal.run(interaction, argv, Command.looks("connect to " + name(), argv));
    return client.call(hostKeys.trusting(), sharing(), "id -u", CONNECTING);
  }

  /**
   * Keeps the shared connection in use while this program lives, however it ends: without a session
   * it closes after ControlPersist.
   */
  private void hold() {
    if (holder == null || !holder.isAlive()) {
      List<String> argv = client.argv(hostKeys.trusting(), sharing(), List.of("-T"), "exec cat");
      holder =
          Lifeline.start(
              new ProcessBuilder(argv)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .redirectError(ProcessBuilder.Redirect.DISCARD));
    }
  }

  /** The shared connection's socket. */
  Path socket() {
    return client.socket();
  }

  private synchronized void end() {
    if (holder != null) {
      holder.destroy();
    }
    client.close();
    if (sudo != null) {
      sudo.close();
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This program is ending already.
    }
  }
}
