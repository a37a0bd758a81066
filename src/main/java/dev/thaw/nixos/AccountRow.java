package dev.thaw.nixos;

import dev.thaw.machine.NulText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A row of what {@code accounts.sh} prints.
 *
 * @param kind what it tells
 * @param name of what: a file, a program, an account
 * @param value the fact; empty for what is not there
 */
public record AccountRow(Kind kind, String name, String value) {

  /** What a row tells. */
  public enum Kind {
    /** The text of {@code passwd} or {@code group}; of {@code shadow}, the kinds of passwords. */
    FILE,
    /** What the configuration declares, as JSON without passwords. */
    DECLARED,
    /** The settings of the ssh server that starts. */
    SSHD,
    /** The account that is logged in without being asked for anything. */
    UNASKED,
    /** Whether a shell is there. */
    SHELL,
    /** The kind of the password in a file that the configuration names; empty for no file. */
    SECRET,
    /** Where such a file really lies. */
    AT,
    /** How many keys let an account in by ssh. */
    KEYS;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Prints it. */
  public void print(NulText text) {
    text.add(kind.word(), name, value);
  }

  /** Reads rows; one of a kind that is not known is passed over. */
  static List<AccountRow> read(byte[] printed) {
    return NulText.rows(printed, 3).stream()
        .flatMap(row ->
            kind(row.get(0)).map(kind -> new AccountRow(kind, row.get(1), row.get(2))).stream())
        .toList();
  }

  private static Optional<Kind> kind(String word) {
    return Arrays.stream(Kind.values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
