package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Account;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Password;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives an account of the installed system a password, in its {@code /etc/shadow}. */
final class SettingPassword {

  private SettingPassword() {}

  /**
   * Asks for the password twice, and sets it.
   *
   * @throws Trouble.Refused if there is no such account, or the next start would set it back
   */
  static ActionResult set(Rescue rescue, String name) {
    Installation installation = rescue.ready("setPassword()", Set.of(Readiness.Part.SYSTEM));
    Account account = Logins.of(installation, name);
    mustLast(installation, account);
    String kept = KeptAside.place(rescue, 0);
    Step step =
        Step.of(
                "set the password of " + account.name(),
                new FileAction.SetPassword(rescue.root(), kept, account.name()))
            .undoneBy(new FileAction.RestorePassword(rescue.root(), kept, account.name()));
    Plan plan =
        new Plan(
            "Give " + account.name() + " a password",
            List.of(step),
            List.of(
                "The password is asked for after this, twice, and not shown. It goes to the"
                    + " command's standard input; the machine makes the hash, and only that is"
                    + " kept."));
    return rescue.executor().carryOut(plan, () -> done(rescue, account, step));
  }

  private static Applied done(Rescue rescue, Account account, Step step) {
    try (Secret secret = asked(rescue, account)) {
      rescue.executor().run(step.reading(secret.stdin()));
    }
    var notes = new ArrayList<String>();
    if (!account.canLogIn() && account.password() != Password.LOCKED) {
      notes.addAll(account.why());
    } else {
      account.why().stream().filter(why -> !why.startsWith("No password")).forEach(notes::add);
    }
    notes.add("undo() brings the old one back. Next: login(\"" + account.name() + "\"), leave().");
    return new Applied(account.name() + " has a new password.", true, notes);
  }

  private static Secret asked(Rescue rescue, Account account) {
    Secret secret = once(rescue, "New password for " + account.name() + ": ");
    try (Secret again = once(rescue, "The same again: ")) {
      if (!secret.isSame(again)) {
        secret.close();
        throw new Trouble.NotApproved(
            "Nothing was changed: the two were not the same.", "setPassword() asks anew.");
      }
    } catch (Trouble e) {
      secret.close();
      throw e;
    }
    if (secret.hasLineBreak()) {
      secret.close();
      throw new Trouble.NotApproved(
          "Nothing was changed: a password is one line.", "setPassword() asks anew.");
    }
    return secret;
  }

  private static Secret once(Rescue rescue, String prompt) {
    Optional<Secret> given = rescue.interaction().secret(prompt);
    return given.orElseThrow(() ->
        new Trouble.NotApproved(
            "Nothing was changed: no password was given.",
            "setPassword() again when you have one; unattended: --passphrase-file FILE."));
  }

  /** What the next start undoes is not worth a password. */
  private static void mustLast(Installation installation, Account account) {
    if (account.uid() < 0) {
      throw new Trouble.NotReady(
          "The next start makes the account " + Clean.line(account.name()) + ": it is not there.",
          "Give it a password in the configuration: edit(), then rebuild().");
    }
    if (!installation.accounts().areSetAtStart()) {
      return;
    }
    String name = Clean.line(account.name());
    String file = Clean.line(account.passwordFile());
    throw new Trouble.NotReady(
        "Nothing was changed. "
            + Logins.atStart()
            + " A password set now would be gone with the next one.",
        file.isEmpty()
            ? "Change the configuration instead: mkpasswd makes a hash, inside, after enter();"
                + " config().set(\"users.users."
                + name
                + ".hashedPassword\", \"\\\"HASH\\\"\"), then rebuild()."
            : "Put a hash into "
                + file
                + " instead, which the configuration names for "
                + name
                + " (mkpasswd makes one, inside, after enter()), on a filesystem with neededForBoot = true.");
  }
}
