package dev.thaw.notebook;

import dev.thaw.machine.Person;
import dev.thaw.machine.Secret;
import java.util.Optional;

/**
 * The person, with an ear on what they are told and what they decide while a cell runs: it belongs
 * to what the cell gave. Secrets are passed on unheard.
 */
public final class Overheard implements Person {

  private final Person person;
  private volatile Transcript transcript;

  /** Listens in on {@code person}. */
  public Overheard(Person person) {
    this.person = person;
  }

  /** Keeps what is said from now on; nothing more when {@code null}. */
  void into(Transcript transcript) {
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
    person.tell(text);
  }

  @Override
  public boolean approves(String question) {
    return heard(question, person.approves(question));
  }

  @Override
  public boolean approvesInPerson(String question) {
    return heard(question, person.approvesInPerson(question));
  }

  private boolean heard(String question, boolean answer) {
    keep(question + (answer ? " yes" : " no"));
    return answer;
  }

  @Override
  public Optional<Secret> secret(String prompt) {
    return person.secret(prompt);
  }

  @Override
  public boolean hasTerminal() {
    return person.hasTerminal();
  }

  @Override
  public void progress(String line) {
    person.progress(line);
  }

  @Override
  public boolean showsProgress() {
    return person.showsProgress();
  }
}
