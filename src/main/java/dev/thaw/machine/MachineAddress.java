package dev.thaw.machine;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which machine is meant: what {@code --on} says. */
public sealed interface MachineAddress {

  /** How a person writes it: what {@link #parse} reads. */
  String text();

  /** One that there is, and that commands reach. */
  sealed interface Real extends MachineAddress {}

  /** This computer. */
  record Local() implements Real {
    @Override
    public String text() {
      return "local";
    }
  }

  /**
   * A practice machine.
   *
   * @param name which one; empty for the one that everybody starts with
   */
  record Practice(String name) implements MachineAddress {
    @Override
    public String text() {
      return name.isEmpty() ? "practice" : "practice:" + name;
    }
  }

  /**
   * A computer behind ssh.
   *
   * @param user empty when the user's own ssh configuration says, or their name here is meant
   * @param host a name, an alias of the ssh configuration, or an address without brackets
   * @param port empty when the ssh configuration says, or 22 is meant
   */
  record Ssh(Optional<String> user, String host, OptionalInt port) implements Real {
    @Override
    public String text() {
      return "ssh://"
          + user.map(name -> name + "@").orElse("")
          + (host.contains(":") ? "[" + host + "]" : host)
          + (port.isPresent() ? ":" + port.getAsInt() : "");
    }
  }

  /** Neither a user nor a host may begin with a dash: ssh would take it for an option. */
  Pattern SSH =
      Pattern.compile(
          "ssh://(?:(?<user>[\\p{L}\\p{N}_.][\\p{L}\\p{N}_.+-]*)@)?"
              + "(?:(?<host>[\\p{L}\\p{N}_.][\\p{L}\\p{N}_.-]*)"
              + "|\\[(?<six>[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?)\\])"
              + "(?::(?<port>[0-9]{1,5}))?/?");

  /** The names that a practice machine can have. */
  Pattern PRACTICE = Pattern.compile("practice(?::(?<name>[a-z0-9][a-z0-9-]*))?");

  /**
   * Reads {@code local}, {@code practice[:NAME]} or {@code ssh://[USER@]HOST[:PORT]}.
   *
   * @throws Trouble.Refused for anything else, with the forms that work
   */
  @SuppressWarnings("OrphanedFormatString") // The % of an address.
  static MachineAddress parse(String text) {
    if (text.equals("local")) {
      return new Local();
    }
    Matcher practice = PRACTICE.matcher(text);
    if (practice.matches()) {
      return new Practice(Optional.ofNullable(practice.group("name")).orElse(""));
    }
    Matcher ssh = SSH.matcher(text);
    if (ssh.matches()) {
      String host = Optional.ofNullable(ssh.group("host")).orElse(ssh.group("six"));
      int port = ssh.group("port") == null ? -1 : Integer.parseInt(ssh.group("port"));
      if (port != 0 && port <= 65535) {
        return new Ssh(
            Optional.ofNullable(ssh.group("user")),
            host,
            port < 0 ? OptionalInt.empty() : OptionalInt.of(port));
      }
    }
    throw new Trouble.Rejected(
        "“" + Clean.line(text) + "” names no machine.",
        "Name one as practice[:NAME], local, or ssh://[USER@]HOST[:PORT], for example"
            + " ssh://root@192.168.1.7 or ssh://nixos@[fe80::1%eth0]:2222.");
  }
}
