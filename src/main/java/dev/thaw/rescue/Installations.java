package dev.thaw.rescue;

import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.ListWithNotes;
import java.util.ArrayList;
import java.util.List;

/** Which of the installations that were found is meant. */
final class Installations {

  private Installations() {}

  /**
   * The installation that is meant.
   *
   * @param number which, counted from 1 as {@code installs()} lists them; 0 for the only one
   * @throws Trouble.Refused if that is none, or several
   */
  static Installation choose(ListWithNotes<Installation> found, int number) {
    // What is mounted is the one, whatever number it had among the others before.
    if (found.size() == 1 && !found.getFirst().mountedAt().isEmpty()) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new Trouble.NotReady(
          "No NixOS installation was found on this machine.",
          found.notes().isEmpty()
              ? "disks() and pools() show what is there; a locked container needs unlock()."
              : String.join(" ", found.notes()));
    }
    if (number == 0 && found.size() > 1) {
      throw new Trouble.Undecided(
          "There are " + found.size() + " NixOS installations on this machine.",
          "See installs(), and say which: mountAll(install=1).");
    }
    if (number < 0 || number > found.size()) {
      throw new Trouble.Rejected(
          "There is no installation number " + number + ".",
          "installs() lists " + found.size() + ", counted from 1.");
    }
    return found.get(Math.max(number, 1) - 1);
  }

  /**
   * The number of the installation that is meant, where the screen and the disks tell which one
   * fails. A person is asked; an unattended play says which, and why.
   *
   * @param number which, counted from 1; 0 for the one that the diagnosis is sure of
   * @throws Trouble.Refused if there are several, and it can't be told
   */
  static int choose(
      Rescue rescue, ListWithNotes<Installation> found, Diagnosis diagnosis, int number) {
    if (number != 0 || found.isEmpty()) {
      return number;
    }
    int told = told(found, diagnosis);
    if (found.size() == 1) {
      if (told == 0 && diagnosis.systems().size() > 1 && found.getFirst().mountedAt().isEmpty()) {
        throw new Trouble.Undecided(
            "The only NixOS installation that is there now is not known to be the one that fails.",
            "See installs(), and diagnose() again; mountAll(install=1) mounts it all the same.");
      }
      return number;
    }
    var list = new StringBuilder("There are " + found.size() + " NixOS installations:");
    for (int i = 0; i < found.size(); i++) {
      list.append("\n  ").append(i + 1).append(". ").append(name(found.get(i)));
    }
    rescue.interaction().tell(list.toString());
    if (told > 0) {
      rescue.interaction().tell(why(diagnosis, told, found.get(told - 1)));
    }
    if (rescue.executor().isDry() && told > 0) {
      return told;
    }
    try {
      return ask(rescue, found, told);
    } catch (Trouble.NotApproved nobody) {
      if (told == 0) {
        throw new Trouble.Undecided(
            "There are "
                + found.size()
                + " NixOS installations on this machine, and which one fails can't be told.",
            "See installs(), and say which: mountAll(install=1); for a whole play, --set install=1."
                + " The screen's last lines help: --set symptom=…");
      }
      return told;
    }
  }

  /**
   * The number that the one has here which the diagnosis is sure of; 0 where it has none, or where
   * one is here that was not judged.
   */
  private static int told(ListWithNotes<Installation> found, Diagnosis diagnosis) {
    boolean judged = found.stream().allMatch(one -> diagnosis.judged(one.identity()));
    return judged ? diagnosis.failing().map(one -> number(found, one)).orElse(0) : 0;
  }

  /** The number of the only one with this identity; 0 where there is none, or several. */
  private static int number(ListWithNotes<Installation> found, String identity) {
    List<String> identities = found.stream().map(Installation::identity).toList();
    int first = identities.indexOf(identity);
    return first == identities.lastIndexOf(identity) ? first + 1 : 0;
  }

  /**
   * The number that an installation has now: what was started since may have put another before it.
   *
   * @param number which, counted from 1 as they were listed before
   * @throws Trouble.Refused if it is not there any more, or not the only one of its kind
   */
  static int again(
      ListWithNotes<Installation> before, int number, ListWithNotes<Installation> now) {
    if (number < 1 || number > before.size()) {
      return number;
    }
    int found = number(now, before.get(number - 1).identity());
    if (found == 0) {
      throw new Trouble.Undecided(
          "Which installation is meant can't be told any more, for others are there now.",
          "See installs(), and say which: mountAll(install=1).");
    }
    return found;
  }

  private static int ask(Rescue rescue, ListWithNotes<Installation> found, int told) {
    var numbers = new ArrayList<Integer>();
    if (told > 0) {
      numbers.add(told);
    }
    for (int i = 1; i <= found.size(); i++) {
      if (i != told) {
        numbers.add(i);
      }
    }
    for (int i : numbers) {
      String question = "Is " + i + " the one to rescue: " + name(found.get(i - 1)) + "?";
      if (rescue.interaction().approvesInPerson(question)) {
        return i;
      }
    }
    throw new Trouble.Undecided("None of them was chosen; nothing was changed.", "See installs().");
  }

  private static String why(Diagnosis diagnosis, int told, Installation one) {
    String finding =
        diagnosis.findings().stream()
            .filter(each -> each.installation().equals(one.identity()))
            .map(Finding::what)
            .findFirst()
            .orElse("");
    return "It is " + told + " that fails to boot. " + Clean.line(finding);
  }

  private static String name(Installation installation) {
    return Clean.line(
        (installation.hostName().isEmpty() ? "without a name" : installation.hostName())
            + ", its store on "
            + installation.store());
  }
}
