package dev.thaw.boot.screen;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line that a program is known to print.
 *
 * @param meaning what it tells
 * @param kinds the failures that it shows
 * @param speaker which program prints it
 * @param stage how far the machine is then
 * @param shape how it reads
 * @param near the kind of name that it is about and that stands on a line nearby; empty where it
 *     names what it is about itself
 */
record KnownLine(
    Meaning meaning,
    Kinds kinds,
    Speaker speaker,
    ScreenStage stage,
    Shape shape,
    Optional<Hole> near) {

  /** What a line tells. */
  enum Meaning {
    /** It goes on, or nothing more is known. */
    GOES_ON,
    /** It came so far that all before this stage went well. */
    REACHED,
    /**
     * It went well in the end: what showed these failures before, of the same name, is got over.
     */
    WENT_WELL,
    /** It goes on here, unless this is the last line: then it stopped at this. */
    STOPS_HERE,
    /** Something failed. */
    FAILS,
    /** Something failed, and the boot goes on without it. */
    PASSES,
    /** Something failed, and nothing that comes later says that it was mended. */
    FAILS_FOR_GOOD,
    /** It follows from what failed before; alone, it is all that is known. */
    FOLLOWS;

    /** Whether it shows a failure wherever it stands. */
    boolean isFailure() {
      return this == FAILS || this == PASSES || this == FAILS_FOR_GOOD || this == FOLLOWS;
    }
  }

  /** How a line reads. */
  sealed interface Shape {}

  /**
   * Words, with names between them; read with slips.
   *
   * @param parts in their order
   * @param shown as the table has it, with names of holes where names stand
   */
  record Words(List<Part> parts, String shown) implements Shape {

    /** Copies the list. */
    Words {
      parts = List.copyOf(parts);
    }

    /** The same for people: X where names stand. */
    String readable() {
      return shown.replaceAll("\\{[a-z]+}", "X").strip();
    }

    /** The place in the list of the words by which it is found: the longest. */
    int anchor() {
      int longest = 0;
      for (int i = 0; i < parts.size(); i++) {
        if (letters(i) > letters(longest)) {
          longest = i;
        }
      }
      return longest;
    }

    /** Those words. */
    Literal longest() {
      return (Literal) parts.get(anchor());
    }

    private int letters(int i) {
      return parts.get(i) instanceof Literal literal && !literal.optional()
          ? literal.phrase().letters().length()
          : 0;
    }
  }

  /**
   * To the letter, as a regular expression whose groups are named like holes.
   *
   * @param pattern is searched in a line
   * @param guard letters without which it is in no line, in lower case; may be empty
   */
  record Expression(Pattern pattern, String guard) implements Shape {}

  /** A part of a line. */
  sealed interface Part {}

  /**
   * Words that are always the same.
   *
   * @param optional whether a line can be cut off before them
   */
  record Literal(Phrase phrase, boolean optional) implements Part {}

  /** Where a name stands. */
  record Named(Hole hole) implements Part {}
}
