package dev.thaw.machine;

import java.util.Optional;

/** Who is in front of the program: asked, told, and perhaps not there at all. */
public interface UserInteraction {

  /** Shows a line, or several, already cleaned. */
  void tell(String text);

  /**
   * Asks whether to go on.
   *
   * @param question a sentence that ends with a question mark
   * @return the answer; {@code true} without asking when everything was approved beforehand
   * @throws Trouble.NotApproved if nobody can be asked
   */
  boolean approves(String question);

  /**
   * Asks something that no approval given beforehand covers, because a person must look.
   *
   * @param question a sentence that ends with a question mark
   * @throws Trouble.NotApproved if nobody can be asked
   */
  default boolean approvesInPerson(String question) {
    throw new Trouble.NotApproved(
        "Nobody is there to answer: " + question, "Run it in a terminal.");
  }

  /**
   * Asks for a passphrase, masked.
   *
   * @param prompt what it is for
   * @return the passphrase, or empty when none was given
   * @throws Trouble.NotApproved if it can't be asked for without being seen, saying how it can
   */
  Optional<Secret> secret(String prompt);

  /** Whether commands can be given a terminal here (an editor, a shell). */
  boolean hasTerminal();

  /** A line of progress that may replace the one before it; nothing is lost if it is not shown. */
  default void progress(String line) {}

  /** Whether lines of progress are shown: what they say need not be told line by line. */
  default boolean showsProgress() {
    return false;
  }
}
