package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Machine;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.Machines;
import dev.thaw.machine.SshOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the lab's broken machines, driven by {@code lab/lab} as a person would. */
final class LabMachine implements AutoCloseable {

  /** Of all that is encrypted in the lab. */
  static final String PASSPHRASE = "thaw lab";

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Pattern SETTING = Pattern.compile("(?m)^(\\w+)=(.*)$");

  private final String name;
  private final Map<String, String> live = new HashMap<>();
  private String user = "root";

  private LabMachine(String name) {
    this.name = name;
  }

  /** The machine as it was handed out: broken, and switched off. */
  static LabMachine broken(String name) {
    var machine = new LabMachine(name);
    machine.lab(Duration.ofMinutes(40), 0, "build", name);
    machine.lab(Duration.ofMinutes(1), 0, "stop", name);
    machine.lab(Duration.ofMinutes(1), 0, "reset", name);
    return machine;
  }

  /** A file in that directory with the passphrase, as {@code --passphrase-file} wants it. */
  static String passphraseFile(Path directory) throws IOException {
    Path file = directory.resolve("passphrase");
    Files.deleteIfExists(file);
    var ownersOnly = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(ownersOnly));
    return Files.writeString(file, PASSPHRASE).toString();
  }

  /** Boots it from its own disk; the exit status says how far it came. */
  Shown boot() {
    var argv = List.of(HERE.resolve("lab/lab").toString(), "boot", name);
    return Shown.of(Duration.ofMinutes(6), Map.of(), argv);
  }

  /** Boots it from its disk as it was kept under that name. */
  Shown boot(String kept) {
    var argv = List.of(HERE.resolve("lab/lab").toString(), "boot", name, kept);
    return Shown.of(Duration.ofMinutes(6), Map.of(), argv);
  }

  /** Keeps its disk under a name as it is now, while the live medium runs. */
  void keep(String kept) {
    lab(Duration.ofMinutes(1), 0, "keep", name, kept);
  }

  /** Boots the live medium with its disk attached. */
  LabMachine live(String... options) {
    var argv = new ArrayList<>(List.of("live", name));
    argv.addAll(List.of(options));
    String out = lab(Duration.ofMinutes(8), 0, argv.toArray(String[]::new)).out();
    Matcher setting = SETTING.matcher(out);
    while (setting.find()) {
      live.put(setting.group(1), setting.group(2).replaceAll("^['\"]|['\"]$", ""));
    }
    assertThat(live).containsKeys("port", "key", "known_hosts");
    return this;
  }

  /** From now on Thaw logs in as that user. */
  LabMachine as(String user) {
    this.user = user;
    return this;
  }

  /** Runs {@code thaw eval} against the live medium. */
  Shown thaw(String... arguments) {
    return Shown.of(Duration.ofMinutes(10), Map.of(), thawArgv("eval", arguments));
  }

  /** Runs {@code thaw play} against the live medium. */
  Shown play(String... arguments) {
    return Shown.of(Duration.ofMinutes(15), Map.of(), thawArgv("play", arguments));
  }

  /** Starts {@code thaw eval} and kills it, as {@code kill -9} does, when it has printed that. */
  void killThawOnceItPrints(String sign, String... arguments) throws Exception {
    onceThawPrints("$", sign, Process::destroyForcibly, arguments);
  }

  /** Starts {@code thaw eval} and pulls the machine's plug when it has printed that. */
  void cutThePowerOnceThawPrints(String sign, String... arguments) throws Exception {
    onceThawPrints("", sign, _ -> stop(), arguments);
  }

  private void onceThawPrints(
      String start, String sign, Consumer<Process> then, String... arguments) throws Exception {
    Process process = startThaw(arguments);
    var printed = new StringBuilder();
    try (var lines = process.inputReader()) {
      assertThat(
              lines
                  .lines()
                  .peek(line -> printed.append(line).append('\n'))
                  .anyMatch(line -> line.contains(sign) && line.startsWith(start)))
          .as("whether it printed " + sign + " in\n" + printed)
          .isTrue();
      then.accept(process);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Starts {@code thaw eval} against the live medium. */
  Process startThaw(String... arguments) throws IOException {
    var builder = new ProcessBuilder(thawArgv("eval", arguments)).redirectErrorStream(true);
    return builder.redirectInput(new java.io.File("/dev/null")).start();
  }

  /** The command line of one of Thaw's commands against the live medium. */
  List<String> thawArgv(String command, String... arguments) {
    var argv = new ArrayList<>(List.of(HERE.resolve("thaw").toString(), command));
    argv.addAll(List.of("--on", address()));
    argv.addAll(List.of("--identity", live.get("key")));
    argv.addAll(List.of("--ssh-option", "UserKnownHostsFile=" + live.get("known_hosts")));
    argv.addAll(List.of(arguments));
    return argv;
  }

  /** The cell that names the live medium in a notebook, and approves every plan on it. */
  String on() {
    return "on(\"%s\", identity=\"%s\", yes=true)".formatted(address(), live.get("key"));
  }

  /** The live medium, as Thaw reaches it. */
  Machine machine() {
    var options =
        new SshOptions(
            Optional.of(Path.of(live.get("key"))),
            List.of("UserKnownHostsFile=" + live.get("known_hosts")),
            Optional.empty());
    return Machines.open(
        (MachineAddress.Real) MachineAddress.parse(address()), options, FakePerson.yes());
  }

  /** Runs a line on the live medium itself. */
  Shown ssh(String line) {
    return Shown.of(
        Duration.ofMinutes(20),
        Map.of(),
        List.of(HERE.resolve("lab/lab").toString(), "ssh", name, line));
  }

  /** Switches it off; what was not written is lost, as it would be. */
  void stop() {
    lab(Duration.ofMinutes(2), 0, "stop", name);
  }

  /** The checksum of everything on its disk. */
  String sum() {
    return lab(Duration.ofMinutes(5), 0, "sum", name).out().strip();
  }

  @Override
  public void close() {
    stop();
    lab(Duration.ofMinutes(1), 0, "reset", name);
  }

  private String address() {
    return "ssh://" + user + "@127.0.0.1:" + live.get("port");
  }

  private Shown lab(Duration limit, int status, String... arguments) {
    var argv = new ArrayList<>(List.of(HERE.resolve("lab/lab").toString()));
    argv.addAll(List.of(arguments));
    Shown shown = Shown.of(limit, Map.of(), argv);
    assertThat(shown.status()).as(String.join(" ", argv) + "\n" + shown.out()).isEqualTo(status);
    return shown;
  }
}
