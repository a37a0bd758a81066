package dev.thaw.machine;

import java.util.List;
import java.util.regex.Pattern;

/** Says in sentences what ssh said in its own words. */
final class SshTrouble {

  private record Case(Pattern said, String what, String next) {}

  private static final List<Case> CASES =
      List.of(
          of(
              "Could not resolve hostname",
              "The name of %s can't be resolved.",
              "Check its spelling, or use the machine's address: `ip address` shows it there."),
          of(
              "Connection refused",
              "%s is there, but nothing listens for ssh.",
              "At the machine: set a password with `passwd`, and start sshd with `systemctl start"
                  + " sshd`. Check the port."),
          of(
              "No route to host|Network is unreachable|[Tt]imed out|Host is down",
              "%s does not answer.",
              "Is it switched on and on the same network? `ip address` shows its address there, and"
                  + " it may be another one since it was started."),
          of(
              "REVOKED",
              "The host key of %s is marked as revoked in your known_hosts.",
              "Don't connect, unless you know who revoked it and why."),
          of(
              "Host key verification failed",
              "The host key of %s is not trusted.",
              "Connect with `ssh` itself once, also to each machine on the way there."),
          of(
              "Permission denied|Too many authentication failures|No more authentication methods",
              "%s did not let you in.",
              "Give a key that it knows (--identity FILE), or set a password there with `passwd`"
                  + " and start Thaw in a terminal, where ssh can ask for it."),
          of(
              "Bad configuration option|command-line|[Bb]ad configuration|keyword|unsupported"
                  + " option",
              "ssh did not understand what it was told for %s.",
              "Correct --ssh-option, or the file that ssh names."));

  private SshTrouble() {}

  private static Case of(String said, String what, String next) {
    return new Case(Pattern.compile(said), what, next);
  }

  /**
   * Why there is no connection.
   *
   * @param said ssh's own messages
   */
  static Trouble connecting(MachineAddress.Ssh address, String said) {
    for (Case one : CASES) {
      if (one.said().matcher(said).find()) {
        return new Trouble.Unreachable(
            one.what().formatted(address.text()) + tail(said), one.next());
      }
    }
    return new Trouble.Unreachable(
        "Could not connect to " + address.text() + "." + tail(said),
        "Try `ssh` itself; when that works, so does this.");
  }

  /**
   * The connection broke while a command ran.
   *
   * @param status how ssh ended: above 128, by that signal
   */
  static Trouble lost(MachineAddress.Ssh address, Command command, int status, String said) {
    String why =
        status == SshClient.FAILED
            ? ""
            : " (ssh was ended here by signal %d)".formatted(status - RemoteStatus.BY_SIGNAL);
    return new Trouble.Unreachable(
        "The connection to %s was lost%s. What it was doing: %s. Whether that was finished is not known."
                .formatted(address.text(), why, Clean.line(command.purpose()))
            + tail(said),
        "The next command connects again; look at the machine first.");
  }

  private static String tail(String said) {
    String lines = Clean.lastLines(said, 4);
    return lines.isEmpty() ? "" : " ssh printed:\n" + lines.indent(2).stripTrailing();
  }
}
