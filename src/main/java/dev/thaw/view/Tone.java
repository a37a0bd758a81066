package dev.thaw.view;

/** What a text's colour says; its words say the same. */
public enum Tone {
  /** Nothing special. */
  PLAIN(""),
  /** All is well. */
  GOOD("32"),
  /** Worth a look. */
  WARN("33"),
  /** Broken, missing or forbidden. */
  BAD("31"),
  /** Beside the point. */
  DIM("2"),
  /** A heading. */
  HEAD("1"),
  /** What can be typed; a helper's name in Java. */
  CODE("36"),
  /** A word of the Java language. */
  KEYWORD("35"),
  /** A string in Java. */
  STRING("32"),
  /** A number in Java. */
  NUMBER("33");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
