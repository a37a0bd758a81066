package dev.thaw.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Evens out what is another each time that the lab makes its machines: identifiers, times, hashes
 * of the store. The same stands for the same in the whole recording, in the same order, and is as
 * long: what is a length stays right.
 */
final class Randoms {

  private static final Pattern UUID =
      Pattern.compile("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b");
  private static final Pattern HASH =
      Pattern.compile("(?<=/nix/store/|(?i:/EFI/nixos/))[0-9a-z]{32}(?=-)");
  private static final Pattern NUMBER = Pattern.compile("\\b\\d{15,20}\\b");
  private static final Pattern COMMIT = Pattern.compile("\\b[0-9a-f]{40}\\b");
  private static final Pattern TIME = Pattern.compile("\\b1[789]\\d{8}\\b(?:\\.\\d{10}\\b)?");
  private static final Pattern ISO =
      Pattern.compile("\\b20\\d\\d-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d(?::\\d\\d)?");
  private static final Pattern DATE =
      Pattern.compile("\\b\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d 20\\d\\d\\b");
  private static final Pattern KERNEL = Pattern.compile("\\b6\\.12\\.(\\d+)\\b");
  private static final Pattern PLACE = Pattern.compile("/thaw\\.\\d+\\.\\d+");
  private static final Pattern CHECKSUM = Pattern.compile("\\b[0-9a-f]{64}\\b");
  private static final String DIGITS = "0123456789abcdfghijklmnpqrsvwxyz";

  private final String fixed;
  private final TreeMap<String, String> known = new TreeMap<>();

  private Randoms() {
    fixed = fixed();
  }

  /** The types of partitions, which are the same everywhere. */
  private static final String TYPES =
      "c12a7328-f81f-11d2-ba4b-00a0c93ec93b 0fc63daf-8483-4772-8e79-3d69d8477de4"
          + " 6a898cc3-1dd2-11b2-99a6-080020736631 ca7d7ccb-63ed-4c53-861c-1742536059cc"
          + " 4f68bce3-e8cd-4db1-96e7-fbcaf984b709 0657fd6d-a4ab-43c4-84e5-0933c84b4f4f"
          + " C12A7328-F81F-11D2-BA4B-00A0C93EC93B 21686148-6449-6E6F-744E-656564454649";

  /** What the machines' descriptions say is theirs for ever. */
  private static String fixed() {
    try (var files = Files.walk(Path.of("lab/machines"))) {
      var all = new StringBuilder(TYPES);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The recording with all of it evened out. */
  static Recording evened(Recording recording) {
    var randoms = new Randoms();
    var all = new StringBuilder();
    recording
        .stages()
        .values()
        .forEach(stage ->
            stage.forEach(answer ->
                all.append(answer.command())
                    .append('\n')
                    .append(latin(answer.out()))
                    .append('\n')
                    .append(latin(answer.err()))
                    .append('\n')));
    randoms.learn(all);
    var evened = new Recording();
    recording
        .stages()
        .forEach((stage, answers) ->
            answers.forEach(answer -> evened.add(stage, answer.with(randoms::even))));
    return evened;
  }

  /** A command as it is recorded: what it writes is not known by its checksum. */
  static String command(String shown) {
    return CHECKSUM.matcher(shown).replaceAll("SHA256");
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void learn(CharSequence all) {
    learn(all, UUID, i -> "%08x-0000-4000-8000-%012x".formatted(i, i));
    learn(all, NUMBER, i -> Long.toString(i));
    learn(all, COMMIT, i -> "%040x".formatted(i));
    learn(all, TIME, i -> Long.toString(1767225600L + 60L * i));
    learn(all, HASH, Randoms::hash);
  }

  private void learn(CharSequence all, Pattern pattern, IntFunction<String> stand) {
    var found = new TreeSet<String>();
    pattern.matcher(all).results().map(MatchResult::group).forEach(found::add);
    found.removeIf(fixed::contains);
    int i = 0;
    for (String random : found) {
      i++;
      known.put(random, fitted(stand.apply(i), random));
    }
  }

  /** What stands for it, as long as it is. */
  private static String fitted(String stand, String random) {
    if (random.indexOf('.') > 0) {
      return stand + ".0000000000";
    }
    return stand.length() == random.length()
        ? stand
        : "1" + "0".repeat(random.length() - 1 - stand.length()) + stand;
  }

  private static String hash(int number) {
    var text = new StringBuilder();
    for (int rest = number; text.length() < 32; rest /= 32) {
      text.append(DIGITS.charAt(rest % 32));
    }
    return text.reverse().toString();
  }

  private String even(String text) {
    String evened = text;
    for (Pattern pattern : new Pattern[] {UUID, NUMBER, COMMIT, TIME}) {
      evened = pattern.matcher(evened).replaceAll(m -> known.getOrDefault(m.group(), m.group()));
    }
    // A hash stands in names of files, too.
    evened =
        Pattern.compile("(?<![0-9a-z])[0-9a-z]{32}(?=-)")
            .matcher(evened)
            .replaceAll(m -> known.getOrDefault(m.group(), m.group()));
    evened =
        ISO.matcher(evened)
            .replaceAll(m ->
                fixed.contains(m.group())
                    ? m.group()
                    : ("2026-01-01" + m.group().charAt(10) + "00:00:00")
                        .substring(0, m.group().length()));
    evened = DATE.matcher(evened).replaceAll("Thu Jan  1 00:00:00 2026");
    evened = KERNEL.matcher(evened).replaceAll(m -> "6.12." + "1".repeat(m.group(1).length()));
    return CHECKSUM.matcher(PLACE.matcher(evened).replaceAll("/thaw.1.0")).replaceAll("SHA256");
  }
}
