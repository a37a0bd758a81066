package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Failure;
import dev.thaw.boot.FailurePage;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.ScreenReport;
import dev.thaw.boot.Stage;
import dev.thaw.boot.screen.Screen;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.boot.screen.Speaker;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the screen shows and the disks do not bear out: it is only possible, and told first. */
final class OnlyOnScreen {

  private OnlyOnScreen() {}

  /**
   * A finding for each failure on the screen that no finding explains.
   *
   * @param found the kinds of which something was found
   * @param looked the failures that the disks were asked about; empty where no installation was
   *     found
   */
  static List<Finding> of(Screen screen, List<Failure> found, Set<String> looked) {
    return screen.failures().stream()
        .filter(event -> !event.kinds().isEmpty())
        .filter(event ->
            found.stream().noneMatch(one -> event.shows(one.ids()) || event.shows(one.shownAs())))
        .map(event -> finding(event, seen(event, looked.containsAll(event.kinds()))))
        .toList();
  }

  private static List<String> seen(ScreenEvent event, boolean looked) {
    return List.of(
        (event.speaker() == Speaker.PERSON ? "You tell: “" : "The screen says “")
            + event.line()
            + "”.",
        looked ? "The disks show nothing of it." : "Whether it is so, the disks can't tell.");
  }

  /** What a line shows, only possible. */
  static Finding finding(ScreenEvent event, List<String> seen) {
    String id = event.kinds().getFirst();
    FailurePage page =
        FailurePage.of(id).orElseThrow(() -> new IllegalStateException("no page for " + id));
    String about = event.about().isEmpty() ? "" : " (" + event.about() + ")";
    return new Finding(
            id,
            Stage.of(event.stage()),
            impact(event),
            Certainty.POSSIBLE,
            ScreenReport.kinds(event) + about + ".",
            seen,
            page.meaning(),
            new Mend.ByHand(pages(event.kinds()) + " how to look, and what mends it."))
        .naming(event.about());
  }

  private static BootImpact impact(ScreenEvent event) {
    return event.role() == ScreenEvent.Role.MISSED
        ? BootImpact.GOES_ON
        : event.hangs() ? BootImpact.HANGS : BootImpact.FAILS;
  }

  private static String pages(List<String> ids) {
    return ids.stream().map(id -> "explain(\"" + id + "\")").collect(Collectors.joining(", "))
        + (ids.size() == 1 ? " tells" : " tell");
  }
}
