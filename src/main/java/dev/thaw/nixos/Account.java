package dev.thaw.nixos;

import java.util.List;

/**
 * Somebody who may log in once the system has started.
 *
 * @param name the login
 * @param uid its number; -1 where the system gives it one only at its start
 * @param admin whether it is root, or may become root by being in the group wheel
 * @param password what it has for a password then
 * @param passwordFile the file that the configuration names for it; empty for none
 * @param declared whether the configuration has it; else only {@code /etc/passwd} does
 * @param answer whether it can log in
 * @param ways by what: {@code password}, {@code ssh key}, {@code no question}
 * @param why what keeps it from logging in, or from one of the ways; sentences
 */
public record Account(
    String name,
    int uid,
    boolean admin,
    Password password,
    String passwordFile,
    boolean declared,
    Answer answer,
    List<String> ways,
    List<String> why) {

  /** Whether somebody can log in. */
  public enum Answer {
    /** Yes, by one of the ways. */
    CAN,
    /** No way is left. */
    CANNOT,
    /** It can't be told from the disks. */
    UNKNOWN
  }

  /** Copies the lists. */
  public Account {
    ways = List.copyOf(ways);
    why = List.copyOf(why);
  }

  /** Whether it can log in. */
  public boolean canLogIn() {
    return answer == Answer.CAN;
  }

  /** Whether a file that is to hold its password is missing then. */
  public boolean lacksFile() {
    return password == Password.FILE_MISSING || password == Password.FILE_LATE;
  }
}
