package dev.thaw.app;

import dev.thaw.machine.Secret;
import dev.thaw.machine.UserInteraction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to the person, and keeps what they are told and what they decide while a cell runs: it
 * belongs to what the cell gave. Secrets are passed on unheard.
 */
public final class CapturedInteraction implements UserInteraction {

  private final UserInteraction interaction;
  private volatile @Nullable Transcript transcript;

  /** Listens in on {@code interaction}. */
  public CapturedInteraction(UserInteraction interaction) {
    this.interaction = interaction;
  }

  /** Keeps what is said from now on; nothing more when {@code null}. */
  void into(@Nullable Transcript transcript) {
    this.transcript = transcript;
  }

  private void keep(String line) {
    Transcript now = transcript;
    if (now != null) {
      now.print("stdout", line + "\n");
    }
  }

  @Override
  public void tell(String text) {
    keep(text);
    interaction.tell(text);
  }

  @Override
  public boolean approves(String question) {
    return heard(question, interaction.approves(question));
  }

  @Override
  public boolean approvesInPerson(String question) {
    return heard(question, interaction.approvesInPerson(question));
  }

  private boolean heard(String question, boolean answer) {
    keep(question + (answer ? " yes" : " no"));
    return answer;
  }

  @Override
  public Optional<Secret> secret(String prompt) {
    return interaction.secret(prompt);
  }

  @Override
  public boolean hasTerminal() {
    return interaction.hasTerminal();
  }

  @Override
  public void progress(String line) {
    interaction.progress(line);
  }

  @Override
  public boolean showsProgress() {
    return interaction.showsProgress();
  }
}
