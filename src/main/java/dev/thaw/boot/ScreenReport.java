package dev.thaw.boot;

import dev.thaw.boot.screen.NearLine;
import dev.thaw.boot.screen.Screen;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.boot.screen.ScreenEvent.Role;
import dev.thaw.boot.screen.ScreenStage;
import dev.thaw.boot.screen.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was understood of the screen, told before anything else.
 *
 * @param screen what it says
 * @param sentences the same in sentences; empty when nobody said what is on it
 */
public record ScreenReport(Screen screen, List<String> sentences) {

  /** Nobody said what is on the screen. */
  public static final ScreenReport NONE = new ScreenReport(Screen.NONE, List.of());

  /** So many failures are told in sentences. */
  private static final int MOST = 3;

  /** A line longer than this is cut. */
  private static final int LONGEST = 120;

  /** Copies the list. */
  public ScreenReport {
    sentences = List.copyOf(sentences);
  }

  /** What is to be told of a screen. */
  public static ScreenReport of(Symptom symptom) {
    if (symptom.isEmpty()) {
      return NONE;
    }
    Screen screen = symptom.screen();
    var sentences = new ArrayList<String>();
    if (screen.events().isEmpty()) {
      sentences.add(
          "The screen is not understood: none of what was typed is a line that is known.");
      List<NearLine> near = NearLine.of(symptom.toString());
      if (!near.isEmpty()) {
        sentences.add(
            "The nearest lines that are known: " + near(near) + ". Look again at each letter.");
      }
    } else if (!screen.isUnderstood()) {
      sentences.add(
          "The screen is understood: the machine came as far as "
              + screen.stage().map(ScreenStage::title).orElse("its boot")
              + screen.gotOver().stream()
                  .findFirst()
                  .map(event ->
                      ". What failed on the way did not stop it: “" + cut(event.line()) + "”.")
                  .orElse(", and nothing that is known to fail is on it."));
    } else {
      List<ScreenEvent> failures = screen.failures();
      failures.stream().limit(MOST).map(ScreenReport::sentence).forEach(sentences::add);
      if (failures.size() > MOST) {
        sentences.add((failures.size() - MOST) + " more failures are on it.");
      }
    }
    return new ScreenReport(screen, sentences);
  }

  private static String near(List<NearLine> lines) {
    return lines.stream()
        .map(line -> "“" + line.shown() + "” (" + title(line.kind()) + ")")
        .collect(Collectors.joining("; "));
  }

  private static String sentence(ScreenEvent event) {
    String line = "“" + cut(event.line()) + "”";
    String place =
        switch (event.role()) {
          case STOPPED -> "The screen stopped in " + event.stage().title() + ", at " + line;
          default ->
              event.speaker() == Speaker.PERSON
                  ? "What you tell of the screen, " + line
                  : "The screen shows, of " + event.stage().title() + ", " + line;
        };
    String about = event.about().isEmpty() ? "" : " (" + event.about() + ")";
    String slips =
        event.typed().corrected()
            ? " It was read as “" + event.known().shown() + "”: look again at each letter."
            : "";
    String then =
        event.hangs() && event.typed().timer().isPresent()
            ? " It waits without a limit."
            : event.role() == Role.MISSED ? " The boot goes on without it." : "";
    return place + ": " + kinds(event) + about + "." + then + slips;
  }

  /** What it means, in the words of its page; of several, each, the likeliest first. */
  public static String kinds(ScreenEvent event) {
    List<String> titles = event.kinds().stream().map(ScreenReport::title).toList();
    return titles.stream()
        .skip(1)
        .map(title -> ", or " + goingOn(title))
        .collect(Collectors.joining("", titles.isEmpty() ? "" : titles.getFirst(), ""));
  }

  /** A title within a sentence; names keep their capitals. */
  private static String goingOn(String title) {
    return title.matches("(?:The|A|An|What) .*")
        ? Character.toLowerCase(title.charAt(0)) + title.substring(1)
        : title;
  }

  private static String title(String id) {
    return FailurePage.titles().getOrDefault(id, id);
  }

  private static String cut(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
