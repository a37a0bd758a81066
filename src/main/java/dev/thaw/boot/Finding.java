package dev.thaw.boot;

import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that is broken, or may be.
 *
 * @param failure the name of the kind of failure: {@code hanging module}
 * @param stage where on the way up it is
 * @param course what becomes of the boot there
 * @param certainty how sure it is
 * @param what what is broken, a sentence
 * @param evidence what was seen, and in which file or by which command; sentences
 * @param why what goes on there, for who wants to understand it; sentences
 * @param mend what mends it
 * @param about which of several installations has it, by {@link Installation#identity}; empty where
 *     there is only one
 */
public record Finding(
    String failure,
    Stage stage,
    BootImpact course,
    Certainty certainty,
    String what,
    List<String> evidence,
    String why,
    Mend mend,
    String about) {

  /** Copies the list. */
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /** One about the only installation there is. */
  public Finding(
      String failure,
      Stage stage,
      BootImpact course,
      Certainty certainty,
      String what,
      List<String> evidence,
      String why,
      Mend mend) {
    this(failure, stage, course, certainty, what, evidence, why, mend, "");
  }

  /** The same, said of one of several installations. */
  public Finding on(Installation installation) {
    String host = installation.hostName();
    String whose = (host.isEmpty() ? "An installation without a name" : host) + ": " + what;
    return new Finding(
        failure, stage, course, certainty, whose, evidence, why, mend, installation.identity());
  }

  /** The same with another mend. */
  public Finding mending(Mend other) {
    return new Finding(failure, stage, course, certainty, what, evidence, why, other, about);
  }

  /** The same as sure as that, with more that was seen, and this mend. */
  Finding with(Certainty sure, List<String> more, Mend other) {
    var seen = new ArrayList<>(evidence);
    seen.addAll(more);
    return new Finding(failure, stage, course, sure, what, seen, why, other, about);
  }

  /**
   * The same where the screen shows another kind of failure. The disks tell it as before, but what
   * the screen shows comes first; what a boot loader reads is another matter than what comes later.
   */
  public Finding beside() {
    return certainty == Certainty.SURE && stage.compareTo(Stage.MODULES) >= 0
        ? with(
            Certainty.LIKELY,
            List.of("The screen shows something else; the disks alone tell this."),
            mend)
        : this;
  }

  /** Whether the boot does not get past it, as far as can be told. */
  public boolean stops() {
    return course != BootImpact.GOES_ON && certainty != Certainty.POSSIBLE;
  }
}
