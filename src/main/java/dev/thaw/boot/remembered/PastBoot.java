package dev.thaw.boot.remembered;

import dev.thaw.boot.remembered.JournalEntry.Meaning;
import dev.thaw.boot.screen.Screen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A boot that the installed system's journal knows: one that reached stage 2, for what comes before
 * leaves nothing there.
 *
 * @param id 32 hexadecimal digits
 * @param began when its first entry was written that was read
 * @param ended when its last one was
 * @param toplevel the system that was started, a path in the store; empty where the kernel's words
 *     are not in the journal any more
 * @param reached how far it came
 * @param inOrder whether the machine was shut down or restarted; else it was switched off, or hung
 * @param failed the units that failed, and what systemd said of each
 * @param words what it said of failures, and, if it did not end in order, its last words
 */
public record PastBoot(
    String id,
    Instant began,
    Instant ended,
    String toplevel,
    Reached reached,
    boolean inOrder,
    Map<String, String> failed,
    List<String> words) {

  /** How far a boot came. */
  public enum Reached {
    /** It was in stage 2, and not at its end. */
    STAGE_2,
    /** It gave up and asked for the administrator: emergency mode, or rescue mode. */
    EMERGENCY,
    /** All that belongs to a running system was started: one could log in. */
    LOGIN
  }

  private static final Pattern INIT = Pattern.compile("(?:^| )init=(/nix/store/[^/ ]+)/init");

  private static final List<String> GAVE_UP = List.of("emergency.target", "rescue.target");

  /** Copies the collections. */
  public PastBoot {
    failed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    words = List.copyOf(words);
  }

  /** Whether it came up. */
  public boolean cameUp() {
    return reached == Reached.LOGIN;
  }

  /** What its words say, as if they were on the screen. */
  public Screen screen() {
    return Screen.read(String.join("\n", words));
  }

  /**
   * What these entries tell of a boot.
   *
   * @param begins the kernel's first words; may be empty
   * @param marks what tells how far it came
   * @param ends its last words, not empty
   */
  static PastBoot of(
      String id, List<JournalEntry> begins, List<JournalEntry> marks, List<JournalEntry> ends) {
    boolean inOrder =
        ends.getLast().says(Meaning.CLOSED)
            || any(marks, e -> e.says(Meaning.SHUT_DOWN))
            || any(marks, e -> e.says(Meaning.STARTED, "shutdown.target"));
    List<JournalEntry> failures =
        marks.stream()
            .takeWhile(
                e -> !e.says(Meaning.SHUT_DOWN) && !e.says(Meaning.STARTED, "shutdown.target"))
            .filter(e -> e.says(Meaning.NOT_STARTED) || e.says(Meaning.FAILED))
            .toList();
    var failed = new LinkedHashMap<String, String>();
    failures.stream()
        .filter(e -> !e.unit().isEmpty() && !e.message().startsWith("Dependency failed"))
        .forEach(e -> failed.putIfAbsent(e.unit(), e.message()));
    var words = new ArrayList<String>();
    failures.stream().map(JournalEntry::message).forEach(words::add);
    if (!inOrder) {
      ends.stream()
          .map(JournalEntry::message)
          .filter(word -> !words.contains(word))
          .forEach(words::add);
    }
    return new PastBoot(
        id,
        Stream.concat(begins.stream(), ends.stream()).findFirst().orElseThrow().at(),
        ends.getLast().at(),
        begins.stream()
            .map(e -> INIT.matcher(e.message()))
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .findFirst()
            .orElse(""),
        reached(marks),
        inOrder,
        failed,
        words);
  }

  private static Reached reached(List<JournalEntry> marks) {
    if (any(marks, e -> e.says(Meaning.FINISHED) || e.says(Meaning.STARTED, "multi-user.target"))) {
      return Reached.LOGIN;
    }
    return any(marks, e -> e.says(Meaning.STARTED) && GAVE_UP.contains(e.unit()))
        ? Reached.EMERGENCY
        : Reached.STAGE_2;
  }

  private static boolean any(List<JournalEntry> entries, Predicate<JournalEntry> what) {
    return entries.stream().anyMatch(what);
  }
}
