package dev.thaw.boot;

import java.util.List;

/**
 * A name as it was typed from the screen, and the names that it can be.
 *
 * @param typed as it was typed, without blanks
 * @param names those that it can be, of those that are known; empty when it is none of them
 * @param toTheLetter whether it is the one name to the letter
 * @param slipped whether the line in which it stands was read with slips
 */
public record Reading(String typed, List<String> names, boolean toTheLetter, boolean slipped) {

  /** Copies the list. */
  public Reading {
    names = List.copyOf(names);
  }

  /** Whether it is the one name to the letter, and nothing was corrected. */
  public boolean exact() {
    return toTheLetter && !slipped;
  }

  /** Whether it is none of the names that are known. */
  public boolean isUnknown() {
    return names.isEmpty();
  }

  /** Whether it fits several names, so that somebody has to look again. */
  public boolean isSeveral() {
    return names.size() > 1;
  }

  /** Both readings, in a sentence; where only the line was read with slips, that. */
  public String sentence() {
    if (toTheLetter) {
      return "The line that names “" + typed + "” was read with slips: look again at each letter.";
    }
    return "You typed “" + typed + "”; that is read as " + String.join(", or as ", names) + ".";
  }
}
