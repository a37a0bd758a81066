package dev.thaw.terminal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a person can do at a cell, each by one key. */
public enum Key {
  GO_ON('\n', "go on"),
  SKIP('s', "pass over it"),
  EDIT('e', "edit the cell"),
  BACK('b', "back to the step before"),
  EXPLORE('x', "explore at a prompt, with the cells' variables; come back with /back"),
  EXPLAIN('h', "explain what the cell calls, and the commands it would run"),
  COPY('c', "copy the cell and what was shown"),
  QUIT('q', "quit; the same command goes on from here"),
  HELP('?', "show these keys");

  private final char letter;
  private final String does;

  Key(char letter, String does) {
    this.letter = letter;
    this.does = does;
  }

  /** What it does, in a few words. */
  public String does() {
    return does;
  }

  /** The key as it is named to a person. */
  public String named() {
    return this == GO_ON ? "Enter" : String.valueOf(letter);
  }

  /** The key with that letter, if it is one of those. */
  public static Optional<Key> of(int letter, List<Key> among) {
    int lower = letter == '\r' ? '\n' : Character.toLowerCase(letter);
    return Arrays.stream(values())
        .filter(key -> key.letter == lower && among.contains(key))
        .findFirst();
  }
}
