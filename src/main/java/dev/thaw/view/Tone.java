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
  /** What can be typed. */
  CODE("36");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
