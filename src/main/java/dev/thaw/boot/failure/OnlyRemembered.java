package dev.thaw.boot.failure;

import dev.thaw.boot.Evidence;
import dev.thaw.boot.Finding;
import dev.thaw.boot.remembered.CrashReport;
import dev.thaw.boot.remembered.PastBoot;
import dev.thaw.boot.screen.Screen;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.nixos.Generation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the machine itself kept of a boot that failed, where nobody said what is on the screen: the
 * kernel's last words, and those of the last boot in the journal.
 */
final class OnlyRemembered {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private OnlyRemembered() {}

  /**
   * A finding for the first failure in what was kept, of what starts now, unless one of its kind
   * was found already.
   *
   * @param found the ids of what was found
   */
  static List<Finding> of(Evidence evidence, Set<String> found) {
    boolean starts = evidence.subject().equals(Evidence.booted(evidence.installation()));
    if (!evidence.symptom().isEmpty() || !starts) {
      return List.of();
    }
    Stream<Finding> crash =
        crash(evidence).stream()
            .flatMap(report ->
                first(report.screen(), found).stream()
                    .map(event ->
                        finding(
                            event,
                            "The kernel crashed at "
                                + MINUTE.format(report.at())
                                + ", and left this in "
                                + report.place().title()
                                + ": ")));
    Stream<Finding> boot =
        boot(evidence).stream()
            .flatMap(past ->
                first(past.screen(), found).stream()
                    .map(event ->
                        finding(
                            event,
                            "The journal's last boot, of "
                                + MINUTE.format(past.began())
                                + ", did not come up, and has this: ")));
    return Stream.concat(crash, boot).limit(1).toList();
  }

  /** The last crash, where no boot came up since and what starts now was there already. */
  static Optional<CrashReport> crash(Evidence evidence) {
    Instant up = evidence.remembered().boots().good().map(PastBoot::ended).orElse(Instant.EPOCH);
    Instant made = evidence.subject().map(Generation::date).orElse(Instant.EPOCH);
    return evidence.remembered().crashes().stream()
        .findFirst()
        .filter(report -> report.at().isAfter(up) && report.at().isAfter(made));
  }

  /** The last boot in the journal, where it did not come up, and was one of what starts now. */
  private static Optional<PastBoot> boot(Evidence evidence) {
    return evidence
        .remembered()
        .boots()
        .latest()
        .filter(past -> !past.cameUp())
        .filter(past ->
            evidence.subject().filter(one -> one.toplevel().equals(past.toplevel())).isPresent());
  }

  private static Optional<ScreenEvent> first(Screen screen, Set<String> found) {
    return screen.failures().stream()
        .findFirst()
        .filter(event -> !event.kinds().isEmpty())
        .filter(event -> event.kinds().stream().noneMatch(found::contains));
  }

  private static Finding finding(ScreenEvent event, String where) {
    return OnlyOnScreen.finding(event, List.of(where + "“" + event.line() + "”."));
  }
}
