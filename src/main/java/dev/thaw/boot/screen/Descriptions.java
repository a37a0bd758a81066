package dev.thaw.boot.screen;

import dev.thaw.boot.screen.ScreenEvent.Role;
import dev.thaw.machine.Scripts;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What people say of a screen that shows no words, or that stays dark. */
final class Descriptions {

  private static final List<Description> ALL =
      Scripts.read(Descriptions.class, "descriptions.txt")
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Description::parse)
          .toList();

  /** Nobody tells more in words: it is a log. */
  private static final int TYPED = 8_000;

  /** What was at another time, or elsewhere, or is only asked, is not what is seen now. */
  private static final Pattern OTHERWISE =
      Pattern.compile(
          "\\b(?:worked|(?<!no longer )(?<!nothing )works|used to|it was fine|boots? fine|is fine"
              + "|live (?:image|system|usb|stick)|from a (?:usb )?stick|before i|until i"
              + "|(?:an)?other (?:machine|computer|laptop)|last (?:year|month|week)|years? ago"
              + "|in the past|solved|fixed|how (?:do|can|would|should) i|is it (?:normal|possible)"
              + "|what (?:does|is|happens)|should i"
              + "|fruher|ging noch|lief|gelost|ander\\w+ rechner|wie kann ich|ist es normal"
              + "|fonctionnait|marchait|sur un autre|resolu|comment (?:puis-je|faire)"
              + "|est-ce normal|funcionaba|en otro (?:ordenador|equipo)|resuelto|como puedo)\\b");

  private Descriptions() {}

  /**
   * Words that tell of a failure.
   *
   * @param words looked for in a sentence, in lower case and without accents
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

  /** The events and what the words between the known lines tell; one thing at most. */
  static List<ScreenEvent> add(
      List<ScreenEvent> events, ScreenText text, List<LineFinder.Found> known) {
    if (text.letters().length() > TYPED) {
      return events;
    }
    BitSet printed = new BitSet();
    known.forEach(line ->
        printed.set(
            text.line(line.start()), text.line(Math.max(line.start(), line.end() - 1)) + 1));
    String typed =
        IntStream.range(0, text.lines().size())
            .mapToObj(line -> printed.get(line) ? "." : text.lines().get(line).text())
            .collect(Collectors.joining("\n"));
    for (String sentence : typed.split("(?<=[.!?;])\\s+|\\n{2,}")) {
      String words = plain(sentence);
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

  /** Small letters without accents. */
  private static String plain(String sentence) {
    return Normalizer.normalize(sentence.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[’`´]", "'")
        .replaceAll("\\s+", " ");
  }

  private static ScreenEvent event(Description description, String sentence) {
    return new ScreenEvent(
        new ScreenEvent.Known(Speaker.PERSON, "in your words", false, true),
        new ScreenEvent.Typed(sentence, false, Optional.empty()),
        description.stage,
        Role.FAILED,
        description.kinds,
        List.of(),
        "");
  }
}
