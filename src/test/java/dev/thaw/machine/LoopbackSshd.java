package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A real sshd on a free port of this computer, with keys and settings of its own. */
public final class LoopbackSshd {

  private final Path dir;
  private final int port;
  private Process sshd;

  /** Starts it, on a free port. */
  public LoopbackSshd() throws IOException, InterruptedException {
    assertThat(Path.of("/usr/sbin/sshd"))
        .as("These tests need sshd: run ./verify, or install openssh-server.")
        .isExecutable();
    assertThat(System.getProperty("user.name")).as("These tests need root.").isEqualTo("root");
    dir = Files.createTempDirectory(Path.of("/tmp"), "thaw-test-sshd");
    run("chmod", "755", dir.toString());
    run("mkdir", "-p", "/run/sshd");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", identity().toString());
    run("chmod", "644", dir.resolve("id.pub").toString());
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    newHostKey();
    start();
  }

  private Path hostKeyFile() {
    return dir.resolve("host");
  }

  /** The private key that it lets in. */
  public Path identity() {
    return dir.resolve("id");
  }

  /** Stands for the user's own known_hosts. */
  public Path knownHosts() {
    return dir.resolve("known_hosts");
  }

  /** What a live image does at each start. */
  void newHostKey() throws IOException, InterruptedException {
    Files.deleteIfExists(hostKeyFile());
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKeyFile().toString());
  }

  /** The host key's fingerprint, as ssh-keygen prints it. */
  public String fingerprint() throws IOException, InterruptedException {
    return run("ssh-keygen", "-lf", hostKeyFile() + ".pub").split(" ")[1];
  }

  /** Puts the present host key into the user's known_hosts. */
  public void becomeKnown() throws IOException {
    String[] key = Files.readString(Path.of(hostKeyFile() + ".pub")).split(" ");
    Files.writeString(
        knownHosts(), "[127.0.0.1]:%d %s %s\n".formatted(port, key[0], key[1].strip()));
  }

  void start() throws IOException, InterruptedException {
    Path config = dir.resolve("sshd_config");
    Files.writeString(
        config,
        """
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s
        AuthorizedKeysFile %s/id.pub
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        PidFile none
        # bash reads no start-up file of this user then: the tests are not about those.
        SetEnv SHLVL=2
        """
            .formatted(port, hostKeyFile(), dir));
    sshd =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("sshd.log").toFile())
            .start();
    for (int i = 0; i < 100; i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IOException("sshd did not start: " + Files.readString(dir.resolve("sshd.log")));
  }

  /** Ends sshd with all its sessions, as a power cut does. */
  void stop() throws InterruptedException {
    var all = new ArrayList<>(sshd.descendants().toList());
    sshd.destroyForcibly().waitFor();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends sshd's own processes of each connection, and neither sshd nor the commands. */
  void dropSessions() {
    sessions().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * One process for each, or two: {@code sshd:} of old, {@code sshd-session:} since OpenSSH 9.8.
   */
  private List<ProcessHandle> sessions() {
    return sshd.descendants()
        .filter(process -> Processes.line(process).startsWith("sshd"))
        .toList();
  }

  /** Stops sshd's own processes of each connection, as a pulled cable does: nothing is closed. */
  void freezeSessions() {
    for (ProcessHandle process : sessions()) {
      try {
        run("kill", "-STOP", Long.toString(process.pid()));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Its address for that user. */
  public MachineAddress.Ssh address(String user) {
    return new MachineAddress.Ssh(Optional.of(user), "127.0.0.1", OptionalInt.of(port));
  }

  SshOptions options() {
    return new SshOptions(
        Optional.of(identity()),
        List.of("UserKnownHostsFile=" + knownHosts(), "GlobalKnownHostsFile=/dev/null"),
        Optional.empty());
  }

  SshOptions pinned(String fingerprint) {
    return new SshOptions(options().identity(), options().options(), Optional.of(fingerprint));
  }

  SshMachine machine(String user, UserInteraction interaction) {
    return new SshMachine(address(user), options(), interaction);
  }

  static String run(String... argv) throws IOException, InterruptedException {
    return feed("", argv);
  }

  static String feed(String input, String... argv) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes());
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(String.join(" ", argv) + ": " + printed).isZero();
    return printed;
  }

  /** Ends it. */
  public void close() throws IOException, InterruptedException {
    stop();
    run("rm", "-r", dir.toString());
  }
}
