package dev.thaw.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands run as root for a user who is not, asking for a password once if sudo wants one.
 */
final class Sudo implements AutoCloseable {

  /** Arguments that run as root, and what to send ahead of the command's own input. */
  record Wrapped(List<String> argv, byte[] preamble) {}

  /** Runs something small where sudo is, and gives its exit status. */
  interface Runner {
    int run(List<String> argv, byte[] input);
  }

  private static final byte[] NOTHING = {};

  private final @Nullable UserInteraction person;
  private final String where;
  private boolean asked;
  private byte @Nullable [] password;

  /**
   * Works through sudo.
   *
   * @param where whose password is asked for, in the words of the prompt
   */
  Sudo(@Nullable UserInteraction person, String where) {
    this.person = person;
    this.where = where;
  }

  /** For a user who is root already. */
  static Sudo notNeeded() {
    return new Sudo(null, "");
  }

  /**
   * Wraps arguments that read their input from pipes. Whoever comes while another asks the person
   * waits for the answer.
   */
  synchronized Wrapped wrap(List<String> argv, Runner runner) {
    if (person == null) {
      return new Wrapped(argv, NOTHING);
    }
    if (!asked) {
      ask(runner, person);
      asked = true;
    }
    // -k: sudo reads a password even if it remembers an earlier one, so that the first line of the
    // input always is the password and never the command's.
    return password == null
        ? new Wrapped(prefixed(List.of("sudo", "-n", "--"), argv), NOTHING)
        : new Wrapped(prefixed(List.of("sudo", "-k", "-S", "-p", "", "--"), argv), password);
  }

  /** Wraps arguments that have the person's terminal: sudo asks there by itself. */
  List<String> interactive(List<String> argv) {
    return person == null ? argv : prefixed(List.of("sudo", "--"), argv);
  }

  private void ask(Runner runner, UserInteraction interaction) {
    int status = runner.run(List.of("sudo", "-k", "-n", "true"), NOTHING);
    if (status == 0) {
      return;
    }
    if (status == 127) {
      throw new Trouble.NotReady(
          "Root is needed on " + where + ", and there is no sudo.", "Log in as root.");
    }
    for (int attempt = 0; attempt < 3; attempt++) {
      Optional<Secret> given = interaction.secret("[sudo] password on " + where + ": ");
      if (given.isEmpty()) {
        break;
      }
      byte[] line;
      try (Secret secret = given.get()) {
        line = secret.lineBytes();
      }
      if (runner.run(List.of("sudo", "-k", "-S", "-p", "", "true"), line) == 0) {
        password = line;
        return;
      }
      interaction.tell("sudo did not accept that password.");
    }
    throw new Trouble.NotApproved(
        "Root is needed on " + where + ", and sudo gave it to nobody.",
        "Log in as root (ssh://root@HOST), or as a user whom sudo trusts.");
  }

  private static List<String> prefixed(List<String> prefix, List<String> argv) {
    var all = new ArrayList<>(prefix);
    all.addAll(argv);
    return all;
  }

  @Override
  public void close() {
    if (password != null) {
      java.util.Arrays.fill(password, (byte) 0);
    }
  }
}
