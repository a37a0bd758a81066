package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Account;
import dev.thaw.nixos.Accounts;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.ListWithNotes;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** Who can log in to installations. */
final class Logins {

  private Logins() {}

  /** The people of all of them; the notes say what could not be told, and what lasts. */
  static ListWithNotes<Account> of(ListWithNotes<Installation> found) {
    var notes = new ArrayList<>(found.notes());
    for (Installation installation : found) {
      Accounts accounts = installation.accounts();
      String host = installation.hostName().isEmpty() ? "" : installation.hostName() + ": ";
      if (!accounts.known()) {
        notes.add(host + "Its accounts could not be read.");
      } else if (accounts.areSetAtStart()) {
        notes.add(host + atStart());
      }
    }
    return new ListWithNotes<>(
        found.stream().flatMap(one -> one.accounts().people().stream()).toList(), notes);
  }

  /** What users.mutableUsers = false means. */
  static String atStart() {
    return "users.mutableUsers = false: each start sets passwords to what the configuration says.";
  }

  /**
   * An account of an installation.
   *
   * @throws Trouble.Refused if it has none of that name, or they could not be read
   */
  static Account of(Installation installation, String name) {
    Accounts accounts = installation.accounts();
    if (!accounts.known()) {
      throw new Trouble.NotReady(
          "The accounts of the installed system could not be read.",
          "mountAll() first; then sh(\"cat /mnt/etc/passwd\", looks=true).");
    }
    return accounts
        .account(name)
        .orElseThrow(() ->
            new Trouble.Rejected(
                "Nobody is called " + Clean.line(name) + " there.",
                "There is: "
                    + accounts.people().stream()
                        .map(Account::name)
                        .collect(Collectors.joining(", "))
                    + "."));
  }
}
