package dev.thaw.cli;

import dev.thaw.machine.Approver;
import dev.thaw.machine.Chain;
import dev.thaw.machine.Machine;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.Machines;
import dev.thaw.machine.Narrator;
import dev.thaw.machine.Person;
import dev.thaw.machine.Recorder;
import dev.thaw.machine.SshOptions;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.rescue.Rescue;
import dev.thaw.terminal.PassphraseFile;
import dev.thaw.terminal.Session;
import dev.thaw.terminal.TerminalPerson;
import dev.thaw.terminal.Tty;
import dev.thaw.terminal.UnattendedPerson;
import dev.thaw.view.Style;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options that every command has, and what is made of them. */
final class Common {

  /** The machine when none is named. */
  private static final MachineAddress PRACTICE = new MachineAddress.Practice("");

  /** Where the installed system is mounted. */
  private static final String ROOT = "/mnt";

  @Option(
      names = "--on",
      scope = ScopeType.INHERIT,
      paramLabel = "MACHINE",
      description = "Which machine: practice[:NAME], local, or ssh://[USER@]HOST[:PORT].")
  String on;

  @Option(
      names = "--identity",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "The private key to log in with.")
  Path identity;

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
  String hostKey;

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
  Path passphraseFile;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Also tell the commands that only look, and where a cell's error comes from.")
  boolean verbose;

  /**
   * Whoever is there.
   *
   * @param out where progress is shown
   * @param terminal whether that is a terminal
   * @param told shows what the person is told
   */
  Person person(PrintStream out, boolean terminal, Consumer<String> told) {
    Optional<PassphraseFile> passphrase =
        Optional.ofNullable(passphraseFile).map(PassphraseFile::new);
    return Tty.exists()
        ? new TerminalPerson(yes, passphrase, out, told, progressWidth(terminal))
        : new UnattendedPerson(yes, passphrase, told);
  }

  /** How wide a line of progress may be; 0 where the cursor can't go back to its beginning. */
  private static int progressWidth(boolean terminal) {
    return terminal && !Style.isDumb(System.getenv()) ? Tty.width() : 0;
  }

  /**
   * A session on the machine that {@code --on} names; it is reached by the first command.
   *
   * @throws ParameterException if the options make no sense
   */
  Session session(CommandSpec spec, Person person) {
    return session(spec, person, Optional.empty());
  }

  /**
   * A session on the machine that {@code --on} names; it is reached by the first command.
   *
   * @param unnamed the machine when none is named; empty for the practice machine that everybody
   *     starts with
   * @throws ParameterException if the options make no sense
   */
  Session session(CommandSpec spec, Person person, Optional<String> unnamed) {
    Machine machine;
    try {
      machine = machine(person, unnamed.map(MachineAddress::parse).orElse(PRACTICE));
    } catch (Trouble trouble) {
      throw new ParameterException(
          spec.commandLine(), trouble.getMessage() + " " + trouble.next(), trouble);
    }
    var approver = new Approver(person);
    var narrator = new Narrator(person, verbose);
    var recorder = new Recorder(Recorder.DEFAULT_DIRECTORY);
    var chain = new Chain(machine, List.of(narrator, approver, recorder));
    var rescue = new Rescue(chain, approver, Recorder.DEFAULT_DIRECTORY, person, ROOT);
    // Nobody is asked or told while somebody types: it only looks.
    var silent = new UnattendedPerson(false, Optional.empty(), _ -> {});
    var aside =
        new Rescue(
            new Chain(machine, List.of(approver)),
            approver,
            Recorder.DEFAULT_DIRECTORY,
            silent,
            ROOT);
    Optional<PracticeMachine> practice =
        Optional.of(machine)
            .filter(PracticeMachine.class::isInstance)
            .map(PracticeMachine.class::cast);
    return new Session(chain, narrator, rescue, aside, practice);
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

  private Machine machine(Person person, MachineAddress unnamed) {
    MachineAddress address = on == null ? unnamed : MachineAddress.parse(on);
    if (address instanceof MachineAddress.Practice practice) {
      Path kept = PracticeMachines.directory(System.getenv(), System.getProperty("user.home"));
      Machine machine = PracticeMachines.open(practice.name(), kept, person::tell);
      if (on == null) {
        person.tell(
            "No machine was named: this is the practice machine, "
                + machine.name()
                + ". A real one is --on ssh://root@HOST or --on local.");
        person.tell(PracticeMachines.introduction(practice.name(), kept));
      }
      return machine;
    }
    var options =
        new SshOptions(Optional.ofNullable(identity), sshOptions, Optional.ofNullable(hostKey));
    return Machines.open(address, options, person);
  }
}
