package dev.thaw.app;

import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import java.util.Optional;
import java.util.function.Consumer;

/** Nobody: a script, a timer, a test. Only what was approved beforehand happens. */
public final class UnattendedPerson implements UserInteraction {

  private final boolean yes;
  private final Optional<PassphraseFile> passphrase;
  private final Consumer<String> told;

  /**
   * Nobody.
   *
   * @param yes whether plans are approved beforehand
   * @param passphrase answers when a passphrase is asked for
   * @param told shows what is told
   */
  public UnattendedPerson(boolean yes, Optional<PassphraseFile> passphrase, Consumer<String> told) {
    this.yes = yes;
    this.passphrase = passphrase;
    this.told = told;
  }

  @Override
  public void tell(String text) {
    told.accept(text);
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
