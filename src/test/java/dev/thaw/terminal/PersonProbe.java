package dev.thaw.terminal;

import dev.thaw.machine.UserInteraction;
import java.util.Optional;

/** A small program that asks whoever is at the terminal, for a test that plays that terminal. */
final class PersonProbe {

  private PersonProbe() {}

  public static void main(String[] arguments) throws Exception {
    UserInteraction interaction =
        new TerminalPerson(false, Optional.empty(), System.err, System.err::println, 20);
    interaction.progress("a line of progress that is too long for it");
    if (arguments[0].equals("secret")) {
      byte[] typed =
          interaction.secret("Passphrase: ").orElseThrow().stdin().open().get().readAllBytes();
      System.out.println("got " + typed.length + " bytes, sum " + sum(typed));
    } else {
      System.out.println("answer " + interaction.approves("Go on?"));
    }
  }

  static int sum(byte[] bytes) {
    int sum = 0;
    for (byte b : bytes) {
      sum += b & 0xff;
    }
    return sum;
  }
}
