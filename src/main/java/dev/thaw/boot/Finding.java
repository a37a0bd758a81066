package dev.thaw.boot;

import dev.thaw.boot.screen.Screen;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that is broken, or may be.
 *
 * @param id the failure, as {@code docs/failures} names it: {@code module-hangs}
 * @param stage where on the way up it is
 * @param course what becomes of the boot there
 * @param certainty how sure it is
 * @param what what is broken, a sentence
 * @param evidence what was seen, and in which file or by which command; sentences
 * @param why what goes on there, for who wants to understand it; sentences
 * @param mend what mends it
 * @param subject the module, device, pool or file that it is about; empty where it is about none
 * @param installation which of several installations has it, by {@link Installation#identity};
 *     empty where there is only one
 */
public record Finding(
    String id,
    Stage stage,
    BootImpact course,
    Certainty certainty,
    String what,
    List<String> evidence,
    String why,
    Mend mend,
    String subject,
    String installation) {

  /** Copies the list. */
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /** One about the only installation there is. */
  public Finding(
      String id,
      Stage stage,
      BootImpact course,
      Certainty certainty,
      String what,
      List<String> evidence,
      String why,
      Mend mend) {
    this(id, stage, course, certainty, what, evidence, why, mend, "", "");
  }

  /** The same, said of one of several installations. */
  public Finding on(Installation judged) {
    String host = judged.hostName();
    String whose = (host.isEmpty() ? "An installation without a name" : host) + ": " + what;
    return new Finding(
        id, stage, course, certainty, whose, evidence, why, mend, subject, judged.identity());
  }

  /** The same as another failure, in these words. */
  public Finding as(String other, String words) {
    return new Finding(
        other, stage, course, certainty, words, evidence, why, mend, subject, installation);
  }

  /** The same where that becomes of the boot. */
  public Finding becoming(BootImpact other) {
    return new Finding(
        id, stage, other, certainty, what, evidence, why, mend, subject, installation);
  }

  /** The same, about this module, device, pool or file. */
  public Finding naming(String other) {
    return new Finding(
        id, stage, course, certainty, what, evidence, why, mend, other, installation);
  }

  /** The same with another mend. */
  public Finding mending(Mend other) {
    return new Finding(
        id, stage, course, certainty, what, evidence, why, other, subject, installation);
  }

  /** The same as sure as that, with more that was seen, and this mend. */
  Finding with(Certainty sure, List<String> more, Mend other) {
    var seen = new ArrayList<>(evidence);
    seen.addAll(more);
    return new Finding(id, stage, course, sure, what, seen, why, other, subject, installation);
  }

  /** The same where what the screen shows of it was read with slips: then nothing is sure. */
  public Finding slipped() {
    return certainty == Certainty.SURE
        ? with(
            Certainty.LIKELY,
            List.of("The screen's line was read with slips: look again at each letter."),
            mend)
        : this;
  }

  /**
   * The same where the screen shows another failure. The disks tell it as before, but what the
   * screen shows comes first; what a boot loader reads is another matter than what comes later.
   *
   * @param screen what it shows
   */
  public Finding beside(Screen screen) {
    boolean late = stage.compareTo(Stage.MODULES) >= 0;
    if (late && stops() && screen.isBeyond(stage.screen())) {
      return with(
          Certainty.POSSIBLE,
          List.of("The screen shows that the machine got further than this."),
          mend);
    }
    return certainty == Certainty.SURE && late
        ? with(
            Certainty.LIKELY,
            List.of("The screen shows something else; the disks alone tell this."),
            mend)
        : this;
  }

  /** Whether a disk fails: then a copy is made before anything is written. */
  public boolean isFailingDisk() {
    return id.equals("disk-errors") && certainty != Certainty.POSSIBLE;
  }

  /** Whether the boot does not get past it, as far as can be told. */
  public boolean stops() {
    return course != BootImpact.GOES_ON && certainty != Certainty.POSSIBLE;
  }
}
