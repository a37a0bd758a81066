package dev.thaw.boot.diagnosis;

import dev.thaw.boot.Evidence;
import dev.thaw.boot.OwnDisks;
import dev.thaw.storage.DiskHealth;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Something that a boot can fail of, and that was not looked at.
 *
 * @param what what it is; a sentence
 * @param looked whether the evidence of an installation tells of it all the same
 */
record NotLookedAt(String what, Predicate<Evidence> looked) {

  private static final List<NotLookedAt> ALL =
      List.of(
          new NotLookedAt(
              "The services of stage 2: no boot of what starts now is in the journal.",
              NotLookedAt::isInJournal),
          new NotLookedAt(
              "Who can log in: accounts, passwords and shells.",
              evidence -> evidence.installation().accounts().known()),
          never("Whether the firmware refuses what is not signed: Secure Boot."),
          new NotLookedAt(
              "Whether programs of the system are empty files.",
              one -> one.remembered().empty().isPresent()),
          never("What is in the files of the store: verify() compares them."),
          new NotLookedAt(
              "The room on the system's disks.", one -> !one.remembered().rooms().isEmpty()));

  private static boolean isInJournal(Evidence evidence) {
    return evidence.subject().stream()
        .anyMatch(starts ->
            evidence.remembered().boots().last().stream()
                .anyMatch(boot -> boot.toplevel().equals(starts.toplevel())));
  }

  /** Something that no reader here looks at. */
  private static NotLookedAt never(String what) {
    return new NotLookedAt(what, _ -> false);
  }

  /** What was not looked at on each of these installations; sentences. */
  static List<String> of(List<Evidence> evidence) {
    Stream<String> fixed =
        ALL.stream()
            .filter(one -> evidence.isEmpty() || !evidence.stream().allMatch(one.looked))
            .map(NotLookedAt::what);
    Stream<String> journals =
        evidence.stream()
            .map(one -> one.remembered().boots())
            .filter(boots -> !boots.isRead())
            .map(boots -> "The installed system's journal: " + boots.unread() + ".")
            .distinct();
    Stream<String> health =
        evidence.isEmpty()
            ? DiskHealth.UNKNOWN.unasked().stream()
            : evidence.stream()
                .flatMap(one ->
                    Stream.concat(
                        one.surroundings().health().unasked().stream(),
                        OwnDisks.withoutSmart(one)
                            .map(disk -> "What SMART says of " + disk + ": it gave no answer.")))
                .distinct();
    Stream<String> firmware =
        evidence.stream()
            .map(one -> one.remembered().firmware())
            .filter(one -> !one.isRead())
            .map(one -> "What the firmware starts: " + one.unread() + ".")
            .distinct();
    return Stream.of(fixed, health, journals, firmware).flatMap(all -> all).toList();
  }
}
