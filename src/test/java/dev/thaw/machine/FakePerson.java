package dev.thaw.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person whose answers are known beforehand, and who remembers what was said. */
public final class FakePerson implements UserInteraction {

  private final Optional<Boolean> answer;
  private final Optional<String> password;

  /** What was said to them, in order. */
  public final List<String> told = new ArrayList<>();

  /** What they were asked, in order. */
  public final List<String> asked = new ArrayList<>();

  /** Lines of progress, in order. */
  public final List<String> progress = new CopyOnWriteArrayList<>();

  private final List<String> slips = new ArrayList<>();

  private boolean beforehand;
  private boolean watching;

  private FakePerson(Optional<Boolean> answer, Optional<String> password) {
    this.answer = answer;
    this.password = password;
  }

  /** Says yes to everything. */
  public static FakePerson yes() {
    return new FakePerson(Optional.of(true), Optional.empty());
  }

  /** Says no to everything. */
  public static FakePerson no() {
    return new FakePerson(Optional.of(false), Optional.empty());
  }

  /** Is not there. */
  public static FakePerson nobody() {
    return new FakePerson(Optional.empty(), Optional.empty());
  }

  /** Is not there, but said {@code --yes}. */
  public static FakePerson yesBeforehand() {
    var person = new FakePerson(Optional.of(true), Optional.empty());
    person.beforehand = true;
    return person;
  }

  /** Says yes, and gives this password when asked for one. */
  public static FakePerson knowing(String password) {
    return new FakePerson(Optional.of(true), Optional.of(password));
  }

  /** Types this instead when asked for a password the next time but one. */
  public FakePerson slipping(String other) {
    password.ifPresent(slips::add);
    slips.add(other);
    return this;
  }

  /** From now on sees lines of progress. */
  public FakePerson watching() {
    watching = true;
    return this;
  }

  @Override
  public boolean showsProgress() {
    return watching;
  }

  @Override
  public void progress(String line) {
    progress.add(line);
  }

  @Override
  public void tell(String text) {
    told.add(text);
  }

  @Override
  public boolean approves(String question) {
    asked.add(question);
    return answer.orElseThrow(() -> new Trouble.NotApproved("Nobody is there to ask.", ""));
  }

  @Override
  public boolean approvesInPerson(String question) {
    return beforehand ? UserInteraction.super.approvesInPerson(question) : approves(question);
  }

  @Override
  public Optional<Secret> secret(String prompt) {
    asked.add(prompt);
    if (!slips.isEmpty()) {
      return Optional.of(Secret.of(slips.removeFirst().toCharArray()));
    }
    return password.map(text -> Secret.of(text.toCharArray()));
  }

  @Override
  public boolean hasTerminal() {
    return false;
  }
}
