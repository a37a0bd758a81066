package dev.thaw.view;

import dev.thaw.machine.Clean;

/**
 * One cell of a table.
 *
 * @param text one clean line
 * @param tone how it is meant
 */
record TableCell(String text, Tone tone) {

  TableCell {
    text = Clean.line(text);
  }

  static TableCell of(String text) {
    return new TableCell(text, Tone.PLAIN);
  }

  static TableCell good(String text) {
    return new TableCell(text, Tone.GOOD);
  }

  static TableCell warn(String text) {
    return new TableCell(text, Tone.WARN);
  }

  static TableCell bad(String text) {
    return new TableCell(text, Tone.BAD);
  }
}
