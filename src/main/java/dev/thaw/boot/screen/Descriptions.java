package dev.thaw.boot.screen;

import dev.thaw.boot.screen.ScreenEvent.Role;
import dev.thaw.machine.Scripts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What people say of a screen that shows no words, or that stays dark. */
final class Descriptions {

  private static final List<Description> ALL =
      Scripts.read(Descriptions.class, "descriptions.txt")
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Description::parse)
          .toList();

  /** What was at another time, or elsewhere, is not what is seen now. */
  private static final Pattern OTHERWISE =
      Pattern.compile(
          "\\b(?:worked|works|used to|it was fine|boots fine|live (?:image|system|usb|stick)|"
              + "from a stick|before i|until i|another (?:machine|computer|laptop))\\b");

  private Descriptions() {}

  /**
   * Words that tell of a failure.
   *
   * @param words looked for in a sentence, in lower case
   */
  private record Description(List<String> kinds, ScreenStage stage, Pattern words) {

    static Description parse(String line) {
      String[] parts = line.split(" \\| ", 3);
      return new Description(
          List.of(parts[0].strip().split(",")),
          ScreenStage.named(parts[1].strip()),
          Pattern.compile(parts[2].strip()));
    }
  }

  /** The events and what the words around them tell; one thing at most. */
  static List<ScreenEvent> add(List<ScreenEvent> events, ScreenText text) {
    String typed =
        text.lines().stream().map(ScreenText.Line::text).collect(Collectors.joining("\n"));
    for (String sentence : typed.split("(?<=[.!?;])\\s+|\\n{2,}")) {
      String words =
          sentence.toLowerCase(Locale.ROOT).replaceAll("[’`´]", "'").replaceAll("\\s+", " ");
      if (!OTHERWISE.matcher(words).find()) {
        for (Description description : ALL) {
          if (description.words.matcher(words).find()) {
            var all = new ArrayList<>(events);
            all.add(event(description, sentence.strip()));
            return all;
          }
        }
      }
    }
    return events;
  }

  private static ScreenEvent event(Description description, String sentence) {
    return new ScreenEvent(
        Speaker.PERSON,
        description.stage,
        Role.FAILED,
        description.kinds,
        Optional.empty(),
        "",
        "",
        sentence,
        "in your words",
        true,
        Optional.empty());
  }
}
