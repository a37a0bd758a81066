package dev.thaw.practice.machines;

import dev.thaw.machine.Scripts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text that a practice machine is made from: a file {@code NAME.machine} beside this class.
 * Each line is a word with what it needs behind it; lines that are indented by two blanks belong to
 * the line above. {@link MachineBuilder} says what the words mean.
 */
public final class Description {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private Description() {}

  /** The machines that have a lesson, in the order in which they are learned. */
  public static final List<String> LESSONS =
      List.of("vfio", "esp-unmounted", "wrong-uuid", "missing-driver", "foreign-pool", "esp-full");

  /** The machines that have none: a screen, and called after the failure that they have. */
  public static final List<String> CHALLENGES =
      List.of(
          "loader-missing",
          "menu-empty",
          "menu-not-written",
          "menu-default-overridden",
          "menu-entry-empty",
          "menu-stale-entry",
          "grub-core-mismatch",
          "grub-file-not-found",
          "boot-partition-full",
          "boot-partition-read-only",
          "boot-copy-missing",
          "boot-copy-damaged",
          "module-hangs",
          "driver-missing",
          "device-gone",
          "lvm-not-activated",
          "md-not-assembled",
          "luks-device-missing",
          "luks-timeout",
          "zfs-pool-foreign",
          "zfs-pool-missing",
          "zfs-pool-twice",
          "zfs-key",
          "zfs-dataset-unmountable",
          "resume-device",
          "filesystem-type-unknown",
          "stage-1-mount-fails",
          "bind-source-missing",
          "root-is-another",
          "system-gone",
          "stage-2-mount-missing",
          "stage-2-mount-fails",
          "root-full",
          "locked-out");

  /** All machines that there are, those with a lesson first. */
  public static final List<String> NAMES =
      Stream.concat(LESSONS.stream(), CHALLENGES.stream()).toList();

  /**
   * One line.
   *
   * @param number its number in the file, from 1
   * @param words its words, the first says what is done
   * @param block the indented lines below it, without their indentation
   */
  public record Line(int number, List<String> words, String block) {

    /** What is done. */
    public String verb() {
      return words.getFirst();
    }

    /** The word at a place, counted from 1 behind the first. */
    public String word(int at) {
      if (at >= words.size()) {
        throw new IllegalArgumentException(
            "Line " + number + " of the machine: “" + verb() + "” needs more words.");
      }
      return words.get(at);
    }

    /** The words {@code key=value}. */
    Map<String, String> pairs() {
      var pairs = new TreeMap<String, String>();
      for (String word : words) {
        int equals = word.indexOf('=');
        if (equals > 0) {
          pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
      }
      return pairs;
    }

    /** The value of a word {@code key=value} that has to be there. */
    String given(String key) {
      String value = pairs().get(key);
      if (value == null) {
        throw new IllegalArgumentException(
            "Line " + number + " of the machine: “" + verb() + "” needs " + key + "=.");
      }
      return value;
    }
  }

  /** The lines of a machine's file. */
  static List<Line> read(String name) {
    return parse(Scripts.read(Description.class, name + ".machine"));
  }

  /** Reads lines. */
  public static List<Line> parse(String text) {
    var lines = new ArrayList<Line>();
    List<String> all = text.lines().toList();
    int i = 0;
    while (i < all.size()) {
      String line = all.get(i);
      int number = i + 1;
      i++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var words = new ArrayList<String>();
      WORD.matcher(line)
          .results()
          .forEach(m -> words.add(m.group(1) != null ? m.group(1) : m.group(2)));
      var block = new StringBuilder();
      while (i < all.size() && (all.get(i).startsWith("  ") || all.get(i).isBlank())) {
        block.append(all.get(i).isBlank() ? "" : all.get(i).substring(2)).append('\n');
        i++;
      }
      lines.add(new Line(number, words, block.toString().stripTrailing()));
    }
    return lines;
  }
}
