package dev.thaw.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which host key is trusted. The user's known_hosts are asked first and never written. A key that
 * they do not have is shown to the person, and kept for this run only: a live image makes a new one
 * at each start.
 */
final class HostKeys {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Kinds of keys to ask for in turn, when the pinned one is not what is offered first. */
  private static final List<String> ALGORITHMS =
      List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512,rsa-sha2-256");

  private final SshClient client;
  private final MachineAddress.Ssh address;
  private final Optional<String> pinned;
  private final UserInteraction interaction;
  private Optional<HostKey> accepted = Optional.empty();

  HostKeys(
      SshClient client,
      MachineAddress.Ssh address,
      SshOptions options,
      UserInteraction interaction) {
    this.client = client;
    this.address = address;
    // ssh-keygen prints fingerprints without the base64 padding.
    this.pinned = options.hostKey().map(fingerprint -> fingerprint.replace("=", ""));
    this.interaction = interaction;
  }

  /** Options for ssh that go before everybody's; none while the user's known_hosts decide. */
  List<String> trusting() {
    return accepted.isEmpty() ? List.of() : only("yes", client.file("known_hosts"));
  }

  private static List<String> only(String checking, Path file) {
    return List.of(
        "StrictHostKeyChecking=" + checking,
        "UserKnownHostsFile=" + file,
        "GlobalKnownHostsFile=/dev/null",
        "HashKnownHosts=no",
        "CheckHostIP=no",
        "UpdateHostKeys=no");
  }

  /**
   * Before the first connection: finds the key that {@code --host-key} names, if it was given.
   *
   * @throws Trouble.NotApproved if the machine has no such key
   */
  void acceptPinned() {
    if (pinned.isEmpty() || accepted.isPresent()) {
      return;
    }
    var seen = new ArrayList<HostKey>();
    for (String algorithms : ALGORITHMS) {
      Optional<HostKey> key = fetch(List.of("HostKeyAlgorithms=" + algorithms));
      if (key.map(HostKey::fingerprint).equals(pinned)) {
        accepted = key;
        return;
      }
      key.ifPresent(seen::add);
    }
    if (seen.isEmpty()) {
      // Nothing answered, or not as ssh: connecting says what is wrong.
      return;
    }
    throw new Trouble.NotApproved(
        address.text() + " has another host key than --host-key names: " + join(seen) + ".",
        "Compare with what `"
            + HostKey.SHOW
            + "` prints at the machine. If it differs, this is another machine, or someone is in"
            + " between.");
  }

  /**
   * After ssh refused the host key: shows it to the person and asks.
   *
   * @throws Trouble.NotApproved if it is not accepted
   */
  void accept() {
    if (pinned.isPresent()) {
      acceptPinned();
      throw notAccepted("The host key of " + address.text() + " changed while Thaw was running.");
    }
    List<HostKey> known = known();
    accepted.ifPresent(known::add);
    HostKey key =
        fetch(List.of())
            .orElseThrow(() ->
                new Trouble.Unreachable(
                    "The host key of " + address.text() + " could not be read.",
                    "Try `ssh` itself, and connect with it once."));
    interaction.tell(describe(key, known));
    try {
      // --yes covers a key that is merely new. One that changed is how an attack looks.
      String question = "Trust this key until Thaw ends?";
      boolean yes =
          known.isEmpty() ? interaction.approves(question) : interaction.approvesInPerson(question);
      if (!yes) {
        throw notAccepted("The host key was not accepted: " + key + ".");
      }
    } catch (Trouble.NotApproved e) {
      accepted = Optional.empty();
      throw notAccepted("Nobody accepted the host key of " + address.text() + ": " + key + ".");
    }
    accepted = Optional.of(key);
  }

  private static Trouble notAccepted(String what) {
    return new Trouble.NotApproved(
        what,
        "Compare it with what `"
            + HostKey.SHOW
            + "` prints at the machine itself, then give it: --host-key SHA256:….");
  }

  private String describe(HostKey key, List<HostKey> known) {
    String text = address.text() + " shows this host key:\n  " + key + "\n";
    text +=
        known.isEmpty()
            ? "It is not in your known_hosts: a live image makes a new key at each start.\n"
            : "You know it with another one:\n  "
                + join(known)
                + "\n"
                + "That is as it should be if the machine was started from a live image since: each"
                + " start makes a new key.\n"
                + "If it runs its own system, or was not started again, someone may be in between:"
                + " then say no.\n";
    return text + "To compare, run this at the machine itself:\n  " + HostKey.SHOW;
  }

  private static String join(List<HostKey> keys) {
    return String.join(", ", keys.stream().map(HostKey::toString).toList());
  }

  /** Gets the machine's key without logging in; it stands in our own known_hosts afterwards. */
  private Optional<HostKey> fetch(List<String> more) {
    Path file = client.file("known_hosts");
    try {
      Files.deleteIfExists(file);
      var first = new ArrayList<>(only("accept-new", file));
      first.addAll(List.of("BatchMode=yes", "PreferredAuthentications=none", "ControlPath=none"));
      first.addAll(more);
      client.call(first, SshMachine.COMMON, "exit", LIMIT);
      return Files.exists(file)
          ? Files.readString(file).lines().flatMap(line -> HostKey.parse(line).stream()).findFirst()
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys that the user's known_hosts have for this machine, hashed lines included. */
  private List<HostKey> known() {
    String name = address.host();
    String port = "22";
    String alias = "";
    var files = new ArrayList<String>();
    var argv = client.argv(List.of(), List.of(), List.of("-G"), "");
    for (String line : client.local(argv).lines().toList()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "hostname" -> name = words[1];
        case "port" -> port = words[1];
        case "hostkeyalias" -> alias = words[1];
        case "userknownhostsfile", "globalknownhostsfile" ->
            files.addAll(List.of(words).subList(1, words.length));
        default -> {}
      }
    }
    String entry = !alias.isEmpty() ? alias : port.equals("22") ? name : "[" + name + "]:" + port;
    var keys = new ArrayList<HostKey>();
    for (String file : files) {
      String path = file.replaceFirst("^~/", System.getProperty("user.home") + "/");
      client
          .local(List.of("ssh-keygen", "-F", entry, "-f", path))
          .lines()
          .forEach(line -> HostKey.parse(line).ifPresent(keys::add));
    }
    return keys;
  }
}
