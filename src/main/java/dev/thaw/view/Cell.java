package dev.thaw.view;

import dev.thaw.machine.Clean;

/**
 * One cell of a table.
 *
 * @param text one clean line
 * @param tone how it is meant
 */
record Cell(String text, Tone tone) {

  Cell {
    text = Clean.line(text);
  }

  static Cell of(String text) {
    return new Cell(text, Tone.PLAIN);
  }

  static Cell good(String text) {
    return new Cell(text, Tone.GOOD);
  }

  static Cell warn(String text) {
    return new Cell(text, Tone.WARN);
  }

  static Cell bad(String text) {
    return new Cell(text, Tone.BAD);
  }
}
