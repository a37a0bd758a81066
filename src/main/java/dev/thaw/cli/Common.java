package dev.thaw.cli;

import dev.thaw.app.MessageWrapping;
import dev.thaw.app.PassphraseFile;
import dev.thaw.app.Session;
import dev.thaw.app.UnattendedPerson;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.SshOptions;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.terminal.TerminalPerson;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Style;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, and what is made of them. */
final class Common {

  /** The machine when none is named. */
  private static final MachineAddress PRACTICE = new MachineAddress.Practice("");

  @Option(
      names = "--on",
      scope = ScopeType.INHERIT,
      paramLabel = "MACHINE",
      converter = Named.class,
      description = "Which machine: practice[:NAME], local, or ssh://[USER@]HOST[:PORT].")
  @Nullable String on;

  @Option(
      names = "--identity",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "The private key to log in with.")
  @Nullable Path identity;

  @Option(
      names = "--ssh-option",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      description = "A setting for ssh, as in ssh_config; may be repeated.")
  List<String> sshOptions = new ArrayList<>();

  @Option(
      names = "--host-key",
      scope = ScopeType.INHERIT,
      paramLabel = "SHA256:…",
      description = "The fingerprint that the machine's host key must have.")
  @Nullable String hostKey;

  @Option(
      names = "--yes",
      scope = ScopeType.INHERIT,
      description = "Approve the plans of acting helpers without asking.")
  boolean yes;

  @Option(
      names = "--passphrase-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "A file that holds a disk's passphrase, readable by you alone.")
  @Nullable Path passphraseFile;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Also tell the commands that only look, and where a cell's error comes from.")
  boolean verbose;

  /** Refuses what names no machine, before anything else of the line is understood. */
  static final class Named implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return MachineAddress.parse(text).text();
    }
  }

  /**
   * Whoever is there.
   *
   * @param out where progress is shown
   * @param terminal whether that is a terminal
   * @param told shows what the person is told
   */
  UserInteraction person(PrintStream out, boolean terminal, Consumer<String> told) {
    return Tty.exists()
        ? new TerminalPerson(yes, passphrase(), out, told, progressWidth(terminal))
        : new UnattendedPerson(yes, passphrase(), told);
  }

  /** How wide a line of progress may be; 0 where the cursor can't go back to its beginning. */
  private static int progressWidth(boolean terminal) {
    return terminal && !Style.isDumb(System.getenv()) ? Tty.width() : 0;
  }

  /**
   * A session on the machine that {@code --on} names; it is reached by the first command.
   *
   * @throws Misuse if the options make no sense
   */
  Session session(UserInteraction interaction) {
    return session(interaction, Optional.empty());
  }

  /**
   * A session on the machine that {@code --on} names; it is reached by the first command.
   *
   * @param unnamed the machine when none is named; empty for the practice machine that everybody
   *     starts with
   * @throws Misuse if the options make no sense
   */
  Session session(UserInteraction interaction, Optional<String> unnamed) {
    try {
      MachineAddress address =
          on == null
              ? unnamed.map(MachineAddress::parse).orElse(PRACTICE)
              : MachineAddress.parse(on);
      Session session = Session.open(address, ssh(), interaction, verbose);
      if (on == null && address instanceof MachineAddress.Practice practice) {
        Path kept = PracticeMachines.directory();
        interaction.tell(
            "No machine was named: this is the practice machine, "
                + session.machine().name()
                + ". A real one is --on ssh://root@HOST or --on local.");
        interaction.tell(PracticeMachines.introduction(practice.name(), kept));
      }
      return session;
    } catch (Trouble trouble) {
      throw new Misuse(trouble);
    }
  }

  /**
   * What is wanted of ssh.
   *
   * @throws Trouble.Refused if it makes no sense
   */
  SshOptions ssh() {
    return new SshOptions(Optional.ofNullable(identity), sshOptions, Optional.ofNullable(hostKey));
  }

  /**
   * What answers when a disk's passphrase is asked for, if it was given.
   *
   * @throws Misuse if it can't be used: that is not to be found out when a disk asks
   */
  Optional<PassphraseFile> passphrase() {
    try {
      return Optional.ofNullable(passphraseFile).map(PassphraseFile::usable);
    } catch (Trouble trouble) {
      throw new Misuse(trouble);
    }
  }

  /** Tells the person something beside the output: on standard error. */
  static void tell(String text) {
    System.err.println(Tty.is(2) ? MessageWrapping.wrap(text, Tty.width()) : text);
  }

  /** The options that reach the same machine again, as they can be typed after {@code --on}. */
  List<String> reach() {
    var options = new ArrayList<String>();
    if (identity != null) {
      options.addAll(List.of("--identity", identity.toString()));
    }
    sshOptions.forEach(option -> options.addAll(List.of("--ssh-option", option)));
    if (hostKey != null) {
      options.addAll(List.of("--host-key", hostKey));
    }
    return options;
  }
}
