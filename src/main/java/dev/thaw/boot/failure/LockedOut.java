package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.screen.Hole;
import dev.thaw.nixos.Account;
import dev.thaw.nixos.Accounts;
import dev.thaw.nixos.Password;
import java.util.ArrayList;
import java.util.List;

/**
 * The system starts and somebody, or nobody at all, can log in. A locked root alone is usual, and
 * so is an account that only has keys.
 */
final class LockedOut implements Failure {

  private static final int MOST = 6;

  private static final String WHY =
      "Passwords are kept in /etc/shadow, outside of the generations: an older one seldom helps."
          + " With users.mutableUsers = false each start sets them anew to what the configuration"
          + " says. login() shows all accounts.";

  @Override
  public List<String> ids() {
    return List.of("locked-out");
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return evidence.installation().accounts().known();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Accounts accounts = evidence.installation().accounts();
    if (!accounts.known()) {
      return List.of();
    }
    boolean unclear =
        accounts.people().stream().anyMatch(one -> one.answer() == Account.Answer.UNKNOWN);
    if (!unclear && accounts.people().stream().noneMatch(Account::canLogIn)) {
      return List.of(nobody(accounts));
    }
    var findings = new ArrayList<Finding>();
    for (Account account : accounts.people()) {
      if (account.answer() == Account.Answer.CANNOT && isTold(account, evidence)) {
        findings.add(one(account, accounts, evidence));
      }
    }
    boolean admin =
        accounts.people().stream()
            .anyMatch(one -> one.admin() && one.answer() != Account.Answer.CANNOT);
    if (!admin && findings.isEmpty()) {
      findings.add(noAdmin(accounts));
    }
    return findings;
  }

  /** Whether it was meant to log in, or the screen, or the person, is about such a thing. */
  private boolean isTold(Account account, Evidence evidence) {
    boolean root = account.uid() == 0;
    return isMeant(account)
        || isOnScreen(evidence.symptom()) && (!root || evidence.symptom().speaksOf(account.name()));
  }

  /** Whether a line of the screen names it. */
  private static boolean isNamed(Account account, Evidence evidence) {
    return evidence.symptom().screen().events().stream()
        .flatMap(event -> event.names().stream())
        .anyMatch(name -> name.hole() == Hole.NAME && name.text().equals(account.name()));
  }

  private Finding nobody(Accounts accounts) {
    List<String> seen = accounts.people().stream().limit(MOST).map(LockedOut::seen).toList();
    Mend mend =
        accounts.people().stream()
            .filter(Account::admin)
            .max((one, other) -> Integer.compare(one.uid(), other.uid()))
            .map(account -> mend(account, accounts))
            .orElseGet(() ->
                new Mend.ByHand("mountAll(), enter(), and there: passwd root. Then leave()."));
    // Where it can't be read what the configuration declares, the next start may set up others.
    boolean declared = accounts.people().stream().anyMatch(Account::declared);
    return finding(
        declared ? Certainty.LIKELY : Certainty.POSSIBLE,
        "No account of the installed system can log in.",
        seen,
        mend);
  }

  private Finding one(Account account, Accounts accounts, Evidence evidence) {
    boolean named = isOnScreen(evidence.symptom()) && isNamed(account, evidence);
    boolean meant = account.admin() && account.uid() != 0 && isMeant(account);
    return finding(
            named || meant ? Certainty.LIKELY : Certainty.POSSIBLE,
            account.name() + " can't log in.",
            List.of(seen(account)),
            mend(account, accounts))
        .naming(account.name());
  }

  private static boolean isMeant(Account account) {
    return account.lacksFile() || account.password() == Password.NO_HASH;
  }

  private Finding noAdmin(Accounts accounts) {
    List<String> seen =
        accounts.people().stream().filter(Account::admin).limit(MOST).map(LockedOut::seen).toList();
    return finding(
        Certainty.POSSIBLE,
        "Nobody who can log in may become root by being in the group wheel.",
        seen,
        accounts.people().stream()
            .filter(Account::canLogIn)
            .findFirst()
            .map(account ->
                (Mend)
                    new Mend.ByHand(
                        "If that is not meant: put \"wheel\" into users.users."
                            + account.name()
                            + ".extraGroups with edit(), then rebuild()."))
            .orElseGet(() -> new Mend.ByHand("edit(), then rebuild().")));
  }

  private static String seen(Account account) {
    return account.name()
        + ": "
        + String.join(" ", account.why())
        + " login(\""
        + account.name()
        + "\") tells.";
  }

  /** What gives an account a password that lasts. */
  private static Mend mend(Account account, Accounts accounts) {
    String name = account.name();
    if (account.password() == Password.SET || account.password() == Password.EMPTY) {
      return new Mend.ByHand(
          "Its password is not what keeps it out: correct users.users."
              + name
              + " (shell, expires) with edit(), then rebuild().");
    }
    if (!accounts.areSetAtStart()) {
      return new Mend.SetPassword(account.name());
    }
    return new Mend.ByHand(
        "With users.mutableUsers = false, what is set by hand lasts until the next start only. "
            + (account.passwordFile().isEmpty()
                ? "Give users.users."
                    + account.name()
                    + ".hashedPassword a hash: mkpasswd makes one, inside, after enter(); edit(), then"
                    + " rebuild()."
                : account.password() == Password.FILE_LATE
                    ? "Put neededForBoot = true to the filesystem of "
                        + account.passwordFile()
                        + " with edit(), then rebuild()."
                    : "Put a hash into "
                        + account.passwordFile()
                        + ": mkpasswd makes one, inside, after enter(). Its filesystem needs neededForBoot ="
                        + " true."));
  }

  private Finding finding(Certainty certainty, String what, List<String> seen, Mend mend) {
    return new Finding(id(), Stage.STAGE_2, BootImpact.GOES_ON, certainty, what, seen, WHY, mend);
  }
}
