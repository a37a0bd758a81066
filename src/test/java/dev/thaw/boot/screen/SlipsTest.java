package dev.thaw.boot.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that tell what failed, typed as a person does who reads them from a photograph. */
class SlipsTest {

  /** Ways to type a line wrong, or with something around it. */
  private static final Map<String, UnaryOperator<String>> WAYS = new LinkedHashMap<>();

  static {
    WAYS.put("two letters changed over", line -> inWord(line, SlipsTest::changedOver));
    WAYS.put(
        "a letter left out",
        line -> inWord(line, word -> word.substring(0, 2) + word.substring(3)));
    WAYS.put(
        "a letter twice", line -> inWord(line, word -> word.substring(0, 3) + word.substring(2)));
    WAYS.put("rn for m", line -> line.replaceFirst("m", "rn"));
    WAYS.put("l for i", line -> line.replaceFirst("(?<=\\w)i", "l"));
    WAYS.put("0 for o", line -> line.replaceFirst("o", "0"));
    WAYS.put("1 for l", line -> line.replaceFirst("l", "1"));
    WAYS.put("no blank", line -> line.replaceFirst("(?<=[a-z]{3}) (?=[a-z]{3})", ""));
    WAYS.put("wrapped", line -> line.replaceAll("(.{40})(?=.)", "$1\n"));
    WAYS.put("capitals", line -> line.toUpperCase(Locale.ROOT));
    WAYS.put(
        "German around it",
        line -> "Der Rechner bleibt stehen, da steht:\n" + line + "\nund sonst nichts.");
    WAYS.put("French around it", line -> "Ça s'arrête ici : « " + line + " »");
    WAYS.put("the end cut off", line -> line.substring(0, line.length() * 3 / 4));
    WAYS.put("the beginning cut off", line -> line.substring(line.length() / 2));
  }

  /** One screen for each known line: the same slips in it make the same of it. */
  static Stream<RealScreen> screens() {
    var known = new HashSet<String>();
    return RealScreen.all().stream()
        .filter(screen ->
            main(screen)
                .filter(line -> known.add(Screen.read(line).failures().getFirst().known().shown()))
                .isPresent());
  }

  /** The line that alone tells what the whole screen tells. */
  private static Optional<String> main(RealScreen screen) {
    return screen.lines().stream()
        .filter(line ->
            Screen.read(line).failures().stream()
                .anyMatch(event ->
                    screen.kinds().contains(event.kinds().getFirst())
                        && event.speaker() != Speaker.PERSON))
        .findFirst();
  }

  /** The right kind or none: another one never. A name that is cut off can be any other. */
  @ParameterizedTest
  @MethodSource("screens")
  void aSlipMakesNoOtherFailure(RealScreen screen) {
    String line = main(screen).orElseThrow();
    List<String> possible = possible(screen, line);
    WAYS.forEach((way, slip) -> {
      String typed = slip.apply(line);
      assertThat(Screen.read(typed).failures())
          .describedAs(way + ": " + typed)
          .allMatch(event ->
              event.kinds().stream().anyMatch(possible::contains)
                  || way.equals("the end cut off")
                      && event.names().stream()
                          .map(ScreenName::text)
                          .anyMatch(name -> !name.isEmpty() && typed.strip().endsWith(name)));
    });
  }

  /** What the screen shows, and what any part of its line alone can be taken for. */
  private static List<String> possible(RealScreen screen, String line) {
    var kinds = new ArrayList<>(screen.kinds());
    Screen.read(line).failures().forEach(event -> kinds.addAll(event.kinds()));
    return kinds;
  }

  /** Most of what is typed so is understood all the same. */
  @Test
  void mostSlipsAreForgiven() {
    List<RealScreen> screens = screens().toList();
    WAYS.forEach((way, slip) -> {
      long understood =
          screens.stream()
              .filter(screen -> Screen.read(slip.apply(main(screen).orElseThrow())).isUnderstood())
              .count();
      assertThat(understood * 100 / screens.size())
          .describedAs(way)
          .isGreaterThanOrEqualTo(way.contains("cut off") ? 10 : 70);
    });
  }

  private static String changedOver(String word) {
    return word.substring(0, 2) + word.charAt(3) + word.charAt(2) + word.substring(4);
  }

  /** The slip in the first long word that is no name. */
  private static String inWord(String line, UnaryOperator<String> slip) {
    return Arrays.stream(line.split("(?<= )|(?= )"))
        .filter(word -> word.matches("[a-z]{6,}"))
        .findFirst()
        .map(word -> line.replaceFirst(word, slip.apply(word)))
        .orElse(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "laoding module vfio_pci...",
        "waitlng for device /dev/sda1 to appear.....",
        "cannot irnport 'tank': no such pool available",
        "Tirned out waiting for device /dev/sda2",
        "l0ading module vfio_pci...",
        "1oading module vfio_pci...",
        "rnount: mounting /dev/sda2 on /mnt-root/ failed: No such device",
        "cannot import 'rpool': pool was previously in use fr",
      })
  void whatWasForgivenIsSaid(String typed) {
    assertThat(Screen.read(typed).failures().getFirst().typed().corrected()).isTrue();
  }

  /** A slip in a number or in a word that turns the meaning round makes another line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stage 1 init script (/nix/store/x/init) not found",
        "stage 2 init script (/nix/store/x/init) found",
        "module vfio_pci found in directory /lib/modules",
        "Started Import ZFS pool \"tank\".",
        "Finished Cryptography Setup for cryptroot.",
      })
  void aNeighbourIsNotTakenForIt(String typed) {
    assertThat(Screen.read(typed).isUnderstood()).isFalse();
  }
}
