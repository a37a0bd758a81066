package dev.thaw.boot.remembered;

import dev.thaw.boot.remembered.CrashReport.Place;
import dev.thaw.machine.Probe;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Puts the kernel's last words together. It writes them in parts of a kilobyte or so, the last
 * words first, each with a head ({@code Panic#1 Part2}); into the firmware's variables packed
 * (deflate).
 */
final class CrashReader {

  /** As the kernel names them: part, count, time, whether packed. */
  private static final Pattern VARIABLE =
      Pattern.compile("dump-type0-(\\d{1,9})-(\\d{1,9})-(\\d{1,12})(?:-([CD]))?-.*");

  /** As the kernel's own store does: time, part and count in one number, where it has the time. */
  private static final Pattern FILE = Pattern.compile("dmesg-.*?(\\d{1,18})(\\.enc\\.z)?");

  private static final Pattern HEAD = Pattern.compile("([A-Za-z ]+#\\d+) Part(\\d{1,9})\n");

  /** The mark of a line's weight. */
  private static final Pattern WEIGHT = Pattern.compile("(?m)^<\\d{1,3}>");

  /** What is before the time in such a number. */
  private static final long UNITS = 100_000;

  private static final long LONG_AGO = 1_000_000_000;

  private static final int ATTRIBUTES = 4;

  /** So much is read of each file, as the script has it. */
  static final int MOST = 65_536;

  /** More than a part can hold, packed as it may be. */
  private static final int MOST_UNPACKED = 1 << 20;

  /** A part of a crash's words. */
  private record Part(String crash, int number, Instant at, String text) {}

  /** A file: its name with its folder, its time, its bytes. */
  private record Kept(String path, Instant changed, byte[] bytes) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    String folder() {
      return path.substring(0, path.lastIndexOf('/') + 1);
    }
  }

  private CrashReader() {}

  /** All crashes that are kept anywhere, the latest first, each once. */
  static List<CrashReport> read(Probe.Sections sections) {
    var reports = new LinkedHashMap<Instant, CrashReport>();
    for (Place place : Place.values()) {
      byte[] printed = sections.find(place.section()).map(Probe.Section::out).orElse(new byte[0]);
      for (CrashReport report : of(place, kept(printed))) {
        reports.merge(report.at(), report, (one, other) -> one.lines().isEmpty() ? other : one);
      }
    }
    return reports.values().stream()
        .sorted(Comparator.comparing(CrashReport::at).reversed())
        .toList();
  }

  private static List<Kept> kept(byte[] printed) {
    var files = new ArrayList<Kept>();
    int at = 0;
    while (at < printed.length) {
      var words = new ArrayList<String>();
      for (int i = 0; i < 3; i++) {
        int end = at;
        while (end < printed.length && printed[end] != 0) {
          end++;
        }
        words.add(new String(printed, at, end - at, StandardCharsets.UTF_8));
        at = Math.min(end + 1, printed.length);
      }
      if (!words.get(1).matches("\\d{1,12}(\\.\\d*)?") || !words.get(2).matches("\\d{1,9}")) {
        break;
      }
      int length = Math.min(Integer.parseInt(words.get(2)), MOST);
      int end = Math.min(at + length, printed.length);
      long seconds = Long.parseLong(words.get(1).replaceFirst("\\..*", ""));
      files.add(
          new Kept(
              words.get(0), Instant.ofEpochSecond(seconds), Arrays.copyOfRange(printed, at, end)));
      at = end;
    }
    return files;
  }

  private static List<CrashReport> of(Place place, List<Kept> files) {
    var crashes = new LinkedHashMap<String, List<Part>>();
    for (Kept file : files) {
      part(place, file)
          .ifPresent(
              part -> crashes.computeIfAbsent(part.crash(), _ -> new ArrayList<>()).add(part));
    }
    var reports = new ArrayList<CrashReport>();
    for (Map.Entry<String, List<Part>> crash : crashes.entrySet()) {
      // The first part has the last words.
      crash.getValue().sort(Comparator.comparingInt(Part::number).reversed());
      var text = new StringBuilder();
      crash.getValue().forEach(part -> text.append(part.text()));
      reports.add(
          new CrashReport(
              place,
              crash.getValue().getLast().at(),
              WEIGHT.matcher(text).replaceAll("").lines().toList()));
    }
    return reports;
  }

  private static Optional<Part> part(Place place, Kept file) {
    if (place == Place.EFIVARS) {
      Matcher name = VARIABLE.matcher(file.name());
      if (!name.matches() || file.bytes().length <= ATTRIBUTES) {
        return Optional.empty();
      }
      byte[] bytes = Arrays.copyOfRange(file.bytes(), ATTRIBUTES, file.bytes().length);
      String text =
          "C".equals(name.group(4)) ? unpacked(bytes) : new String(bytes, StandardCharsets.UTF_8);
      return Optional.of(
          new Part(
              name.group(3) + "-" + name.group(2),
              Integer.parseInt(name.group(1)),
              Instant.ofEpochSecond(Long.parseLong(name.group(3))),
              withoutHead(text)));
    }
    Matcher name = FILE.matcher(file.name());
    if (!name.matches()) {
      return Optional.empty();
    }
    String text = name.group(2) == null ? new String(file.bytes(), StandardCharsets.UTF_8) : "";
    Matcher head = HEAD.matcher(text);
    boolean headed = head.lookingAt();
    long seconds = Long.parseLong(name.group(1)) / UNITS;
    Instant at = seconds > LONG_AGO ? Instant.ofEpochSecond(seconds) : file.changed();
    return Optional.of(
        new Part(
            (seconds > LONG_AGO ? "" + seconds : file.folder())
                + (headed ? head.group(1) : file.name()),
            headed ? Integer.parseInt(head.group(2)) : 1,
            at,
            withoutHead(text)));
  }

  private static String withoutHead(String text) {
    Matcher head = HEAD.matcher(text);
    return head.lookingAt() ? text.substring(head.end()) : text;
  }

  /** Deflated text, with or without zlib's head; empty where it is packed in another way. */
  private static String unpacked(byte[] packed) {
    String bare = inflate(packed, true);
    return bare.isEmpty() ? inflate(packed, false) : bare;
  }

  private static String inflate(byte[] packed, boolean bare) {
    try (var inflater = new Inflater(bare)) {
      inflater.setInput(packed);
      var out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished() && out.size() < MOST_UNPACKED) {
        int count = inflater.inflate(buffer);
        if (count == 0) {
          break;
        }
        out.write(buffer, 0, count);
      }
      return out.toString(StandardCharsets.UTF_8);
    } catch (DataFormatException e) {
      return "";
    }
  }
}
