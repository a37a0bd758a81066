package dev.thaw.nixos;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who can log in to an installation once its current system has started.
 *
 * @param people root and those who are no part of the system, in the order of their numbers
 * @param mutable whether passwords in {@code /etc/shadow} last: {@code users.mutableUsers}; empty
 *     where that can't be told
 * @param known whether anything was read of them
 */
public record Accounts(List<Account> people, Optional<Boolean> mutable, boolean known) {

  /** Nothing was read. */
  public static final Accounts UNKNOWN = new Accounts(List.of(), Optional.empty(), false);

  /** Copies the list. */
  public Accounts {
    people = List.copyOf(people);
  }

  /** The account of that name. */
  public Optional<Account> account(String name) {
    return people.stream().filter(account -> account.name().equals(name)).findFirst();
  }

  /** Whether the next start sets passwords to what the configuration says. */
  public boolean areSetAtStart() {
    return mutable.filter(is -> !is).isPresent();
  }

  /** Their names; empty where nothing was read. */
  @Override
  public String toString() {
    return people.stream().map(Account::name).collect(Collectors.joining(", "));
  }
}
