package dev.thaw.cli;

import dev.thaw.machine.Person;
import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import java.io.PrintStream;
import java.util.Optional;

/** Nobody: a script, a timer, a test. Only what was approved beforehand happens. */
final class UnattendedPerson implements Person {

  private final boolean yes;
  private final Optional<PassphraseFile> passphrase;
  private final PrintStream out;

  /**
   * Nobody.
   *
   * @param yes whether plans are approved beforehand
   * @param passphrase answers when a passphrase is asked for
   */
  UnattendedPerson(boolean yes, Optional<PassphraseFile> passphrase, PrintStream out) {
    this.yes = yes;
    this.passphrase = passphrase;
    this.out = out;
  }

  @Override
  public void tell(String text) {
    out.println(text);
  }

  @Override
  public boolean approves(String question) {
    if (!yes) {
      throw new Trouble.NotApproved(
          "Nobody is there to answer: " + question, "Run it in a terminal, or add --yes.");
    }
    tell(question + " yes (--yes)");
    return true;
  }

  @Override
  public Optional<Secret> secret(String prompt) {
    Optional<Secret> given = passphrase.flatMap(file -> file.answer(prompt));
    if (given.isEmpty()) {
      throw new Trouble.NotApproved(
          "Nobody is there to answer: " + prompt.strip(),
          "Run it in a terminal, or give a disk's passphrase with --passphrase-file FILE.");
    }
    return given;
  }

  @Override
  public boolean hasTerminal() {
    return false;
  }
}
