package dev.thaw.kernel;

import dev.thaw.app.MessageWrapping;
import dev.thaw.app.PassphraseFile;
import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import java.util.Locale;
import java.util.Optional;

/**
 * Whoever is in front of the notebook: told below the cell, asked by the front end that the cell
 * came from. Where that one can't ask (nbclient), only what was approved beforehand happens.
 */
final class FrontEnd implements UserInteraction {

  /** A front end whose input has ended answers with nonsense for ever. */
  private static final int ATTEMPTS = 3;

  private static final String BEFOREHAND =
      "Run the notebook in a front end that can ask, or approve its plans beforehand:"
          + " on(\"MACHINE\", yes=true) in its first cell, or THAW_YES=yes in the environment.";

  private static final String MASKED =
      "Run this step in a terminal, by `thaw eval`; or name a key file on the machine,"
          + " unlock(keyFile=\"…\"), or a file with the passphrase by THAW_PASSPHRASE_FILE in the"
          + " environment.";

  private final CellOutput output;
  private final Inputs inputs;
  private final Optional<PassphraseFile> passphrase;
  private volatile boolean yes;

  /**
   * Whoever is in front of the notebook.
   *
   * @param start says what is approved and answered beforehand
   */
  FrontEnd(CellOutput output, Inputs inputs, KernelOptions start) {
    this.output = output;
    this.inputs = inputs;
    yes = start.yes();
    passphrase = start.passphrase();
  }

  /** Says whether plans are approved beforehand, from now on. */
  void approving(boolean yes) {
    this.yes = yes;
  }

  @Override
  public void tell(String text) {
    output.tell(MessageWrapping.wrap(text, Bundle.WIDTH));
  }

  @Override
  public boolean approves(String question) {
    if (yes) {
      output.pause();
      tell(question + " yes (as was said beforehand)");
      return true;
    }
    return approvesInPerson(question);
  }

  @Override
  public boolean approvesInPerson(String question) {
    for (int asked = 0; asked < ATTEMPTS; asked++) {
      String answer = ask(question, question + " [y/N] ", false, BEFOREHAND);
      switch (answer.strip().toLowerCase(Locale.ROOT)) {
        case "y", "yes" -> {
          return true;
        }
        case "", "n", "no" -> {
          return false;
        }
        default -> tell("Please answer y or n; Enter means n.");
      }
    }
    return false;
  }

  @Override
  public Optional<Secret> secret(String prompt) {
    Optional<Secret> given = passphrase.flatMap(file -> file.answer(prompt));
    if (given.isPresent()) {
      return given;
    }
    String answer = ask(prompt.strip(), prompt, true, MASKED);
    return answer.isEmpty() ? Optional.empty() : Optional.of(Secret.of(answer.toCharArray()));
  }

  /** Asks through the front end; {@code otherwise} says what to do where that can't be. */
  private String ask(String question, String prompt, boolean masked, String otherwise) {
    Optional<CellOutput.Cell> cell = output.cell().filter(CellOutput.Cell::canAsk);
    if (cell.isEmpty()) {
      throw new Trouble.NotApproved("Nobody can be asked here: " + question, otherwise);
    }
    output.pause();
    try {
      return inputs.ask(cell.get().request().message(), prompt, masked);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble.NotApproved(
          "Interrupted at the question: " + question, "Nothing was done; go on when ready.");
    }
  }

  @Override
  public boolean hasTerminal() {
    return false;
  }

  @Override
  public void progress(String line) {
    output.progress(line);
  }

  @Override
  public boolean showsProgress() {
    return true;
  }
}
