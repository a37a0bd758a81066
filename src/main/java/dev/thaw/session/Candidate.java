package dev.thaw.session;

/**
 * What may stand at the cursor.
 *
 * @param text what is written there
 * @param shown how it is listed
 * @param about a few words on it, cleaned; may be empty
 * @param kind what it is
 */
public record Candidate(String text, String shown, String about, Kind kind) {

  /** What something that can be completed is. */
  public enum Kind {
    /** A helper that can be called now. */
    HELPER,
    /** A helper that can't be called yet: {@link Candidate#about} says why. */
    NOT_YET,
    /** A named option of a helper. */
    OPTION,
    /** A value: something on the machine, or a constant. */
    VALUE,
    /** A variable of the session. */
    VARIABLE,
    /** Any other name of Java. */
    JAVA
  }
}
