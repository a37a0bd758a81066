package dev.thaw.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Many looks in one round trip: a script of Thaw's own that prints named sections, each the outcome
 * of one command. The script is fixed; whatever comes from the machine goes in as an argument.
 *
 * @param name what the script is called, for narration: {@code disks}
 * @param script the script's text; {@code prelude.sh} goes before it
 * @param purpose why it is run, as in {@link Command}
 * @param limit how long it may take
 */
public record Probe(String name, String script, String purpose, Duration limit) {

  private static final String PRELUDE = Scripts.read(Probe.class, "prelude.sh");

  /** The status of the last section is not the script's: one that fails says so with exit. */
  private static final String END = "\nexit 0\n";

  /** The script {@code name.sh} that stands beside {@code owner}. */
  public static Probe of(Class<?> owner, String name, String purpose, Duration limit) {
    return new Probe(name, Scripts.read(owner, name + ".sh"), purpose, limit);
  }

  /**
   * What one command of the script printed.
   *
   * @param status its exit status
   */
  public record Section(int status, byte[] out, byte[] err) {

    /** Whether the exit status was 0. */
    public boolean ok() {
      return status == 0;
    }

    /** Standard output as UTF-8 text, unchanged. */
    public String text() {
      return new String(out, StandardCharsets.UTF_8);
    }

    /** Standard error as UTF-8 text, unchanged. */
    public String errText() {
      return new String(err, StandardCharsets.UTF_8);
    }
  }

  /** The sections of one run, in the order printed. */
  public record Sections(Map<String, Section> all) {

    /** The section of that name, if the script printed it. */
    public Optional<Section> find(String name) {
      return Optional.ofNullable(all.get(name));
    }

    /** The text of that section; empty when it is missing or its command failed. */
    public String text(String name) {
      return find(name).filter(Section::ok).map(Section::text).orElse("");
    }

    /** The sections whose name begins with {@code prefix}, keyed by the rest of the name. */
    public Map<String, Section> under(String prefix) {
      var found = new LinkedHashMap<String, Section>();
      all.forEach((name, section) -> {
        if (name.startsWith(prefix)) {
          found.put(name.substring(prefix.length()), section);
        }
      });
      return found;
    }
  }

  /**
   * Runs the script on the machine, as root.
   *
   * @throws Trouble.Failed if the script itself failed; a failed command of it is a section
   */
  public Sections run(Machine machine, String... arguments) {
    return run(machine, received -> {}, arguments);
  }

  /**
   * The same for one that prints much.
   *
   * @param progress told again and again how many bytes have come
   */
  public Sections run(Machine machine, LongConsumer progress, String... arguments) {
    var argv = new ArrayList<>(List.of("sh", "-c", PRELUDE + script + END, "thaw-" + name));
    argv.addAll(List.of(arguments));
    var collected = new Collected(progress);
    Command command = Command.looks(purpose, argv).within(limit);
    CommandResult ended = machine.run(command, collected);
    var result =
        new CommandResult(command, ended.status(), collected.out(), collected.err(), ended.took());
    result.orFail("Look at the machine with sh(\"…\"), and try again.");
    return parse(result.out());
  }

  /**
   * Reads what the script printed: for each section a line {@code @ NAME-LENGTH STATUS OUT-LENGTH
   * ERR-LENGTH}, then the name, standard output and standard error, byte for byte.
   *
   * @throws Trouble.Refused if it was cut off or something else got in between
   */
  public static Sections parse(byte[] bytes) {
    var sections = new LinkedHashMap<String, Section>();
    int at = 0;
    while (at < bytes.length) {
      int newline = at;
      while (newline < bytes.length && bytes[newline] != '\n') {
        newline++;
      }
      String[] head = new String(bytes, at, newline - at, StandardCharsets.UTF_8).split(" ");
      if (head.length != 5 || !head[0].equals("@")) {
        throw damaged();
      }
      int[] numbers;
      try {
        numbers = Arrays.stream(head).skip(1).mapToInt(Integer::parseInt).toArray();
      } catch (NumberFormatException e) {
        throw damaged();
      }
      at = newline + 1;
      if (Arrays.stream(numbers).anyMatch(number -> number < 0)
          || bytes.length - at < (long) numbers[0] + numbers[2] + numbers[3]) {
        throw damaged();
      }
      String name = new String(bytes, at, numbers[0], StandardCharsets.UTF_8);
      at += numbers[0];
      byte[] out = Arrays.copyOfRange(bytes, at, at + numbers[2]);
      at += numbers[2];
      byte[] err = Arrays.copyOfRange(bytes, at, at + numbers[3]);
      at += numbers[3];
      sections.put(name, new Section(numbers[1], out, err));
    }
    return new Sections(sections);
  }

  /** Writes sections as the prelude does: for tests and for machines that are not real. */
  public static byte[] print(Sections sections) {
    var bytes = new ByteArrayOutputStream();
    sections
        .all()
        .forEach((name, section) -> {
          byte[] key = name.getBytes(StandardCharsets.UTF_8);
          // Java's formatter would write the numbers as this computer's country does.
          String head =
              "@ "
                  + key.length
                  + " "
                  + section.status()
                  + " "
                  + section.out().length
                  + " "
                  + section.err().length
                  + "\n";
          bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
          bytes.writeBytes(key);
          bytes.writeBytes(section.out());
          bytes.writeBytes(section.err());
        });
    return bytes.toByteArray();
  }

  private static Trouble damaged() {
    return new Trouble.NotReady(
        "The machine's answer was damaged on its way.",
        "Something prints where it should not, perhaps the shell's start-up file on the machine."
            + " Try again.");
  }
}
