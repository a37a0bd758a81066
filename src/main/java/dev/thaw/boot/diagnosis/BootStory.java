package dev.thaw.boot.diagnosis;

import dev.thaw.boot.Evidence;
import dev.thaw.boot.remembered.PastBoot;
import dev.thaw.boot.remembered.PastBoots;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.loader.LoaderEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the machine tells of its boots, in sentences: its journal, its menu, its last crash. */
final class BootStory {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** So many units that failed are named. */
  private static final int MOST = 5;

  private final Evidence evidence;
  private final PastBoots boots;

  private BootStory(Evidence evidence) {
    this.evidence = evidence;
    this.boots = evidence.remembered().boots();
  }

  /**
   * The story; empty where nothing could be read.
   *
   * @param several whether to say whose it is
   */
  static Stream<String> of(Evidence evidence, boolean several) {
    String host = evidence.installation().hostName();
    String whose = several && !host.isEmpty() ? host + ": " : "";
    var story = new BootStory(evidence);
    return Stream.of(story.crash(), story.sentences(), story.tries())
        .flatMap(List::stream)
        .map(sentence -> whose + sentence);
  }

  /** When the kernel crashed last, and what it said. */
  private List<String> crash() {
    return evidence.remembered().crashes().stream()
        .limit(1)
        .map(report ->
            "The kernel crashed at "
                + MINUTE.format(report.at())
                + ". "
                + report
                    .line()
                    .map(line ->
                        "Its last words are kept in %s: “%s”."
                            .formatted(report.place().title(), line.strip()))
                    .orElse(
                        "What it left in "
                            + report.place().title()
                            + " is packed in a way that is not read here."))
        .toList();
  }

  /** What the counters in the names of the menu's entries tell. */
  private List<String> tries() {
    return evidence.installation().generations().stream()
        .flatMap(generation ->
            evidence.installation().entry(generation).stream()
                .flatMap(listed -> tried(generation, listed.entry()).stream()))
        .toList();
  }

  private static Optional<String> tried(Generation generation, LoaderEntry entry) {
    int left = entry.triesLeft().orElse(-1);
    int done = entry.triesDone();
    if (left < 0 || done == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "Generation %d was tried %s and never came up: its entry is %s, with %s left."
            .formatted(
                generation.number(),
                done == 1 ? "once" : done == 2 ? "twice" : done + " times",
                entry.file(),
                left == 0 ? "no try" : left == 1 ? "one try" : left + " tries"));
  }

  private List<String> sentences() {
    if (!boots.isRead()) {
      return List.of();
    }
    var sentences = new ArrayList<String>();
    if (boots.last().isEmpty()) {
      sentences.add(
          "The installed system keeps no journal on its disks: of its boots, none tells.");
      return sentences;
    }
    PastBoot last = boots.last().getLast();
    sentences.add(
        "The journal knows "
            + (boots.known() == 1 ? "one boot" : boots.known() + " boots")
            + " that reached stage 2. The last: "
            + told(last));
    if (!last.cameUp()) {
      sentences.add(
          boots
              .good()
              .map(good -> "The last boot that came up: " + told(good))
              .orElse("None of the last " + boots.last().size() + " in it came up."));
    }
    evidence.subject().filter(this::isNew).map(this::neverCameSoFar).ifPresent(sentences::add);
    return sentences;
  }

  /** A boot in a few sentences. */
  private String told(PastBoot boot) {
    String failed =
        boot.failed().isEmpty()
            ? ""
            : " Units that failed: "
                + boot.failed().keySet().stream().limit(MOST).collect(Collectors.joining(", "))
                + (boot.failed().size() > MOST ? ", …" : "")
                + ".";
    return "%s, %s. %s %s%s"
        .formatted(
            MINUTE.format(boot.began()),
            generation(boot),
            switch (boot.reached()) {
              case LOGIN -> "It came up.";
              case EMERGENCY -> "It ended in emergency mode.";
              case STAGE_2 -> "It reached stage 2, and did not come up.";
            },
            (boot.inOrder() ? "It was shut down at " : "It broke off at ")
                + MINUTE.format(boot.ended())
                + (boot.inOrder() ? "." : ", without being shut down."),
            failed);
  }

  private String generation(PastBoot boot) {
    return evidence.installation().generations().stream()
        .filter(generation -> isOf(boot, generation))
        .findFirst()
        .map(generation -> "generation " + generation.number())
        .orElse(
            boot.toplevel().isEmpty()
                ? "of which generation it does not say"
                : "of a system that is no generation any more");
  }

  /** Whether it was a boot of this generation, or of a variant of it. */
  private static boolean isOf(PastBoot boot, Generation generation) {
    return boot.toplevel().equals(generation.toplevel())
        || generation.bootSpec().stream()
            .flatMap(spec -> spec.specialisations().values().stream())
            .anyMatch(variant -> variant.toplevel().equals(boot.toplevel()));
  }

  /** Whether it was made before the last boots that were read, and is none of them. */
  private boolean isNew(Generation generation) {
    Instant made = generation.date();
    return boots.last().stream().noneMatch(boot -> isOf(boot, generation))
        && boots.last().stream().noneMatch(boot -> boot.toplevel().isEmpty())
        && (boots.known() == boots.last().size() || made.isAfter(boots.last().getFirst().began()));
  }

  private String neverCameSoFar(Generation generation) {
    return "Generation "
        + generation.number()
        + (generation.isDefault() ? ", which starts when nobody chooses," : ", which is current,")
        + " is in none of them: it never reached stage 2, or was never started. What stops in stage 1"
        + " leaves nothing in the journal.";
  }
}
