package dev.thaw.kernel;

import dev.thaw.app.Session;
import dev.thaw.helpers.HelperContext;
import dev.thaw.helpers.Helpers.OnOptions;
import dev.thaw.helpers.KnownNames;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.SshOptions;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.PracticeMachines;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The machine that the notebook works on: the first one is named at the start, or by on(). */
final class CurrentMachine {

  private final FrontEnd frontEnd;
  private final CellOutput output;
  private final KernelOptions start;
  private String address;
  private @Nullable Session session;

  /** The one of which no cell has wanted anything yet; null if there is none. */
  private @Nullable Session expected;

  /** What is known before any machine is. */
  private final KnownNames none = new KnownNames(true);

  /** Begins with the machine that the start names, and lets on() go to others. */
  CurrentMachine(FrontEnd frontEnd, CellOutput output, KernelOptions start) {
    this.frontEnd = frontEnd;
    this.output = output;
    this.start = start;
    address = start.on().orElse("practice");
    bind(HelperContext.NONE);
  }

  /** How a person names it. */
  synchronized String address() {
    return address;
  }

  /** What cells have shown of it by now. */
  synchronized KnownNames known() {
    return session().map(Session::known).orElse(none);
  }

  /** The session on it; empty while no cell has wanted anything of it. */
  synchronized Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /** Whether it is known to the helpers already. */
  synchronized boolean isOpen() {
    return session != null;
  }

  /**
   * Has a new practice machine made in the background, if no other one was named: most begin with
   * it. One that somebody has worked on is read by the first cell, as it is by then.
   *
   * @return the session with it, if there is one; to be looked at only
   */
  synchronized Optional<Session> expect() {
    if (start.on().isEmpty() && !isOpen() && !isKept()) {
      Session first = first();
      first.practice().ifPresent(PracticeMachine::begin);
      expected = first;
    }
    return Optional.ofNullable(expected);
  }

  private static boolean isKept() {
    return PracticeMachines.isKept("", PracticeMachines.directory());
  }

  private Session first() {
    return Session.open(MachineAddress.parse(address), start.ssh(), frontEnd, start.verbose());
  }

  /**
   * Makes the helpers work on the first machine; it is reached by the first command.
   *
   * @throws Trouble.Refused if it was named in a way that names none
   */
  synchronized void open() {
    Session first = expected == null || isKept() ? first() : expected;
    begin(first);
    if (start.on().isEmpty()) {
      frontEnd.tell(
          "No machine was named: this is the practice machine, "
              + first.machine().name()
              + ". A real one: on(\"ssh://root@HOST\").");
    }
  }

  /** What on() does. */
  private synchronized String on(String wanted, OnOptions options) {
    MachineAddress parsed = MachineAddress.parse(wanted);
    var ssh =
        new SshOptions(
            Optional.ofNullable(options.identity()).map(Path::of).or(() -> start.ssh().identity()),
            start.ssh().options(),
            Optional.ofNullable(options.hostKey()).or(() -> start.ssh().hostKey()));
    Session next = Session.open(parsed, ssh, frontEnd, start.verbose());
    close();
    begin(next);
    address = parsed.text();
    frontEnd.approving(start.yes() || options.yes());
    return "From here on, cells work on " + next.machine().name() + ".";
  }

  private void begin(Session next) {
    session = next;
    bind(next.context());
  }

  private void bind(HelperContext context) {
    context.switching(this::on).showing(output).bind();
  }

  /** Ends the connection; what is mounted there stays as it is. */
  synchronized void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
